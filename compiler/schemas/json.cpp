#include "schemas/json.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/pointer.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace flux {

namespace {

// Iterative: RapidJSON's other way calls itself for every bracket.
constexpr unsigned kParse = rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag |
                            rapidjson::kParseValidateEncodingFlag;
constexpr std::size_t kDeepest = 500;

/// Tells a `JsonScanner` of RapidJSON's events.
class Events : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Events> {
public:
  Events(std::string_view text, const rapidjson::MemoryStream& stream, JsonScanner& scanner)
      : text_(text), stream_(stream), scanner_(scanner) {}

  bool Key(const char* text, rapidjson::SizeType size, bool) {
    if (passing_ > 0) return true;
    keys_.resize(open_ - 1);
    keys_.emplace_back(text, size);
    scanner_.member(keys_);
    return true;
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    if (passing_ == 0) scanner_.string(keys_, {text, size});
    return true;
  }
  bool StartObject() {
    if (!deeper()) return false;
    if (passing_ > 0) {
      ++passing_;
    } else if (scanner_.descend(keys_)) {
      ++open_;
    } else {
      passing_ = 1;
      is_object_ = true;
      start_ = stream_.Tell();  // the bracket, which is taken after this call
    }
    return true;
  }
  bool EndObject(rapidjson::SizeType) {
    --depth_;
    if (passing_ > 0) {
      if (--passing_ == 0 && is_object_)
        scanner_.object(keys_, text_.substr(start_, stream_.Tell() + 1 - start_));
    } else {
      keys_.resize(--open_);
    }
    return true;
  }
  bool StartArray() {
    if (!deeper()) return false;
    if (passing_++ == 0) is_object_ = false;
    return true;
  }
  bool EndArray(rapidjson::SizeType) {
    --depth_;
    --passing_;
    return true;
  }

private:
  bool deeper() { return ++depth_ <= kDeepest; }

  std::string_view text_;
  const rapidjson::MemoryStream& stream_;
  JsonScanner& scanner_;
  std::vector<std::string> keys_;  ///< to the value that is being read
  std::size_t open_ = 0;           ///< objects whose members the scanner sees
  std::size_t passing_ = 0;        ///< brackets open in what is passed over
  std::size_t depth_ = 0;
  std::size_t start_ = 0;
  bool is_object_ = false;  ///< what is passed over is an object, not a list
};

}  // namespace

bool JsonElement::get(std::string_view& to) const {
  if (value_ == nullptr || !value_->IsString()) return false;
  to = {value_->GetString(), value_->GetStringLength()};
  return true;
}

bool JsonElement::get(bool& to) const {
  if (value_ == nullptr || !value_->IsBool()) return false;
  to = value_->GetBool();
  return true;
}

bool JsonElement::get(std::int64_t& to) const {
  if (value_ == nullptr || !value_->IsInt64()) return false;
  to = value_->GetInt64();
  return true;
}

bool JsonElement::get(double& to) const {
  if (value_ == nullptr || !value_->IsNumber()) return false;
  to = value_->GetDouble();
  return true;
}

bool JsonElement::get(JsonArray& to) const {
  if (!is_array()) return false;
  to = JsonArray{*value_};
  return true;
}

bool JsonElement::get(JsonObject& to) const {
  if (value_ == nullptr || !value_->IsObject()) return false;
  to = JsonObject{*value_};
  return true;
}

JsonElement JsonElement::operator[](std::string_view name) const {
  if (value_ == nullptr || !value_->IsObject()) return {};
  rapidjson::Value key(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size())));
  auto found = value_->FindMember(key);
  return found == value_->MemberEnd() ? JsonElement{} : JsonElement{&found->value};
}

JsonElement JsonElement::at_pointer(std::string_view pointer) const {
  rapidjson::Pointer parsed(pointer.data(), pointer.size());
  if (value_ == nullptr || !parsed.IsValid()) return {};
  return JsonElement{parsed.Get(*value_)};
}

std::string JsonElement::text() const {
  if (value_ == nullptr) return {};
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value_->Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::unique_ptr<JsonDocument> JsonDocument::parse(std::string_view text) {
  auto made = std::make_unique<JsonDocument>();
  made->document_.Parse<kParse>(text.data(), text.size());
  return made->document_.HasParseError() ? nullptr : std::move(made);
}

bool scan_json(std::string_view text, JsonScanner& scanner, std::string& error) {
  if (text.find('\0') != std::string_view::npos) {  // RapidJSON takes it for the end
    error = "it holds a NUL byte";
    return false;
  }
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  Events events(text, bytes, scanner);
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kParse>(stream, events);
  if (!result.IsError()) return true;
  const std::size_t line =
      1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, result.Offset()), '\n'));
  if (result.Code() == rapidjson::kParseErrorTermination) {
    error = fmt::format("it is nested deeper than {} at line {}", kDeepest, line);
  } else {
    error = fmt::format("it is not JSON that can be read, at line {}: {}", line,
                        rapidjson::GetParseError_En(result.Code()));
  }
  return false;
}

void append_json_string(std::string_view text, std::string& to) {
  to += '"';
  for (char c : text) {
    switch (c) {
      case '"':
        to += "\\\"";
        break;
      case '\\':
        to += "\\\\";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          to += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          to += c;
        }
    }
  }
  to += '"';
}

}  // namespace flux
