#include "emit/files/file_emitter.h"

#include "emit_documents_fixture.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FileEmitterTest : public DocumentEmitterTest {
protected:
  void emit() { emit_files(program(), tree_, diagnostics_); }
};

TEST_F(FileEmitterTest, PassesTheContentThrough) {
  file("terraform/main/extra.tf", R"({content: "# mine\nlocals {}\n"})");
  emit();
  EXPECT_THAT(codes(), IsEmpty());
  EXPECT_EQ(text("terraform/main/extra.tf"), "# mine\nlocals {}\n");
}

TEST_F(FileEmitterTest, StaysInsideTheFolder) {
  for (const char* path : {"/etc/passwd", "../x", "a/../../x", "a//b", "", ".", "a\\b", "a/"}) {
    file(path, "{content: \"\"}");
  }
  emit();
  EXPECT_EQ(codes(), std::vector<std::string>(8, "E5106"));
}

TEST_F(FileEmitterTest, ContentIsAStringInTheClear) {
  file("a", "{}");
  file("b", "{content: 1}");
  file("c", "{content: \"\", contents: \"\"}");
  set(file("d", "{}"), "content", Value::string("hunter2").with_labels(kSecret));
  emit();
  EXPECT_THAT(codes(), ElementsAre("E5104", "E5104", "E5104", "E5102"));
}

}  // namespace
}  // namespace flux
