#include "source/source_manager.h"

#include <gtest/gtest.h>

#include <thread>

namespace flux {
namespace {

TEST(SourceManager, CountsLinesAndColumnsFromOne) {
  SourceManager sources;
  const FileId file = sources.add("a.flux", "one\ntwo\r\n\nfour");
  EXPECT_EQ(sources.line_count(file), 4U);
  EXPECT_EQ(sources.line_text(file, 1), "one");
  EXPECT_EQ(sources.line_text(file, 2), "two");
  EXPECT_EQ(sources.line_text(file, 3), "");
  EXPECT_EQ(sources.line_text(file, 4), "four");
  EXPECT_EQ(sources.line_begin(file, 4), 10U);
  const LineColumn place = sources.line_column(file, 6);
  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, 3U);
  EXPECT_EQ(sources.place({file, 10, 14}), "a.flux:4");
  EXPECT_EQ(sources.text(SourceSpan{file, 10, 14}), "four");
}

TEST(SourceManager, ColumnsCountCodePoints) {
  SourceManager sources;
  const FileId file = sources.add("a.flux", "日本x");
  EXPECT_EQ(sources.line_column(file, 6).column, 3U);
}

TEST(SourceManager, TheEndOfATextIsAPlace) {
  SourceManager sources;
  const FileId file = sources.add("a.flux", "one\n");
  const LineColumn end = sources.line_column(file, 4);
  EXPECT_EQ(end.line, 2U);
  EXPECT_EQ(end.column, 1U);
  const FileId empty = sources.add("empty.flux", "");
  EXPECT_EQ(sources.line_count(empty), 1U);
  EXPECT_EQ(sources.line_column(empty, 0).line, 1U);
}

TEST(SourceManager, OutOfRangeIsTheEnd) {
  SourceManager sources;
  const FileId file = sources.add("a.flux", "one");
  EXPECT_EQ(sources.line_column(file, 999).column, 4U);
  EXPECT_EQ(sources.text(SourceSpan{file, 2, 999}), "e");
  EXPECT_EQ(sources.text(SourceSpan{file, 3, 1}), "");
  EXPECT_EQ(sources.line_text(file, 0), "");
  EXPECT_EQ(sources.line_text(file, 2), "");
  EXPECT_EQ(sources.path(FileId{}), "");
  EXPECT_EQ(sources.text(FileId{7}), "");
}

TEST(SourceManager, ConcealedTextIsShownAsStars) {
  SourceManager sources;
  const FileId file = sources.add("a.yaml", "token: one\n  two\nn: 1\n");
  sources.conceal({file, 7, 16});
  const ShownText shown = sources.shown_text({file, 0, 20});
  EXPECT_EQ(shown.text, "token: ***\nn: ");
  EXPECT_EQ(shown.at(6), 6U);
  EXPECT_EQ(shown.at(7), 7U);
  EXPECT_EQ(shown.at(9), 10U);
  EXPECT_EQ(shown.at(16), 10U);
  EXPECT_EQ(shown.at(17), 11U);
  EXPECT_EQ(sources.shown_text({file, 8, 9}).text, "***");
  EXPECT_EQ(sources.text(SourceSpan{file, 7, 10}), "one");
  EXPECT_TRUE(sources.is_concealed({file, 7, 10}));
  EXPECT_FALSE(sources.is_concealed({file, 6, 10}));
  const FileId other = sources.add("b.yaml", "token: one\n");
  EXPECT_EQ(sources.shown_text({other, 0, 10}).text, "token: one");
}

TEST(SourceManager, ConcealedPlacesMayOverlapAndComeInAnyOrder) {
  SourceManager sources;
  const FileId before = sources.add("a", "abcdefghij");
  const FileId file = sources.add("b", "abcdefghij");
  sources.conceal({file, 7, 9});
  sources.conceal({file, 1, 3});
  sources.conceal({file, 2, 5});
  sources.conceal({file, 3, 4});
  sources.conceal({file, 6, 6});
  sources.conceal({before, 0, 10});
  EXPECT_EQ(sources.shown_text({file, 0, 10}).text, "a***fg***j");
  EXPECT_EQ(sources.shown_text({file, 4, 8}).text, "***fg***");
  EXPECT_TRUE(sources.is_concealed({file, 1, 5}));
  EXPECT_FALSE(sources.is_concealed({file, 4, 8}));
  EXPECT_FALSE(sources.is_concealed({file, 9, 10}));
  EXPECT_EQ(sources.shown_text({before, 0, 10}).text, "***");
}

TEST(SourceManager, TextsStayWhereTheyAreWhileOthersAdd) {
  SourceManager sources;
  const FileId first = sources.add("first", "kept");
  const std::string_view text = sources.text(first);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&sources, first] {
      for (int i = 0; i < 500; ++i) {
        const FileId added = sources.add("more", "a\nb");
        EXPECT_EQ(sources.line_count(added), 2U);
        EXPECT_EQ(sources.line_count(first), 1U);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(text.data(), sources.text(first).data());
}

}  // namespace
}  // namespace flux
