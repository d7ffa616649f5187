// A YAML document as data. Values are owned; the order of entries is the order of output.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace flux::yaml {

struct Node;
struct Entry;
using Sequence = std::vector<Node>;
/// Keys must be unique: the writer does not check.
using Mapping = std::vector<Entry>;

struct Node {
  using Data = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Sequence, Mapping>;

  Node() : data(nullptr) {}
  Node(std::nullptr_t) : data(nullptr) {}
  Node(bool value) : data(value) {}
  Node(int value) : data(std::int64_t{value}) {}
  Node(std::int64_t value) : data(value) {}
  Node(double value) : data(value) {}
  Node(std::string value) : data(std::move(value)) {}
  Node(std::string_view value) : data(std::string(value)) {}
  Node(const char* value) : data(std::string(value)) {}
  Node(Sequence items) : data(std::move(items)) {}
  Node(Mapping entries) : data(std::move(entries)) {}

  Data data;
  std::string comment;  ///< written as `# …` above the document, entry or item that this is the value of
};

struct Entry {
  std::string key;
  Node value;
};

}  // namespace flux::yaml
