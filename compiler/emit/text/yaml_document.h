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

  Node();
  Node(std::nullptr_t);
  Node(bool value);
  Node(int value);
  Node(std::int64_t value);
  Node(double value);
  Node(std::string value);
  Node(std::string_view value);
  Node(const char* value);
  Node(Sequence items);
  Node(Mapping entries);

  Data data;
  std::string comment;  ///< written as `# …` above the document, entry or item that this is the value of
};

struct Entry {
  std::string key;
  Node value;
};

// Defined where an entry is complete: clang looks into the variant here.
inline Node::Node() : data(nullptr) {}
inline Node::Node(std::nullptr_t) : data(nullptr) {}
inline Node::Node(bool value) : data(value) {}
inline Node::Node(int value) : data(std::int64_t{value}) {}
inline Node::Node(std::int64_t value) : data(value) {}
inline Node::Node(double value) : data(value) {}
inline Node::Node(std::string value) : data(std::move(value)) {}
inline Node::Node(std::string_view value) : data(std::string(value)) {}
inline Node::Node(const char* value) : data(std::string(value)) {}
inline Node::Node(Sequence items) : data(std::move(items)) {}
inline Node::Node(Mapping entries) : data(std::move(entries)) {}

}  // namespace flux::yaml
