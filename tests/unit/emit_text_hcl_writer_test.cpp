#include "emit/text/hcl_writer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <limits>

namespace flux::hcl {
namespace {

Expression binary(Expression left, std::string op, Expression right) {
  return Binary{std::move(op), std::move(left), std::move(right)};
}
Expression dot(Expression base, std::string name) {
  return Traversal{std::move(base), {AttributeStep{std::move(name)}}};
}
Body locals(std::string name, Expression value) {
  return {{Block{"locals", {}, {{Attribute{std::move(name), std::move(value)}}}}}};
}
Object object(std::vector<std::pair<std::string, Expression>> entries) {
  Object result;
  for (auto& [key, value] : entries) result.entries.push_back({string(key), std::move(value), ""});
  return result;
}

TEST(HclWriter, AlignsAdjacentAttributes) {
  const Body body{{Block{"resource",
                         {"proxmox_vm", "node"},
                         {{Attribute{"for_each", raw("var.nodes")}, Attribute{"name", string("a"), "", true},
                           Attribute{"cores", number(std::int64_t{16})},
                           Attribute{"tags", object({{"a", string("b")}, {"long", raw("null")}})},
                           Attribute{"on_boot", boolean(true)}, Attribute{"x", number(0.5), "half\n\nof it"},
                           Block{"disk", {}, {{Attribute{"size", string("32G")}}}},
                           Block{"empty", {}, {}, "nothing"}, Attribute{"last", raw("null")}}}}}};
  EXPECT_EQ(write(body, "Generated."), R"(# Generated.

resource "proxmox_vm" "node" {
  for_each = var.nodes

  name  = "a"
  cores = 16
  tags = {
    a    = "b"
    long = null
  }
  on_boot = true
  # half
  #
  # of it
  x = 0.5

  disk {
    size = "32G"
  }

  # nothing
  empty {}

  last = null
}
)");
}

TEST(HclWriter, EmptyFile) {
  EXPECT_EQ(write({}), "");
  EXPECT_EQ(write({}, "Generated."), "# Generated.\n");
}

TEST(HclWriter, EscapesText) {
  EXPECT_EQ(write_inline(string("a\"b\\c\n\t\r")), R"("a\"b\\c\n\t\r")");
  EXPECT_EQ(write_inline(string("${x} %{if} $ % $x 100%")), R"("$${x} %%{if} $ % $x 100%")");
  EXPECT_EQ(write_inline(string("$${x} $$$")), R"("\u0024$${x} $$$")");
  EXPECT_EQ(write_inline(string(std::string_view("\0\x7f", 2))), R"("\u0000\u007f")");
  EXPECT_EQ(write_inline(string("é 日本 \xE2\x80\x8B \xF0\x9F\x9A\x80")),
            "\"é 日本 \\u200b \xF0\x9F\x9A\x80\"");
  EXPECT_EQ(write_inline(string("\xff")), R"("\ufffd")");
}

TEST(HclWriter, Templates) {
  EXPECT_EQ(write_inline(Template{{string("a-"), raw("var.x"), string("\n")}}), R"("a-${var.x}\n")");
  EXPECT_EQ(write_inline(Template{{raw("var.x")}}), "var.x");
  EXPECT_EQ(write_inline(Template{{string(""), raw("var.x"), string("")}}), "var.x");
  EXPECT_EQ(write_inline(Template{{string("$"), raw("var.x")}}), R"("\u0024${var.x}")");
  EXPECT_EQ(write_inline(Template{{raw("var.x"), number(std::int64_t{-1})}}), R"("${var.x}${(-1)}")");
  EXPECT_EQ(write_inline(Template{}), R"("")");
}

TEST(HclWriter, Numbers) {
  EXPECT_EQ(write_inline(number(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(write_inline(number(0.1)), "0.1");
  EXPECT_EQ(write_inline(number(1e21)), "1e+21");
}

TEST(HclWriter, Heredocs) {
  EXPECT_EQ(write(locals("x", string("one\n  two ${a}\n\nthree \\ \"\n"))), R"(locals {
  x = <<-EOT
    one
      two $${a}

    three \ "
  EOT
}
)");
  EXPECT_EQ(write(locals("x", Template{{raw("a"), string(":\nEOT "), raw("b"), string("\n")}})), R"(locals {
  x = <<-EOT_2
    ${a}:
    EOT ${b}
  EOT_2
}
)");
}

TEST(HclWriter, TextThatAHeredocCannotSayIsQuoted) {
  for (const char* text :
       {"one\n", "one\ntwo", "  one\n  two\n", "one\r\ntwo\n", "\n\n", "a\n$${b}\n", "a\n\u0301b\n"}) {
    EXPECT_EQ(write(locals("x", string(text))),
              fmt::format("locals {{\n  x = {}\n}}\n", write_inline(string(text))));
  }
}

TEST(HclWriter, ListsBreakAtTheWidthAndForObjects) {
  EXPECT_EQ(write_inline(List{}), "[]");
  EXPECT_EQ(write(locals("x", List{{string("a"), raw("1")}})), "locals {\n  x = [\"a\", 1]\n}\n");
  EXPECT_EQ(write(locals("x", List{{string(std::string(70, 'a'))}})),
            fmt::format("locals {{\n  x = [\"{:a>70}\"]\n}}\n", ""));
  EXPECT_EQ(write(locals("x", List{{string(std::string(71, 'a'))}})),
            fmt::format("locals {{\n  x = [\n    \"{:a>71}\",\n  ]\n}}\n", ""));
  EXPECT_EQ(write(locals("x", List{{object({{"a", raw("1")}}), object({})}})), R"(locals {
  x = [
    {
      a = 1
    },
    {},
  ]
}
)");
}

TEST(HclWriter, ObjectKeys) {
  EXPECT_EQ(write(locals("x", Object{{{string("plain-key"), raw("1"), ""},
                                      {string("app.kubernetes.io/name"), raw("2"), "said"},
                                      {string("for"), raw("3"), ""},
                                      {string("é"), raw("4"), ""},
                                      {string("e\u0301"), raw("4"), ""},
                                      {raw("var.x"), raw("5"), ""},
                                      {Template{{string("a"), raw("b")}}, raw("6"), ""}}})),
            R"(locals {
  x = {
    plain-key = 1
    # said
    "app.kubernetes.io/name" = 2
    "for"                    = 3
    "é"                      = 4
    "e\u0301"                = 4
    (var.x)                  = 5
    "a${b}"                  = 6
  }
}
)");
}

TEST(HclWriter, Calls) {
  EXPECT_EQ(write_inline(Call{"merge", {raw("a"), raw("b")}, true}), "merge(a, b...)");
  EXPECT_EQ(write(locals("x", Call{"yamlencode", {object({{"a", List{{string("b")}}}})}})), R"(locals {
  x = yamlencode({
    a = ["b"]
  })
}
)");
  EXPECT_EQ(write(locals("x", Call{"merge", {object({{"a", raw("1")}}), raw("b")}, true})), R"(locals {
  x = merge(
    {
      a = 1
    },
    b...
  )
}
)");
}

