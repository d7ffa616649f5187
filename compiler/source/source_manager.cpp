#include "source/source_manager.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "source/utf8.h"

namespace flux {

namespace {

constexpr std::string_view kConcealed = "***";

}  // namespace

FileId SourceManager::add(std::string path, std::string text) {
  const std::lock_guard lock(mutex_);
  File& file = files_.emplace_back();
  file.path = std::move(path);
  file.text = std::move(text);
  return {static_cast<std::uint32_t>(files_.size() - 1)};
}

const SourceManager::File& SourceManager::file(FileId id) const {
  static const File kNoFile;
  const std::lock_guard lock(mutex_);
  return id.value < files_.size() ? files_[id.value] : kNoFile;
}

const std::vector<std::uint32_t>& SourceManager::lines(const File& file) const {
  std::call_once(file.lines_once, [&file] {
    file.line_starts.push_back(0);
    for (std::size_t at = file.text.find('\n'); at != std::string::npos; at = file.text.find('\n', at + 1)) {
      file.line_starts.push_back(static_cast<std::uint32_t>(at + 1));
    }
  });
  return file.line_starts;
}

std::string_view SourceManager::path(FileId id) const {
  return file(id).path;
}

std::string_view SourceManager::text(FileId id) const {
  return file(id).text;
}

std::string_view SourceManager::text(SourceSpan span) const {
  const std::string_view whole = text(span.file);
  const std::size_t begin = std::min<std::size_t>(span.begin, whole.size());
  return whole.substr(begin, span.end > begin ? span.end - begin : 0);
}

LineColumn SourceManager::line_column(FileId id, std::uint32_t offset) const {
  const File& source = file(id);
  const std::vector<std::uint32_t>& starts = lines(source);
  offset = std::min(offset, static_cast<std::uint32_t>(source.text.size()));
  const auto line = std::upper_bound(starts.begin(), starts.end(), offset) - starts.begin();
  const std::uint32_t start = starts[static_cast<std::size_t>(line - 1)];
  const std::string_view before = std::string_view(source.text).substr(start, offset - start);
  return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(utf8_length(before) + 1)};
}

std::uint32_t SourceManager::line_count(FileId id) const {
  return static_cast<std::uint32_t>(lines(file(id)).size());
}

std::string_view SourceManager::line_text(FileId id, std::uint32_t line) const {
  const File& source = file(id);
  const std::vector<std::uint32_t>& starts = lines(source);
  if (line == 0 || line > starts.size()) return {};
  const std::uint32_t begin = starts[line - 1];
  std::string_view text = std::string_view(source.text).substr(begin);
  if (line < starts.size()) text = text.substr(0, starts[line] - begin - 1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::uint32_t SourceManager::line_begin(FileId id, std::uint32_t line) const {
  const File& source = file(id);
  const std::vector<std::uint32_t>& starts = lines(source);
  if (line == 0) return 0;
  return line <= starts.size() ? starts[line - 1] : static_cast<std::uint32_t>(source.text.size());
}

std::string SourceManager::place(SourceSpan span) const {
  return std::string(path(span.file)) + ':' + std::to_string(line_column(span.file, span.begin).line);
}

// `concealed_` is sorted, and no two of its spans overlap: each question is answered by halving.
namespace {

auto first_ending_behind(auto& spans, FileId file, std::uint32_t at) {
  return std::ranges::upper_bound(spans, std::pair{file, at}, {}, [](const SourceSpan& span) {
    return std::pair{span.file, span.end};
  });
}

}  // namespace

void SourceManager::conceal(SourceSpan span) {
  if (!span.valid() || span.begin == span.end) return;
  const std::lock_guard lock(mutex_);
  const auto first = first_ending_behind(concealed_, span.file, span.begin);
  auto last = first;
  for (; last != concealed_.end() && last->file == span.file && last->begin < span.end; ++last) {
    span.begin = std::min(span.begin, last->begin);
    span.end = std::max(span.end, last->end);
  }
  concealed_.insert(concealed_.erase(first, last), span);
}

bool SourceManager::is_concealed(SourceSpan span) const {
  const std::lock_guard lock(mutex_);
  const auto found = first_ending_behind(concealed_, span.file, span.begin);
  return found != concealed_.end() && found->file == span.file && found->begin <= span.begin &&
         span.end <= found->end;
}

ShownText SourceManager::shown_text(SourceSpan span) const {
  const std::string_view whole = text(span);
  const auto size = static_cast<std::uint32_t>(whole.size());
  ShownText shown;
  std::uint32_t copied = 0;
  const std::lock_guard lock(mutex_);
  for (auto secret = first_ending_behind(concealed_, span.file, span.begin);
       secret != concealed_.end() && secret->file == span.file && secret->begin < span.begin + size;
       ++secret) {
    const std::uint32_t begin = std::max(secret->begin, span.begin) - span.begin;
    const std::uint32_t end = std::min(secret->end - span.begin, size);
    shown.text += whole.substr(copied, begin - copied);
    shown.concealed.push_back({begin, end, static_cast<std::uint32_t>(shown.text.size())});
    shown.text += kConcealed;
    copied = end;
  }
  shown.text += whole.substr(copied);
  return shown;
}

std::uint32_t ShownText::at(std::uint32_t byte) const {
  const auto behind = std::ranges::upper_bound(concealed, byte, {}, &Part::begin);
  if (behind == concealed.begin()) return byte;
  const Part& last = *std::prev(behind);
  if (byte == last.begin) return last.shown;
  const auto after = last.shown + static_cast<std::uint32_t>(kConcealed.size());
  return byte < last.end ? after : after + (byte - last.end);
}

}  // namespace flux
