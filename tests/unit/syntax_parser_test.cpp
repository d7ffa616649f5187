// The shape of the tree, construct by construct.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax_test_support.h"

namespace flux::test {
namespace {

using ::testing::IsEmpty;

void expect_tree(const std::string& text, const std::string& tree) {
  const Parsed parsed(text);
  EXPECT_THAT(parsed.errors(), IsEmpty()) << text;
  EXPECT_EQ(parsed.printed(), tree) << text;
}

void expect_members(const std::string& members, const std::string& tree) {
  expect_tree(in_layer(members), "(layer x : P" + tree + ")");
}

TEST(Declarations, Imports) {
  expect_tree("import { a, b as c } from \"std/platform\"\nimport \"x.schema.json.gz\" as x\nimport \"y\"\n",
              "(import \"std/platform\" a b as c)\n(import \"x.schema.json.gz\" as x)\n(import \"y\")");
}

TEST(Declarations, Types) {
  expect_tree(
      "abstract type App {\n  /// Off.\n  /// Really.\n  enabled: bool = true\n  key?: string\n}\n"
      "type Web : lib.App { if enabled { n: int }, check n > 0 : \"m\" }",
      "(abstract type App\n  ; \"Off.\\nReally.\"\n  (declare enabled: bool true)\n  (declare key?: "
      "string))\n"
      "(type Web : lib.App\n  (if enabled\n    (declare n: int))\n  (check (> n 0) \"m\"))");
}

TEST(Declarations, LayersAreExtendedMountedAndRead) {
  expect_tree(
      "environment prod : P\n  extends\n    base,\n    web at apps.web,\n    db at apps[\"d\"] {\n}\n"
      "layer y : P from \"prod.yaml\"\nlayer z extends a from \"z.yaml\"\n",
      "(environment prod : P extends base extends web at apps.web extends db at apps[\"d\"])\n"
      "(layer y : P from \"prod.yaml\")\n(layer z extends a from \"z.yaml\")");
}

TEST(Declarations, FunctionsAndLets) {
  expect_tree(
      "fn f(a: int,\n     b: string = \"x\"): list<string> = [for i in range(a) : b]\nlet MAX: int = 3",
      "(fn f (a: int) (b: string \"x\"): (list string) (list (for i (call range a)) b))\n(let MAX: int 3)");
}

TEST(Declarations, SecretsComeFromAStore) {
  expect_tree("secret db from sops \"db.yaml\"\nfn f(a: int):\nsecret<string> = \"x\"\n",
              "(secret db from sops \"db.yaml\")\n(fn f (a: int): (secret string) \"x\")");
}

TEST(Declarations, FileCommentIsTheFirstBlock) {
  EXPECT_EQ(Parsed("// One.\n// Two.\n\n// Three.\nlet a = 1\n").tree->doc, "One.\nTwo.");
  EXPECT_EQ(Parsed("/*\n * One.\n * Two.\n */\nlet a = 1\n").tree->doc, "One.\nTwo.");
  EXPECT_EQ(Parsed("/// Of a.\nlet a = 1\n").tree->doc, "");
}

TEST(Members, SetAmendAndChange) {
  expect_members(
      "a.b = 1, c { d = 2 }\n h += [1]\n h -= [2]\n delete m[\"a/b\"]\n \"x/y\".z = 1\n m.* { r = 1 }\n m.* "
      "is T { r = 2 }",
      "\n  (set a.b 1)\n  (amend c\n    (set d 2))\n  (append h (list 1))\n  (remove h (list 2))\n"
      "  (delete m[\"a/b\"])\n  (set \"x/y\".z 1)\n  (amend m.*\n    (set r 1))\n  (star-is m.* T\n    (set "
      "r 2))");
}

TEST(Members, LocksDefaultsAndSafeChange) {
  expect_members(
      "final f = 3 because \"why\"\nfinal g { a = 1 }\n  because \"so\"\ndefault r = 3\n"
      "renamed a.b from a.c\nrenamed from.x from from.y\nremoved a.old because \"gone\"",
      "\n  (final set f 3 because \"why\")\n  (final amend g because \"so\"\n    (set a 1))\n  (default set "
      "r 3)\n"
      "  (renamed a.b from a.c)\n  (renamed from.x from from.y)\n  (removed a.old because \"gone\")");
}

TEST(Members, ChecksLetsAndSpreads) {
  expect_members(
      "let y: int = 3\ncheck a is absent : \"m\"\ncheck across environments a == b : \"differ\"\ncheck "
      "across : \"m\"\n...common",
      "\n  (let y: int 3)\n  (check (is-absent a) \"m\")\n  (check across environments (== a b) \"differ\")\n"
      "  (check across \"m\")\n  (... common)");
}

TEST(Members, GuardsAndLoops) {
  expect_members(
      "if a\n && b { c = 1 } else if d { }\nelse { e = 1 }\nfor k, v in m if v.on { [k] { x = v } }\nm = "
      "{for k, v in n : k => v}",
      "\n  (if (&& a b)\n    (set c 1)\n  else if d\n  else\n    (set e 1))\n"
      "  ((for k v m if (. v on))\n    (amend [k]\n      (set x v)))\n  (set m (object\n    ((for k v n) k "
      "=> v)))");
}

TEST(Members, EmittedBlocks) {
  expect_members(
      "emit terraform {\n  resource T vm for n, m in machines { name = n }\n  \"check\" h { assert { c = "
      "true } }\n"
      "  resource \"x-${a}\" b { }\n  import { to = x.y }\n}",
      "\n  (emit terraform\n    (block resource T vm (for n m machines)\n      (set name n))\n    (block "
      "check h\n"
      "      (amend assert\n        (set c true)))\n    (block resource (string \"x-\" a) b)\n    (amend "
      "import\n      (set to (. x y))))");
}

TEST(Members, KeywordsAreSoft) {
  for (const char* word : {"type",  "import",  "delete",      "check",   "default", "for",     "if",
                           "match", "in",      "with",        "is",      "final",   "emit",    "let",
                           "then",  "because", "renamed",     "removed", "across",  "from",    "as",
                           "at",    "layer",   "environment", "absent",  "by",      "extends", "fn"}) {
    const std::string name = word;
    expect_members(
        name + " = 1\n" + name + ".x = 2\n" + name + " { a = 3 }\n" + name + "[\"k\"] = 4\nb = c." + name,
        "\n  (set " + name + " 1)\n  (set " + name + ".x 2)\n  (amend " + name + "\n    (set a 3))\n  (set " +
            name + "[\"k\"] 4)\n  (set b (. c " + name + "))");
  }
}

TEST(Members, ABracketOnItsOwnLineIsAComputedKey) {
  expect_members("a = b\n[c] = d", "\n  (set a b)\n  (set [c] d)");
  expect_members("a = b[c]", "\n  (set a (index b c))");
}

TEST(Newlines, ContinueWhatIsUnfinished) {
  EXPECT_EQ(value_of("p\n  + q\n  .r"), "(+ p (. q r))");
  EXPECT_EQ(value_of("p +\n  q"), "(+ p q)");
  EXPECT_EQ(value_of("f(\n  a\n  ,\n  b\n)"), "(call f a b)");
  EXPECT_EQ(value_of("[\n  1,\n  2,\n]"), "(list 1 2)");
  EXPECT_EQ(value_of("if c then 1\n  else 2"), "(if c 1 2)");
  EXPECT_EQ(value_of("[{\n a = 1\n b = 2\n}]"), "(list (object\n  (set a 1)\n  (set b 2)))");
}

TEST(Newlines, CommentsDoNotJoinLines) {
  expect_members("a = 1 // c\n/* b */ b = 2 /* several\nlines */ c = 3",
                 "\n  (set a 1)\n  (set b 2)\n  (set c 3)");
}

TEST(Expressions, FollowThePrecedenceTable) {
  EXPECT_EQ(value_of("a || b && c == d ?? e + f * -g"), "(|| a (&& b (== c (?? d (+ e (* f (- g)))))))");
  EXPECT_EQ(value_of("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(value_of("a / b % c"), "(% (/ a b) c)");
  EXPECT_EQ(value_of("-m in MiB * 2"), "(* (- (in m MiB)) 2)");
  EXPECT_EQ(value_of("!x is T && y is list<int> || z < 3"),
            "(|| (&& (is (! x) T) (is y (list int))) (< z 3))");
  EXPECT_EQ(value_of("a ?? b is absent"), "(is-absent (?? a b))");
  EXPECT_EQ(value_of("x is (int | string)"), "(is x (| int string))");
  EXPECT_EQ(value_of("if a then b else c + 1"), "(if a b (+ c 1))");
}

TEST(Expressions, Postfixes) {
  EXPECT_EQ(value_of("a?.b.c[0](x, ...y)"), "(call (index (. (?. a b) c) 0) x ...y)");
  EXPECT_EQ(value_of("lib.Foo { a = 1 }"), "(construct lib.Foo\n  (set a 1))");
  EXPECT_EQ(value_of("b with { a = 1 } with { c = 2 }"), "(with (with b\n  (set a 1))\n  (set c 2))");
  EXPECT_EQ(value_of("if (Foo { a = 1 }).a then Foo { } else { }"),
            "(if (. (construct Foo\n  (set a 1)) a) (construct Foo) (object))");
}

TEST(Expressions, ListsAndMatches) {
  EXPECT_EQ(value_of("[1, ...b, for x in xs if c : x]"), "(list 1 ...b (for x xs if c) x)");
  EXPECT_EQ(value_of("match e {\n \"x\" | \"y\" => a\n 1..5 => b\n ..0 => b\n 7.. => b\n is T => c\n true => "
                     "d\n -1 => e\n else => f\n}"),
            "(match e (\"x\" | \"y\" => a) (1..5 => b) (..0 => b) (7.. => b) (is T => c) (true => d) ((- 1) "
            "=> e) (else => f))");
}

TEST(Literals, Numbers) {
  EXPECT_EQ(value_of("1_000 + 0x1f"), "(+ 1000 31)");
  EXPECT_EQ(value_of("1.5 + 1e3"), "(+ (float 1.5) (float 1000))");
  EXPECT_EQ(value_of("1e-3"), "(float 0.001)");
  for (const char* quantity : {"500m", "16Gi", "90d", "1h30m", "80%", "1.5h", "10µs"}) {
    EXPECT_EQ(value_of(quantity), std::string{"(quantity "} + quantity + ")");
  }
  EXPECT_EQ(value_of("x-1 % 2"), "(% x-1 2)");
  EXPECT_EQ(value_of("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(value_of("9223372036854775808"), "error: `9223372036854775808` is too large for an `int`");
  EXPECT_EQ(value_of("0755"), "error: `0755` begins with a zero");
  EXPECT_EQ(value_of("0xg"), "error: `0xg` is no hexadecimal number");
}

TEST(Literals, Strings) {
  EXPECT_EQ(value_of(R"("a\n\t\"\\\u{e9}$${b}")"), "\"a\\n\t\\\"\\\\é${b}\"");
  EXPECT_EQ(value_of(R"("${a}x${b}")"), "(string a \"x\" b)");
  EXPECT_EQ(value_of(R"("${ f({ a = "}" }) } // ${"n ${x}"} {{ .V }}")"),
            "(string (call f (object\n  (set a \"}\"))) \" // \" (string \"n \" x) \" {{ .V }}\")");
  EXPECT_EQ(value_of(R"(r"\d+${a}")"), "\"\\\\d+${a}\"");
  EXPECT_EQ(value_of(R"("$5 $")"), "\"$5 $\"");
  EXPECT_EQ(value_of("\"\""), "\"\"");
  EXPECT_EQ(value_of(R"("\q")"), "error: `\\q` is no escape sequence");
  EXPECT_EQ(value_of(R"("\u{110000}")"), "error: `\\u` takes a code point in braces");
}

TEST(Literals, MultilineStringsLoseTheirIndentation) {
  EXPECT_EQ(value_of("\"\"\"\n    a\n      b\n\n    ${c} d\n    \"\"\""),
            "(string \"a\\n  b\\n\\n\" c \" d\\n\")");
  EXPECT_EQ(value_of("\"\"\"\n    a\n  \"\"\""), "\"  a\\n\"");
  EXPECT_EQ(value_of("\"\"\"\n    a\n    b\"\"\""), "\"a\\nb\"");
  EXPECT_EQ(value_of("\"\"\"a\n    b\"\"\""), "\"a\\nb\"");
  EXPECT_EQ(value_of("r\"\"\"\n    \\d ${a}\n    \"\"\""), "\"\\\\d ${a}\\n\"");
  EXPECT_EQ(value_of("\"\"\"\n  say \"hi\"\n  \"\"\""), "\"say \\\"hi\\\"\\n\"");
  EXPECT_EQ(value_of("\"\"\"\r\n    a\r\n    b\r\n    \"\"\""), "\"a\\nb\\n\"");
}

TEST(Types, Forms) {
  EXPECT_EQ(type_of("\"dev\" | \"prod\" | 80 | -1 | true | null"), "(| \"dev\" \"prod\" 80 (- 1) true null)");
  EXPECT_EQ(type_of("\n  | A\n  | B<C, D>"), "(| A (B C D))");
  EXPECT_EQ(type_of("map<string, list<list<int>>>?"), "(nullable (map string (list (list int))))");
  EXPECT_EQ(type_of("list<T by name>"), "(list T by name)");
  EXPECT_EQ(type_of("{ a: int, b?: string }"), "(record\n  (declare a: int)\n  (declare b?: string))");
  EXPECT_EQ(type_of("int(0..100) | int(..5) | int(1..) | int(3)"),
            "(| (int [0..100]) (int [..5]) (int [1..]) (int [3]))");
  EXPECT_EQ(type_of("string(/^[a-z/]+\\/$/, len 1..63)"), "(string [/^[a-z/]+/$/] [len 1..63])");
  EXPECT_EQ(type_of("duration as go"), "(duration as go)");
  EXPECT_EQ(type_of("map<string, bytes(1Gi..) as prometheus>"),
            "(map string (bytes [(quantity 1Gi)..] as prometheus))");
  EXPECT_EQ(type_of("(A | B)?"), "(nullable (| A B))");
}

TEST(EntryPoints, Paths) {
  const auto path = [](std::string text) -> std::string {
    SourceManager sources;
    Arena arena;
    Diagnostics diagnostics;
    const ast::Path* parsed = parse_path(sources.add("path", std::move(text)), sources, arena, diagnostics);
    EXPECT_EQ(parsed == nullptr, diagnostics.has_errors());
    return parsed == nullptr ? diagnostics.all()[0].message : ast::print(*parsed);
  };
  EXPECT_EQ(path("apps.my-app.env[\"a/b\"]"), "apps.my-app.env[\"a/b\"]");
  EXPECT_EQ(path("let.if.\"a.b\".*.type"), "let.if.\"a.b\".*.type");
  EXPECT_EQ(path("a b"), "expected the end of the file, found `b`");
  EXPECT_EQ(path(""), "expected a string, a name or `[`, found the end of the file");
}

TEST(EntryPoints, Expressions) {
  const auto value = [](std::string text) -> std::string {
    SourceManager sources;
    Arena arena;
    Diagnostics diagnostics;
    const ast::Expr* parsed =
        parse_expression(sources.add("value", std::move(text)), sources, arena, diagnostics);
    EXPECT_EQ(parsed == nullptr, diagnostics.has_errors());
    return parsed == nullptr ? diagnostics.all()[0].message : ast::print(*parsed);
  };
  EXPECT_EQ(value("[1,\n2]"), "(list 1 2)");
  EXPECT_EQ(value("{ a = 16Gi }"), "(object\n  (set a (quantity 16Gi)))");
  EXPECT_EQ(value("1 +"), "expected a value, found the end of the file");
  EXPECT_EQ(value("\"x"), "this string does not end");
}

}  // namespace
}  // namespace flux::test
