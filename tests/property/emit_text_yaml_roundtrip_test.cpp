// Generated and adversarial documents are read back, with the same types, by yaml-cpp and by PyYAML
// (YAML 1.1; skipped where it is not installed).
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <set>

#include "emit/text/yaml_writer.h"
#include "source_folder.h"

namespace flux::yaml {
namespace {

namespace fs = std::filesystem;

/// What a parser of either version could mistake, and what the syntax is made of.
const std::vector<std::string> kAdversarial = {"",
                                               "y",
                                               "Y",
                                               "n",
                                               "yes",
                                               "No",
                                               "on",
                                               "OFF",
                                               "true",
                                               "False",
                                               "~",
                                               "null",
                                               "Null",
                                               "0",
                                               "-0",
                                               "+12",
                                               "0777",
                                               "0o7",
                                               "0xFf",
                                               "0b01",
                                               "1_000",
                                               "1:30",
                                               "-1:30.5",
                                               "190:20:30",
                                               "1.10",
                                               "1e3",
                                               "1E-3",
                                               ".5",
                                               "-.5",
                                               "+.5e1",
                                               "5.",
                                               "1._0",
                                               "._",
                                               "_1",
                                               ".inf",
                                               "-.INF",
                                               "+.inf",
                                               ".NaN",
                                               "nan",
                                               "inf",
                                               "1.2.3",
                                               ".",
                                               "..",
                                               "...",
                                               "---",
                                               "--- a",
                                               "-",
                                               "--",
                                               "- a",
                                               "-a",
                                               "?",
                                               "? a",
                                               "?a",
                                               ":",
                                               ":a",
                                               "a:",
                                               "a: b",
                                               "a:b",
                                               "a #b",
                                               "a#b",
                                               "#a",
                                               " a",
                                               "a ",
                                               "=",
                                               "=a",
                                               "<<",
                                               "<",
                                               "*a",
                                               "&a",
                                               "!a",
                                               "!!str",
                                               "%a",
                                               "@a",
                                               "`a",
                                               "|",
                                               ">",
                                               "'a'",
                                               "\"a\"",
                                               "'",
                                               "\"",
                                               "[a",
                                               "]",
                                               "{a",
                                               "}",
                                               ",a",
                                               "a, b",
                                               "a\tb",
                                               "\ta",
                                               "a\t",
                                               "\x01",
                                               "\x7f",
                                               "\u0080",
                                               "\u0085",
                                               "\u00a0",
                                               "\u2028",
                                               "\u2029",
                                               "\ufeff",
                                               "\u200b",
                                               "\uffff",
                                               "é",
                                               "日本",
                                               "\U0001F680",
                                               "2001-01-01",
                                               "2001-1-1T1:1:1Z",
                                               "2001-01-01 10:00:00",
                                               "2001-01",
                                               "12:00",
                                               "{{ .Values.x }}",
                                               "$(A)",
                                               "${A}",
                                               "a\\b",
                                               "\\",
                                               "^a",
                                               ";",
                                               "+",
                                               "+a",
                                               "(a)",
                                               "/a",
                                               "a\nb",
                                               "a\nb\n",
                                               "a\n\n",
                                               "\na",
                                               "\n",
                                               "\n\n",
                                               " a\nb\n",
                                               "\n a\nb",
                                               "a \nb",
                                               "a\n b\n",
                                               "\ta\nb\n",
                                               "a\n\tb\n",
                                               "a\r\nb",
                                               "a\rb",
                                               "# a\nb\n",
                                               "---\na\n",
                                               "a\n---\nb",
                                               "a\n...\n",
                                               "%a\nb\n",
                                               "- a\n- b\n",
                                               "a: b\nc: d\n",
                                               "a\n\n\nb\n\n\n",
                                               "a\u0085b\n",
                                               "a\u2028b\n",
                                               "a\n\u00a0\n",
                                               "é\n日本\n",
                                               "a:\n",
                                               "|\n",
                                               "a\n#b\n",
                                               "a\n #b\n",
                                               "10.0.0.0/8",
                                               "0x",
                                               "0xg",
                                               "0o8",
                                               "0b2",
                                               "1e",
                                               "1d",
                                               "123abc",
                                               "12e03",
                                               "null ",
                                               "truey",
                                               "a:\tb"};

class Generator {
public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Node node(int depth) {
    Node result = data(depth);
    if (one_in(8)) result.comment = text();
    return result;
  }

