// Against the real `terraform`: generated documents are a fixed point of `terraform fmt`, and what Terraform
// computes from printed text and operators is what the document says. Skipped where there is no terraform.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "emit/text/hcl_writer.h"

namespace flux::hcl {
namespace {

namespace fs = std::filesystem;

struct ScratchFolder {
  ScratchFolder() {
    std::string pattern = (fs::temp_directory_path() / "flux-hcl-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() { fs::remove_all(path); }
  void write_file(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
  }

  fs::path path;
};

struct Outcome {
  int status;
  std::string output;
};

Outcome run(const std::string& command) {
  Outcome outcome{-1, ""};
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> buffer;
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.output.append(buffer.data(), count);
  }
  outcome.status = pclose(pipe);
  return outcome;
}

/// The absence of the user's own settings must not be reported among the output.
std::string terraform(const fs::path& folder, const std::string& arguments) {
  return fmt::format("cd {} && TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1 terraform {}",
                     folder.string(), arguments);
}

bool has_terraform() {
  return run("command -v terraform").status == 0;
}

class Generator {
public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Body body(int depth) {
    Body result;
    for (int count = below(7); count > 0; --count) {
      const std::string comment = one_in(6) ? text() : "";
      if (depth > 0 && one_in(3)) {
        std::vector<std::string> labels;
        for (int label = below(3); label > 0; --label) labels.push_back(name());
        result.items.push_back(Block{name(), labels, body(depth - 1), comment});
      } else {
        result.items.push_back(
            Attribute{fmt::format("{}{}", name(), count), expression(below(5)), comment, one_in(5)});
      }
    }
    return result;
  }

  Expression expression(int depth) {
    switch (below(depth > 0 ? 16 : 5)) {
      case 0:
        return number(std::int64_t{below(2000) - 1000});
      case 1:
        return number(std::uniform_real_distribution<>(-5, 5)(random_));
      case 2:
        return string(text());
      case 3:
        return raw(one_in(2) ? "var." + name() : "each.key");
      case 4:
        return boolean(one_in(2));
      case 5:
        return Template{expressions(depth)};
      case 6:
        return List{expressions(depth)};
      case 7:
      case 8:
        return object(depth);
      case 9:
        return traversal(depth);
      case 10: {
        std::vector<Expression> arguments = expressions(depth);
        const bool expand = !arguments.empty() && one_in(4);
        return Call{name(), std::move(arguments), expand};
      }
      case 11:
        return Unary{one_in(2) ? '!' : '-', expression(depth - 1)};
      case 12:
      case 13:
        return Binary{any(kOperators), expression(depth - 1), expression(depth - 1)};
      case 14:
        return Conditional{expression(depth - 1), expression(depth - 1), expression(depth - 1)};
      default:
        return loop(depth);
    }
  }

  std::string text() {
    static constexpr std::array<const char*, 34> kPieces = {
        "a", "B",  " ",  "  ", "\n",   "\n\n",   "\n  ",    "\t",   "\"",  "\\",   "${",   "%{",
        "$", "%",  "$$", "{",  "}",    "EOT",    "\nEOT\n", "\r\n", "\\n", "é",    "日本", "—",
        "#", "/*", "//", "=",  "\x01", "\u200b", "\u3000",  "[",    ")",   "word "};
    std::string result;
    for (int count = below(one_in(4) ? 30 : 6); count > 0; --count)
      result += kPieces[static_cast<std::size_t>(below(kPieces.size()))];
    if (one_in(4)) result = "line\n" + result + "\n";
    return result;
  }

  int below(std::size_t bound) { return static_cast<int>(random_() % bound); }
  bool one_in(std::size_t bound) { return below(bound) == 0; }

private:
  static constexpr std::array<const char*, 13> kOperators = {"||", "&&", "==", "!=", "<", "<=", ">",
                                                             ">=", "+",  "-",  "*",  "/", "%"};

  template <std::size_t N>
  std::string any(const std::array<const char*, N>& choices) {
    return choices[static_cast<std::size_t>(below(N))];
  }

  std::string name() {
    static constexpr std::array<const char*, 9> kNames = {
        "a", "name", "for_each", "a-b", "depends_on", "tags", "x", "very_long_name_of_an_attribute", "id"};
    return any(kNames);
  }

  std::vector<Expression> expressions(int depth) {
    std::vector<Expression> result;
    for (int count = below(5); count > 0; --count) result.push_back(expression(depth - 1));
    return result;
  }

  Object object(int depth) {
    Object result;
    for (int count = below(5); count > 0; --count) {
      Expression key = one_in(3) ? expression(depth - 1) : string(one_in(3) ? text() : name());
      result.entries.push_back({std::move(key), expression(depth - 1), one_in(6) ? text() : ""});
    }
    return result;
  }