TEST(HclWriter, Traversals) {
  EXPECT_EQ(write_inline(Traversal{raw("a"), {IndexStep{boolean(true)}}}),
            "a[(true)]");  // `terraform fmt` loses a bare one
  EXPECT_EQ(write_inline(dot(raw("var.a"), "b c")), R"(var.a["b c"])");
  EXPECT_EQ(write_inline(
                Traversal{raw("a"), {IndexStep{number(std::int64_t{0})}, SplatStep{}, AttributeStep{"id"}}}),
            "a[0][*].id");
  EXPECT_EQ(write_inline(Traversal{Expression(Traversal{raw("a"), {SplatStep{}}}), {IndexStep{raw("0")}}}),
            "(a[*])[0]");
  EXPECT_EQ(write_inline(dot(Call{"f", {}}, "x")), "f().x");
  EXPECT_EQ(write_inline(dot(binary(raw("a"), "+", raw("b")), "x")), "(a + b).x");
}

TEST(HclWriter, ParenthesesAreMinimal) {
  const Expression a = raw("a"), b = raw("b"), c = raw("c");
  EXPECT_EQ(write_inline(binary(binary(a, "-", b), "-", c)), "a - b - c");
  EXPECT_EQ(write_inline(binary(a, "-", binary(b, "-", c))), "a - (b - c)");
  EXPECT_EQ(write_inline(binary(a, "+", binary(b, "*", c))), "a + b * c");
  EXPECT_EQ(write_inline(binary(binary(a, "+", b), "*", c)), "(a + b) * c");
  EXPECT_EQ(write_inline(binary(binary(a, "||", b), "&&", c)), "(a || b) && c");
  EXPECT_EQ(write_inline(binary(binary(a, "<", b), "==", c)), "a < b == c");
  EXPECT_EQ(write_inline(Unary{'!', binary(a, "==", b)}), "!(a == b)");
  EXPECT_EQ(write_inline(Unary{'!', Expression(Unary{'!', a})}), "!!a");
  EXPECT_EQ(write_inline(Unary{'-', number(std::int64_t{-1})}), "-(-1)");
  EXPECT_EQ(write_inline(binary(a, "-", number(std::int64_t{-1}))), "a - -1");
  EXPECT_EQ(write_inline(Conditional{a, b, Expression(Conditional{b, a, c})}), "a ? b : b ? a : c");
  EXPECT_EQ(write_inline(Conditional{Expression(Conditional{a, b, c}), b, c}), "(a ? b : c) ? b : c");
  EXPECT_EQ(write_inline(binary(a, "==", Conditional{a, b, c})), "a == (a ? b : c)");
}