  std::string text() {
    if (one_in(2)) return any(kAdversarial);
    static const std::vector<std::string> kPieces = {"a", "B",  "1",  ".", "-",  ":", " ",  "\n",  "\t", "#",
                                                     "'", "\"", "\\", "_", "e",  "+", "0",  "x",   ",",  "[",
                                                     "]", "{",  "}",  "é", "日", "?", "&",  "*",   "!",  "|",
                                                     ">", "%",  "@",  "~", "=",  "<", "\r", "\n  "};
    std::string result;
    for (std::size_t count = below(8); count > 0; --count)
      result += one_in(9) ? any(kAdversarial) : any(kPieces);
    return result;
  }

private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool one_in(std::size_t bound) { return below(bound) == 0; }
  const std::string& any(const std::vector<std::string>& choices) { return choices[below(choices.size())]; }

  Node data(int depth) {
    switch (below(depth > 0 ? 12 : 7)) {
      case 0:
        return nullptr;
      case 1:
        return one_in(2);
      case 2:
        return static_cast<std::int64_t>(random_() >> below(64)) * (one_in(2) ? 1 : -1);
      case 3:
        return number();
      case 7:
      case 8: {
        Sequence items;
        for (std::size_t count = below(5); count > 0; --count) items.push_back(node(depth - 1));
        return items;
      }
      case 9:
      case 10:
      case 11: {
        Mapping entries;
        std::set<std::string> keys;
        for (std::size_t count = below(5); count > 0; --count) {
          std::string key = one_in(60) ? std::string(1500, 'k') + text() : text();
          if (keys.insert(key).second) entries.push_back({std::move(key), node(depth - 1)});
        }
        return entries;
      }
      default:
        return text();
    }
  }

  double number() {
    static constexpr std::array kSpecial = {0.0,
                                            -0.0,
                                            1.0,
                                            1e16,
                                            1e-7,
                                            1e300,
                                            0.1,
                                            std::numeric_limits<double>::infinity(),
                                            -std::numeric_limits<double>::infinity(),
                                            std::numeric_limits<double>::quiet_NaN(),
                                            std::numeric_limits<double>::denorm_min(),
                                            std::numeric_limits<double>::max()};
    if (one_in(2)) return kSpecial[below(kSpecial.size())];
    return std::ldexp(static_cast<double>(random_()), static_cast<int>(below(200)) - 150);
  }

