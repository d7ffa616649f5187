#include "source/utf8.h"

#include <gtest/gtest.h>

namespace flux {
namespace {

void expect_valid(std::string_view text, char32_t value) {
  const CodePoint c = decode_utf8(text, 0);
  EXPECT_TRUE(c.valid);
  EXPECT_EQ(c.value, value);
  EXPECT_EQ(c.size, text.size());
}

TEST(Utf8, DecodesEverySize) {
  expect_valid("a", U'a');
  expect_valid("\xC3\xA9", 0xE9);
  expect_valid("\xE6\x97\xA5", 0x65E5);
  expect_valid("\xF0\x9F\x98\x80", 0x1F600);
  expect_valid("\xF4\x8F\xBF\xBF", 0x10FFFF);
}

TEST(Utf8, ABrokenSequenceIsItsFirstByte) {
  for (const std::string_view text :
       {"\xFF", "\x80", "\xC0\x80", "\xC3", "\xC3(", "\xE6\x97", "\xE0\x80\x80", "\xED\xA0\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF0\x80\x80\x80"}) {
    const CodePoint c = decode_utf8(text, 0);
    EXPECT_FALSE(c.valid) << testing::PrintToString(text);
    EXPECT_EQ(c.size, 1U);
    EXPECT_EQ(c.value, static_cast<unsigned char>(text[0]));
  }
}

TEST(Utf8, LengthCountsCodePoints) {
  EXPECT_EQ(utf8_length("a\xC3\xA9\xF0\x9F\x98\x80"), 3U);
  EXPECT_EQ(utf8_length(""), 0U);
}

}  // namespace
}  // namespace flux
