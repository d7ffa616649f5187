// Files are written as they stand: no header, and no newline where there is none.
type Top {
  names: list<string> = []
  emit file {
    file "plain.txt" { content = "no newline" }
    file "deep/er/data.json" { content = jsonencode({ names = names }) }
    for name in names { file "each/${name}.txt" { content = "${name}\r\n\ttab \u{e9}\n" } }
    file "empty" { content = "" }
  }
}
environment dev : Top { names = ["a"] }
environment prod : Top { names = ["a", "b"] }
