// JSON as this room reads it. RapidJSON does the reading; it is headers only, so that `fluxc` stays one file.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flux {

class JsonArray;
class JsonObject;

/// A value of a `JsonDocument`, which it must not outlive; or nothing, which holds no kind of value.
class JsonElement {
public:
  JsonElement() = default;
  explicit JsonElement(const rapidjson::Value* value) : value_(value) {}

  /// Whether the value is of the kind of `to`, which then receives it.
  bool get(std::string_view& to) const;
  bool get(bool& to) const;
  bool get(std::int64_t& to) const;  ///< whole numbers that fit
  bool get(double& to) const;        ///< any number
  bool get(JsonArray& to) const;
  bool get(JsonObject& to) const;
  bool get(JsonElement& to) const {  ///< any value
    to = *this;
    return exists();
  }

  bool exists() const { return value_ != nullptr; }
  bool is_array() const { return value_ != nullptr && value_->IsArray(); }
  /// A member of an object; nothing when this is no object or has none of that name.
  JsonElement operator[](std::string_view name) const;
  /// What an RFC 6901 pointer such as `/properties/a~1b` means from here, or nothing.
  JsonElement at_pointer(std::string_view pointer) const;
  /// The value as JSON, on one line.
  std::string text() const;
  /// Null when this is nothing.
  const rapidjson::Value* raw() const { return value_; }

private:
  const rapidjson::Value* value_ = nullptr;
};

/// The items of a list, for a range-based `for`.
class JsonArray {
public:
  class Iterator {
  public:
    explicit Iterator(const rapidjson::Value* at) : at_(at) {}
    JsonElement operator*() const { return JsonElement{at_}; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

  private:
    const rapidjson::Value* at_;
  };

  JsonArray() = default;
  explicit JsonArray(const rapidjson::Value& list) : list_(&list) {}
  std::size_t size() const { return list_ == nullptr ? 0 : list_->Size(); }
  JsonElement at(std::size_t i) const { return i < size() ? JsonElement{list_->Begin() + i} : JsonElement{}; }
  Iterator begin() const { return Iterator{list_ == nullptr ? nullptr : list_->Begin()}; }
  Iterator end() const { return Iterator{list_ == nullptr ? nullptr : list_->End()}; }

private:
  const rapidjson::Value* list_ = nullptr;
};

/// The members of an object as they were written, for a range-based `for`.
class JsonObject {
public:
  struct Member {
    std::string_view key;
    JsonElement value;
  };
  class Iterator {
  public:
    explicit Iterator(const rapidjson::Value::Member* at) : at_(at) {}
    Member operator*() const {
      return {{at_->name.GetString(), at_->name.GetStringLength()}, JsonElement{&at_->value}};
    }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

  private:
    const rapidjson::Value::Member* at_;
  };

  JsonObject() = default;
  explicit JsonObject(const rapidjson::Value& object) : object_(&object) {}
  std::size_t size() const { return object_ == nullptr ? 0 : object_->MemberCount(); }
  JsonElement operator[](std::string_view name) const { return JsonElement{object_}[name]; }
  Iterator begin() const { return Iterator{size() == 0 ? nullptr : &*object_->MemberBegin()}; }
  Iterator end() const {
    return Iterator{size() == 0 ? nullptr : &*object_->MemberBegin() + object_->MemberCount()};
  }

private:
  const rapidjson::Value* object_ = nullptr;
};

/// A parsed text.
class JsonDocument {
public:
  /// Null when `text` is no JSON. It is taken to be nested no deeper than `scan_json` admits.
  static std::unique_ptr<JsonDocument> parse(std::string_view text);
  JsonElement root() const { return JsonElement{&document_}; }

private:
  rapidjson::Document document_;
};

/// Receives what stands near the root of a text; see `scan_json`. `keys` lead from the root to the value.
class JsonScanner {
public:
  virtual ~JsonScanner() = default;
  /// Whether the members of this object are wanted, rather than the text of the whole.
  virtual bool descend(const std::vector<std::string>& keys) = 0;
  /// A member begins of an object that was descended into; `keys` end in its name.
  virtual void member(const std::vector<std::string>& keys) = 0;
  /// An object whose members were not wanted.
  virtual void object(const std::vector<std::string>& keys, std::string_view json) = 0;
  virtual void string(const std::vector<std::string>& keys, std::string_view value) = 0;
};

/// Reads `text` once and builds nothing. All of it is checked for being JSON; lists are passed over. False
/// when it is no JSON or is nested deeper than 500, and `error` then receives the reason.
bool scan_json(std::string_view text, JsonScanner& scanner, std::string& error);

/// `text` as JSON, and YAML, write a string.
void append_json_string(std::string_view text, std::string& to);

}  // namespace flux