  Expression traversal(int depth) {
    Traversal result{expression(depth - 1), {}};
    for (int count = 1 + below(3); count > 0; --count) {
      switch (below(3)) {
        case 0:
          result.steps.push_back(AttributeStep{one_in(4) ? text() : name()});
          break;
        case 1:
          result.steps.push_back(IndexStep{expression(depth - 1)});
          break;
        default:
          result.steps.push_back(SplatStep{});
      }
    }
    return result;
  }

  Expression loop(int depth) {
    For result;
    if (one_in(2)) result.key_variable = "k";
    result.value_variable = "v";
    result.source = expression(depth - 1);
    if (one_in(2)) result.key = expression(depth - 1);
    result.value = expression(depth - 1);
    if (one_in(2)) result.condition = expression(depth - 1);
    result.grouped = one_in(3);
    return result;
  }

  std::mt19937 random_;
};

TEST(TerraformFmt, GeneratedDocumentsAreAFixedPoint) {
  if (!has_terraform()) GTEST_SKIP() << "terraform is not on the PATH";
  const ScratchFolder folder;
  for (unsigned seed = 0; seed < 800; ++seed) {
    folder.write_file(fmt::format("{}.tf", seed), write(Generator(seed).body(3), "Generated."));
  }
  const Outcome outcome = run(terraform(folder.path, "fmt -check -diff -no-color"));
  EXPECT_EQ(outcome.status, 0) << outcome.output.substr(0, 5000);
}

std::string base64(std::string_view text) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      result += i + k > text.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63];
  }
  return result;
}

struct Arithmetic {
  Expression expression;
  double value;
};

/// Whole numbers and bools as 0 and 1, which terms turn into numbers again; small enough to be exact.
Arithmetic arithmetic(Generator& generator, int depth) {
  if (depth == 0 || generator.one_in(5)) {
    const int value = generator.below(9) - 4;
    return {number(std::int64_t{value}), static_cast<double>(value)};
  }
  const Arithmetic left = arithmetic(generator, depth - 1);
  const Arithmetic right = arithmetic(generator, depth - 1);
  const auto binary = [&](const char* op) {
    return Expression(Binary{op, left.expression, right.expression});
  };
  const auto both = [&](const char* op) {
    return Expression(Binary{op, Expression(Binary{">", left.expression, number(std::int64_t{0})}),
                             Expression(Binary{"!=", right.expression, number(std::int64_t{1})})});
  };
  const auto as_number = [](Expression condition, bool holds) {
    return Arithmetic{Conditional{std::move(condition), number(std::int64_t{1}), number(std::int64_t{0})},
                      holds ? 1.0 : 0.0};
  };
  switch (generator.below(9)) {
    case 0:
      return {binary("+"), left.value + right.value};
    case 1:
      return {binary("-"), left.value - right.value};
    case 2:
      return {binary("*"), left.value * right.value};
    case 3:
      return {Unary{'-', left.expression}, -left.value};
    case 4:
      return as_number(binary("<"), left.value < right.value);
    case 5:
      return as_number(Unary{'!', binary("==")}, left.value != right.value);
    case 6:
      return as_number(both("&&"), left.value > 0 && right.value != 1);
    case 7:
      return as_number(both("||"), left.value > 0 || right.value != 1);
    default:
      return {Conditional{Expression(Binary{">=", left.expression, right.expression}), left.expression,
                          right.expression},
              std::max(left.value, right.value)};
  }
}

TEST(TerraformFmt, TerraformComputesWhatWasMeant) {
  if (!has_terraform()) GTEST_SKIP() << "terraform is not on the PATH";
  Generator generator(1);
  Body locals;
  List checks;
  const auto check = [&](Expression expression, const char* convert, Expression expected) {
    const std::string name = fmt::format("x{}", checks.items.size());
    locals.items.push_back(Attribute{name, std::move(expression)});
    checks.items.push_back(
        Binary{"==", Expression(Call{convert, {raw("local." + name)}}), std::move(expected)});
  };
  for (int i = 0; i < 1500; ++i) {
    const std::string text = generator.text();
    check(string(text), "base64encode", string(base64(text)));
    const std::string before = generator.text();
    const std::string after = generator.text();
    Expression hole = Conditional{boolean(true), string(text), raw("null")};
    check(Template{{string(before), hole, string(after)}}, "base64encode",
          string(base64(before + text + after)));
    const Arithmetic sum = arithmetic(generator, 4);
    check(sum.expression, "tonumber", number(sum.value));
  }
  locals.items.push_back(Attribute{"checks", std::move(checks)});
  const ScratchFolder folder;
  folder.write_file("main.tf", write({{Block{"locals", {}, std::move(locals)}}}));
  folder.write_file("question", "[for i, ok in local.checks : \"x${i}\" if !ok]\n");
  const Outcome outcome = run(terraform(folder.path, "console < question"));
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.output.substr(0, 3000), "[]\n");
}

}  // namespace
}  // namespace flux::hcl