TEST(HclWriter, Fors) {
  EXPECT_EQ(write_inline(For{
                .value_variable = "x", .source = raw("xs"), .value = raw("x.id"), .condition = raw("x.on")}),
            "[for x in xs : x.id if x.on]");
  EXPECT_EQ(write_inline(For{.key_variable = "k",
                             .value_variable = "v",
                             .source = raw("m"),
                             .key = raw("v"),
                             .value = raw("k"),
                             .condition = binary(binary(raw("v"), "+", raw("1")), "*", raw("2")),
                             .grouped = true}),
            "{ for k, v in m : v => k... if(v + 1) * 2 }");
  EXPECT_EQ(write(locals("x", For{.value_variable = "v",
                                  .source = raw("m"),
                                  .key = raw("v.name"),
                                  .value = Expression(object({{"id", raw("v.id")}, {"tags", raw("v.tags")}})),
                                  .condition = raw("v.on")})),
            R"(locals {
  x = {
    for v in m : v.name => {
      id   = v.id
      tags = v.tags
    } if v.on
  }
}
)");
}

TEST(HclWriter, IsLinear) {
  Body body;
  for (int i = 0; i < 20'000; ++i) {
    body.items.push_back(
        Block{"resource",
              {"t", fmt::format("n{}", i)},
              {{Attribute{"name", string("some name")}, Attribute{"longer_name", raw("var.x")},
                Attribute{"tags", object({{"a", List{{string("x"), string("y")}}}})}}}});
  }
  const auto start = std::chrono::steady_clock::now();
  const std::string out = write(body);
  const auto time = std::chrono::steady_clock::now() - start;
  EXPECT_GT(out.size(), 2'000'000U);
  EXPECT_LT(std::chrono::duration<double>(time).count(), 2.0);  // some 30 ms; loose for sanitizers
}

}  // namespace
}  // namespace flux::hcl
