"""Bad input: whatever a user types, fluxc says what is wrong, with a code and a proper exit status, in bounded time and
memory, and what was there before stays whole.

Each function whose name begins with `case_` runs in an empty folder of its own; its document string is its title.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

FLUXC = os.environ["FLUXC"]
SECONDS = 20  # of processor time; the clock may run longer where others work too
PATIENCE = 8 * SECONDS
MEGABYTES = 3000
SANITIZED = b"__asan_init" in Path(FLUXC).read_bytes()
FINE, ERRORS, MACHINE = 0, 1, 4

TYPES = """\
type App { replicas: int(1..9) = 1, name: string(/^[a-z]+$/) = "a", labels: map<string, any> = {} }
type Top {
  apps: map<string, App> = {}
  numbers: list<int> = []
  emit file { file "apps.txt" { content = "${length(apps)} apps, ${length(numbers)} numbers" } }
}
"""


class Result:
    """What one command did: its exit status, its output, and what it took."""

    def __init__(self, arguments, folder=None):
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen([FLUXC, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=output,
                                     stderr=subprocess.STDOUT, cwd=folder, start_new_session=True)
            signal.signal(signal.SIGALRM, lambda *_: child.kill())
            signal.alarm(PATIENCE)
            _, status, usage = os.wait4(child.pid, 0)
            signal.alarm(0)
            child.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            self.text = output.read().decode(errors="replace")
        self.status = child.returncode
        self.seconds = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss / 1024


def shown(text):
    return text if len(text) < 1500 else text[:1000] + "\n…\n" + text[-400:]


def run(*arguments, status, code=None, folder=None):
    """Runs fluxc and holds it to its exit status, the code of a diagnostic, and the bounds."""
    result = Result(arguments, folder)
    assert result.status != -signal.SIGKILL, f"was stopped after {PATIENCE} s"
    assert SANITIZED or result.seconds < SECONDS, f"took {result.seconds:.0f} s of processor time"
    assert result.status == status, f"exit status {result.status} instead of {status}\n{shown(result.text)}"
    if code:
        assert f"[{code}]" in result.text, f"no {code}\n{shown(result.text)}"
    assert len(result.text) < 200_000, f"{len(result.text)} bytes of diagnostics"
    if not SANITIZED:
        assert result.megabytes < MEGABYTES, f"took {result.megabytes:.0f} MB"
    return result.text


def check(text, code, status=ERRORS, name="main.flux"):
    data = text if isinstance(text, bytes) else text.encode()
    Path(name).write_bytes(data)
    return run("check", name, status=status, code=code)


def environment(body):
    return TYPES + "environment prod : Top {\n" + body + "\n}\n"


def snapshot(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


# Names, types, cycles


def case_unknown_name():
    """a misspelt name"""
    assert "did you mean `numbers`" in check("type T { numbers: int = 1, a: int = numberz }\n", "E2006")


def case_unknown_field():
    """a misspelt field"""
    check(environment("appz {}"), "E3004")


def case_wrong_type():
    """a value of the wrong type"""
    check(environment('numbers = ["one"]'), "E3001")


def case_import_cycle():
    """modules that import each other"""
    Path("other.flux").write_text('import { A } from "main.flux"\ntype B { a: A }\n')
    check('import { B } from "other.flux"\ntype A { b: B }\n', "E2003")


def case_type_cycle():
    """a type that contains itself"""
    check("type A { a: A }\n", "E3012")


def case_layer_cycle():
    """layers that extend each other"""
    check("type T {}\nlayer a extends b {}\nlayer b extends a {}\n", "E3015")


def case_value_cycle():
    """values that depend on each other"""
    check("type T { a: int = b, b: int = a }\nenvironment e : T {}\n", "E4005")


# Sizes


def case_nested_brackets():
    """100,000 nested brackets of each kind"""
    count = 100_000
    for opening, closing in ("()", "[]"):
        check(environment(f"numbers = {opening * count}1{closing * count}"), "E1007")
    check(environment("apps " + "{ a " * count + "}" * count), "E1007")
    check("type T { a: " + "list<" * count + "int" + ">" * count + " }", "E1007")
    check(environment('numbers = [length("' + '${"' * count + '"}' * count + '")]'), "E1007")
    for opening in "([{":
        assert "error[E1" in check(opening * count, None)


def case_else_ifs():
    """100,000 `else if`s"""
    chain = "".join(f"if 1 == {i} then {i} else " for i in range(100_000))
    check(environment(f"numbers = [{chain}0]"), "E1007")
    guards = "if 1 == 1 {}" + " else if 1 == 2 {}" * 100_000
    check(environment(guards), "E1007")


def case_operators():
    """100,000 operators"""
    check(environment("numbers = [" + "1 + " * 100_000 + "1]"), "E1009")
    assert "error[E1" in check(environment("numbers = [" + "-" * 100_000 + "1]"), None)
    assert "error[E1" in check(environment("numbers = [length(!" + "!" * 100_000 + "true)]"), None)
    assert "error[" in check(environment("numbers = [root" + ".apps" * 100_000 + "]"), None)


def case_large_file():
    """a file of 100 MB"""
    with open("main.flux", "wb") as file:
        file.write(TYPES.encode())
        for _ in range(100):
            file.write(b"// " + b"x" * (1024 * 1024 - 4) + b"\n")
    assert "bytes, more than" in run("check", "main.flux", status=ERRORS, code="E2002")


def case_large_layer():
    """a YAML layer of 100 MB"""
    Path("main.flux").write_text(environment(""))
    for count in 35_000_000, 15_000_000:  # too large a file; a file of too many values
        Path("big.yaml").write_bytes(b"numbers: [" + b"1, " * count + b"1]\n")
        assert "error" in run("check", "main.flux", "-c", "big.yaml", status=ERRORS)


def case_expanding_comprehensions():
    """comprehensions that expand without end"""
    check(environment("numbers = [for a in range(100000) : sum([for b in range(100000) : a * b])]"), "E4018")
    check(environment("numbers = [for a in range(9000000000000) : a]"), None)
    double = "".join(f"let a{i} = concat(a{i - 1}, a{i - 1})\n" for i in range(1, 60))
    check(TYPES + "let a0 = [1, 2]\n" + double + "environment prod : Top { numbers = a59 }\n", "E4018")


def case_long_text():
    """text that doubles without end"""
    text = TYPES + 'let t0 = "0123456789abcdef"\n'
    text += "".join(f'let t{i} = "${{t{i - 1}}}${{t{i - 1}}}"\n' for i in range(1, 60))
    check(text + "environment prod : Top { numbers = [length(t59)] }\n", "E4018")


def case_deep_recursion():
    """a chain of 60,000 values"""
    chain = "type T {\n  v0: int = 0\n" + "".join(f"  v{i}: int = v{i - 1} + 1\n" for i in range(1, 60_000)) + "}\n"
    Path("main.flux").write_text(chain + "environment e : T {}\n")
    result = Result(["check", "main.flux"])
    assert result.status in (FINE, ERRORS), f"exit status {result.status}\n{shown(result.text)}"
    if result.status == ERRORS:
        assert "[E4017]" in result.text, shown(result.text)


def case_regular_expressions():
    """regular expressions that backtrack catastrophically or are huge"""
    text = "a" * 50_000
    source = 'type T { a: string(/^(a+)+$/) = "' + text + '!" }\nenvironment e : T {}\n'
    check(source, "E3002")
    check('type T { a: string(/((((a{1,900}){1,900}){1,900}){1,900})/) = "a" }\nenvironment e : T {}\n', "E3024")
    check('type T { a: bool = regex("' + "(x+x+)+" * 2000 + 'y", "' + "x" * 2000 + '") == "" }\nenvironment e : T {}\n',
          None)


def case_many_errors():
    """100,000 mistakes are not 100,000 pages"""
    text = check("type T {}\n" + "type ? = ;\n" * 100_000, "E1010")
    assert len(text) < 200_000


# Bytes


def case_invalid_utf8():
    """text that is no UTF-8"""
    check(environment('apps { a { name = "').encode() + b'\xff\xfe" } }\n}\n', "E1001")
    Path("layer.yaml").write_bytes(b"apps: {a: {name: \"\xc3\x28\"}}\n")
    Path("main.flux").write_text(environment(""))
    run("check", "main.flux", "-c", "layer.yaml", status=ERRORS, code="E1001")


def case_nul():
    """NUL bytes"""
    check(environment("// \0"), "E1002")
    check(b"\0" * 1000, "E1002")


def case_noise():
    """bytes that are nothing at all"""
    assert "error[E1" in check(bytes(range(256)) * 200, None)


# Files


def case_directory():
    """a folder where a file should be"""
    Path("folder.flux").mkdir()
    check('import { A } from "folder.flux"\ntype T { a: A }\n', "E2002")
    Path("main.flux").write_text(environment(""))
    assert "folder.flux" in run("check", "main.flux", "-c", "folder.flux", status=ERRORS)


def case_missing_import():
    """a file that is not there"""
    check('import { A } from "missing.flux"\ntype T { a: A }\n', "E2001")
    run("check", "missing.flux", status=ERRORS, code="E7301")
    Path("main.flux").write_text(environment(""))
    assert "missing.yaml" in run("check", "main.flux", "-c", "missing.yaml", status=ERRORS)


def case_symlink_loop():
    """links that lead round in a circle"""
    os.symlink("b.flux", "a.flux")
    os.symlink("a.flux", "b.flux")
    os.symlink(".", "here")
    check('import { A } from "a.flux"\ntype T { a: A }\n', "E2002")
    Path("main.flux").write_text(environment(""))
    run("build", "main.flux", "-o", "here/here/here/out", status=FINE)
    os.unlink("a.flux"), os.unlink("b.flux")
    run("check", ".", status=FINE)


def case_special_file():
    """a pipe that nobody writes to, and a device that never ends"""
    os.mkfifo("pipe.flux")
    assert "pipe.flux" in run("check", "pipe.flux", status=ERRORS, code="E7301")
    assert "pipe.flux" in check('import { A } from "pipe.flux"\ntype T { a: A }\n', None)
    os.symlink("/dev/zero", "zero.flux")
    assert "zero.flux" in check('import { A } from "zero.flux"\ntype T { a: A }\n', None)


# YAML


def layer(text, code):
    Path("main.flux").write_text(environment("apps { a = App {} }"))
    Path("layer.yaml").write_text(text)
    return run("check", "main.flux", "-c", "layer.yaml", status=ERRORS, code=code)


def case_yaml_bomb():
    """anchors that expand to billions of values"""
    lines = ["x0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"]
    lines += [f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 10)}]\n" for i in range(1, 12)]
    layer("".join(lines) + "apps: *x11\n", "E1108")


def case_yaml_self_reference():
    """an anchor inside itself"""
    layer("apps: &a\n  b: *a\n", "E1104")


def case_yaml_depth():
    """100,000 nested YAML sequences and mappings"""
    layer("numbers: " + "[" * 100_000 + "]" * 100_000 + "\n", None)
    layer("apps: " + "{a: " * 100_000 + "}" * 100_000 + "\n", None)
    layer("".join(" " * i + "a:\n" for i in range(3000)), None)


def case_yaml_duplicate_key():
    """a YAML key twice"""
    layer("apps: {a: {replicas: 1}}\napps: {a: {replicas: 2}}\n", "E1102")


def case_json_layer():
    """JSON that is broken"""
    Path("main.flux").write_text(environment("apps { a = App {} }"))
    for text in ('{"apps": ', "[" * 100_000, '{"apps": {}, "apps": {}}', ""):
        Path("layer.json").write_text(text)
        result = Result(["check", "main.flux", "-c", "layer.json"])
        assert result.status == ERRORS or (text == "" and result.status == FINE), shown(result.text)


# Output


def before():
    """A built output folder with a foreign file; what is in it."""
    Path("main.flux").write_text(environment("apps { a = App {} }"))
    run("build", "main.flux", "-o", "out", status=FINE)
    Path("out/prod/notes.md").write_text("mine\n")
    return snapshot("out")


def case_errors_write_nothing():
    """a build with errors leaves the output as it was"""
    files = before()
    Path("main.flux").write_text(environment('apps { b = App { replicas = 10 } }'))
    run("build", "main.flux", "-o", "out", status=ERRORS)
    assert snapshot("out") == files


def case_output_is_file():
    """a file where the output folder should be"""
    Path("main.flux").write_text(environment("apps { a = App {} }"))
    Path("out").write_text("mine\n")
    run("build", "main.flux", "-o", "out", status=MACHINE)
    run("build", "main.flux", "-o", "out/deeper", status=MACHINE)
    assert Path("out").read_text() == "mine\n"


def case_unwritable_output():
    """an output folder that nothing can be written to"""
    Path("main.flux").write_text(environment("apps { a = App {} }"))
    run("build", "main.flux", "-o", "/proc/flux", status=MACHINE)
    if os.geteuid() != 0:
        Path("closed").mkdir(mode=0o555)
        run("build", "main.flux", "-o", "closed", status=MACHINE)
        assert not list(Path("closed").iterdir())


def many_files(count, size, version):
    """An environment that writes `count` files of `size` characters."""
    return (f'type Part {{ emit file {{ file "f${{key}}.txt" {{ content = "{version} ${{key}} {"x" * size}" }} }} }}\n'
            "type Many { parts: map<string, Part> = {} }\n"
            "environment prod : Many { parts { " + ", ".join(f"p{i} = Part {{}}" for i in range(count)) + " } }\n")


def case_full_disk():
    """a disk that is full: the output stays what it was"""
    Path("disk").mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", "disk"], capture_output=True)
    if mounted.returncode != 0:
        return "a small disk cannot be mounted here"
    try:
        Path("main.flux").write_text(many_files(4, 100, "old"))
        run("build", "main.flux", "-o", "disk/out", status=FINE)
        Path("disk/out/prod/notes.md").write_text("mine\n")
        files = snapshot("disk/out")
        Path("main.flux").write_text(many_files(200, 4000, "new"))
        run("build", "main.flux", "-o", "disk/out", status=MACHINE)
        assert snapshot("disk/out") == files, "the output changed"
    finally:
        subprocess.run(["umount", "-l", "disk"], check=True)
    return None


def case_full_standard_output():
    """standard output on a full device"""
    if not os.path.exists("/dev/full"):
        return "there is no /dev/full"
    Path("main.flux").write_text(environment("apps { a = App {} }"))
    with open("/dev/full", "wb") as full:
        for arguments in (["build", "main.flux", "-o", "out"], ["version"]):
            status = subprocess.run([FLUXC, *arguments], stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE).returncode
            assert status == MACHINE, f"{arguments}: exit status {status}"
    return None


def interrupt(number, delay):
    """Builds again over an earlier output, sends a signal after `delay` seconds; the output, the next build's status."""
    Path("main.flux").write_text(many_files(600, 2000, "new"))
    child = subprocess.Popen([FLUXC, "build", "main.flux", "-o", "out"], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(delay)
    child.send_signal(number)
    return child.wait(timeout=PATIENCE)


def interrupted_while_writing(number):
    """Whenever the signal comes: the next build ends with the new output, and nothing of it is ever half-written."""
    shutil.rmtree("new", ignore_errors=True)
    Path("main.flux").write_text(many_files(600, 2000, "new"))
    begin = time.monotonic()
    run("build", "main.flux", "-o", "new", status=FINE)
    whole = time.monotonic() - begin
    new = snapshot("new/prod")
    for step in range(6):
        shutil.rmtree("out", ignore_errors=True)
        Path("main.flux").write_text(many_files(600, 2000, "old"))
        run("build", "main.flux", "-o", "out", status=FINE)
        Path("out/prod/notes.md").write_text("mine\n")
        old = snapshot("out/prod")
        status = interrupt(number, whole * (step + 1) / 6)
        assert status in (FINE, -number, 128 + number, MACHINE), f"exit status {status}"
        after = snapshot("out/prod")
        assert after["notes.md"] == b"mine\n"
        for name, content in after.items():
            if name.endswith(".txt"):
                assert content in (old[name], new[name]), f"{name} is half-written"
        run("build", "main.flux", "-o", "out", status=FINE)
        finished = snapshot("out/prod")
        assert finished.pop("notes.md") == b"mine\n"
        assert finished == new, f"the build after the signal: {sorted(set(finished) ^ set(new))[:5]}"
        assert sorted(os.listdir("out")) == sorted(os.listdir("new")), os.listdir("out")


def case_interrupt():
    """an interrupt during writing"""
    interrupted_while_writing(signal.SIGINT)


def case_terminate():
    """a polite kill during writing"""
    interrupted_while_writing(signal.SIGTERM)


def case_kill():
    """a kill during writing"""
    interrupted_while_writing(signal.SIGKILL)


def case_json_diagnostics():
    """diagnostics of bad bytes are still JSON"""
    Path("main.flux").write_bytes(b"type \xff { \0 \xf0\x9f }\n\"\xe2\x80\xae\n")
    child = subprocess.run([FLUXC, "check", "main.flux", "--diagnostics=json"], capture_output=True, timeout=PATIENCE)
    assert child.returncode == ERRORS
    assert json.loads(child.stdout)["diagnostics"]


def main():
    wanted = sys.argv[1:]
    scratch = Path.cwd() / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    failed = 0
    for name, case in list(globals().items()):
        if not name.startswith("case_") or (wanted and name not in wanted):
            continue
        folder = scratch / name
        folder.mkdir(parents=True)
        os.chdir(folder)
        begin = time.monotonic()
        try:
            skipped = case()
            verdict = f"skipped: {skipped}" if skipped else "passed"
        except Exception as error:
            failed += 1
            verdict = "FAILED\n" + (str(error) if isinstance(error, AssertionError) and str(error)
                                    else traceback.format_exc())
        print(f"{case.__doc__.splitlines()[0]} ({name}, {time.monotonic() - begin:.1f} s): {verdict}", flush=True)
    os.chdir(scratch.parent)
    shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
