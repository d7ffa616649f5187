// What is said of a mistake of our own holds nothing of what it was made about.
#include "base/failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

namespace flux {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Failure, SaysTheKindOfAnExceptionAndNotItsWords) {
  EXPECT_EQ(failure_of(std::out_of_range("canary at 17 of 12")), "std::out_of_range");
  EXPECT_EQ(failure_of(std::runtime_error("canary")), "std::runtime_error");
  try {
    static_cast<void>(std::stoi("canary"));
  } catch (const std::exception& error) {
    EXPECT_EQ(failure_of(error), "std::invalid_argument");
  }
}

TEST(Failure, SaysWhatTheSystemCallsAnError) {
  const std::filesystem::filesystem_error error("canary", "/canary",
                                                std::make_error_code(std::errc::permission_denied));
  EXPECT_EQ(failure_of(error), "Permission denied");
}

TEST(Failure, LeavesOutTheValuesOfArguments) {
  EXPECT_EQ(without_values("not expected: a.b=canary", {"build", "--sett", "a.b=canary"}),
            "not expected: a.b=…");
  EXPECT_EQ(without_values("[a=canary, --x=canary]", {"a=canary", "--x=canary", "b="}), "[a=…, --x=…]");
  EXPECT_EQ(without_values("nothing of it", {"a=canary"}), "nothing of it");
}

TEST(FailureDeathTest, AnExceptionThatNobodyCatchesIsNotShown) {
  const auto die = [] {
    end_silently("the last words\n");
    std::thread([] { throw std::runtime_error("canary"); }).join();
  };
  EXPECT_DEATH(die(), testing::AllOf(HasSubstr("the last words"), Not(HasSubstr("canary"))));
}

}  // namespace
}  // namespace flux
