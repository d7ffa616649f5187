#include <gtest/gtest.h>

#include "diagnostics/renderers.h"

namespace flux {
namespace {

TEST(JsonRenderer, NoDiagnosticsIsADocumentToo) {
  EXPECT_EQ(render_json({}, SourceManager{}), R"({
  "version": 1,
  "diagnostics": []
}
)");
}

// The fields, their order and their spelling are the contract of docs/diagnostics.schema.json.
TEST(JsonRenderer, HasEveryFieldInOrder) {
  SourceManager sources;
  const FileId file = sources.add("a.flux", "x = é\nreplicsa = 3\n");
  Diagnostic diagnostic{Code::unknown_name, Severity::error, "unknown `replicsa`", {file, 7, 15}};
  diagnostic.at("here").label({file, 4, 6}, "first").label({FileId{9}, 0, 1}, "lost").note("why");
  diagnostic.with_help("do").fix("write it", {file, 7, 15}, "replicas");
  EXPECT_EQ(render_json({diagnostic}, sources), R"({
  "version": 1,
  "diagnostics": [
    {
      "severity": "error",
      "code": "E2006",
      "message": "unknown `replicsa`",
      "span": {
        "file": "a.flux",
        "begin": 7,
        "end": 15,
        "line": 2,
        "column": 1,
        "end_line": 2,
        "end_column": 9
      },
      "text": "here",
      "labels": [
        {
          "span": {
            "file": "a.flux",
            "begin": 4,
            "end": 6,
            "line": 1,
            "column": 5,
            "end_line": 1,
            "end_column": 6
          },
          "text": "first"
        },
        {
          "span": null,
          "text": "lost"
        }
      ],
      "notes": [
        "why"
      ],
      "help": "do",
      "fixes": [
        {
          "title": "write it",
          "edits": [
            {
              "span": {
                "file": "a.flux",
                "begin": 7,
                "end": 15,
                "line": 2,
                "column": 1,
                "end_line": 2,
                "end_column": 9
              },
              "replacement": "replicas"
            }
          ]
        }
      ],
      "page": "docs/errors/E2006.md"
    }
  ]
}
)");
}

TEST(JsonRenderer, InvalidUtf8IsReplaced) {
  Diagnostic diagnostic{Code::unused_import, Severity::warning, "bad \xFF byte\x1b", {}};
  const std::string json = render_json({diagnostic}, SourceManager{});
  EXPECT_NE(json.find("\"bad \xEF\xBF\xBD byte\\u001b\""), std::string::npos) << json;
}

TEST(JsonRenderer, PlacesPastTheEndAreTheEnd) {
  SourceManager sources;
  const FileId file = sources.add("a.flux", "ab");
  Diagnostic diagnostic{Code::unknown_name, Severity::error, "m", {file, 50, 7}};
  const std::string json = render_json({diagnostic}, sources);
  EXPECT_NE(json.find("\"begin\": 2,\n        \"end\": 2,"), std::string::npos) << json;
}

}  // namespace
}  // namespace flux