  std::mt19937_64 random_;
};

std::vector<Node> documents() {
  std::vector<Node> result;
  for (const std::string& text : kAdversarial) {
    result.emplace_back(text);
    result.emplace_back(
        Mapping{{text, text}, {text + "2", Sequence{text, Mapping{{text, Sequence{Sequence{text}}}}}}});
  }
  for (unsigned seed = 0; seed < 3000; ++seed) result.push_back(Generator(seed).node(4));
  return result;
}

/// yaml-cpp does not resolve types: it says whether a scalar was quoted, and converts.
void expect_same(const YAML::Node& found, const Node& expected, const std::string& where) {
  if (const auto* items = std::get_if<Sequence>(&expected.data)) {
    ASSERT_TRUE(found.IsSequence()) << where;
    ASSERT_EQ(found.size(), items->size()) << where;
    for (std::size_t i = 0; i < items->size(); ++i)
      ASSERT_NO_FATAL_FAILURE(expect_same(found[i], (*items)[i], where));
  } else if (const auto* entries = std::get_if<Mapping>(&expected.data)) {
    ASSERT_TRUE(found.IsMap()) << where;
    ASSERT_EQ(found.size(), entries->size()) << where;
    auto entry = entries->begin();
    for (const auto& pair : found) {
      ASSERT_EQ(pair.first.Scalar(), entry->key) << where;
      ASSERT_NO_FATAL_FAILURE(expect_same(pair.second, (entry++)->value, where));
    }
  } else if (const auto* text = std::get_if<std::string>(&expected.data)) {
    ASSERT_TRUE(found.IsScalar()) << where;
    ASSERT_EQ(found.Scalar(), *text) << where;
  } else if (const auto* boolean = std::get_if<bool>(&expected.data)) {
    ASSERT_EQ(found.as<bool>(), *boolean) << where;
  } else if (const auto* integer = std::get_if<std::int64_t>(&expected.data)) {
    ASSERT_EQ(found.as<std::int64_t>(), *integer) << where;
  } else if (const auto* number = std::get_if<double>(&expected.data)) {
    if (std::isnan(*number)) {
      ASSERT_TRUE(std::isnan(found.as<double>())) << where;
    } else if (std::isinf(*number)) {
      ASSERT_EQ(found.as<double>(), *number) << where;
    } else {
      // yaml-cpp itself cannot convert the smallest and the largest.
      ASSERT_EQ(std::strtod(found.Scalar().c_str(), nullptr), *number) << where;
    }
  } else {
    ASSERT_TRUE(found.IsNull()) << where;
  }
}

TEST(YamlRoundtrip, YamlCpp) {
  const std::vector<Node> expected = documents();
  for (const Node& document : expected) {
    const std::string text = write(document, "Generated.");
    ASSERT_NO_THROW({ ASSERT_NO_FATAL_FAILURE(expect_same(YAML::Load(text), document, text)); }) << text;
  }
  const std::string all = write_documents(expected);
  const std::vector<YAML::Node> found = YAML::LoadAll(all);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    ASSERT_NO_FATAL_FAILURE(expect_same(found[i], expected[i], "stream"));
}

void append_json_string(std::string& out, const std::string& text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < ' ') {
      out += fmt::format("\\u{:04x}", c);
    } else {
      out += c;
    }
  }
  out += '"';
}

/// As Python's `json` reads it, NaN and infinities included.
void append_json(std::string& out, const Node& node) {
  if (const auto* items = std::get_if<Sequence>(&node.data)) {
    out += '[';
    for (const Node& item : *items) {
      if (&item != &items->front()) out += ',';
      append_json(out, item);
    }
    out += ']';
  } else if (const auto* entries = std::get_if<Mapping>(&node.data)) {
    out += '{';
    for (const Entry& entry : *entries) {
      if (&entry != &entries->front()) out += ',';
      append_json_string(out, entry.key);
      out += ':';
      append_json(out, entry.value);
    }
    out += '}';
  } else if (const auto* text = std::get_if<std::string>(&node.data)) {
    append_json_string(out, *text);
  } else if (const auto* boolean = std::get_if<bool>(&node.data)) {
    out += *boolean ? "true" : "false";
  } else if (const auto* integer = std::get_if<std::int64_t>(&node.data)) {
    out += fmt::format("{}", *integer);
  } else if (const auto* number = std::get_if<double>(&node.data)) {
    out += std::isnan(*number)   ? "NaN"
           : std::isinf(*number) ? (*number < 0 ? "-Infinity" : "Infinity")
                                 : fmt::format("{:.17e}", *number);
  } else {
    out += "null";
  }
}

TEST(YamlRoundtrip, PyYaml) {
  std::string pattern = (fs::temp_directory_path() / "flux-yaml-XXXXXX").string();
  const fs::path folder = mkdtemp(pattern.data());
  const std::vector<Node> expected = documents();
  std::string lines;
  for (const Node& document : expected) {
    append_json(lines, document);
    lines += '\n';
  }
  std::ofstream(folder / "documents.yaml") << write_documents(expected, "Generated.");
  std::ofstream(folder / "expected.jsonl") << lines;
  const fs::path script = flux::source_folder() / "tests/property/yaml_roundtrip/read_yaml.py";
  const int status = std::system(fmt::format("python3 -B '{0}' '{1}/documents.yaml' '{1}/expected.jsonl'",
                                             script.string(), folder.string())
                                     .c_str());
  fs::remove_all(folder);
  constexpr int kNotFound = 127;
  if (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == kNotFound)
    GTEST_SKIP() << "PyYAML is not installed";
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace flux::yaml
