#include <fmt/format.h>

#include "fluxc/commands.h"
#include "fluxc/interrupt.h"
#include "output/replace_files.h"
#include "tools/module_docs.h"

namespace flux {
namespace {

bool is_current(const std::string& path, const std::string& bytes, FileProvider& files) {
  const auto text = files.read(path);
  const auto* there = std::get_if<std::string>(&text);
  return there != nullptr && *there == bytes;
}

}  // namespace

ExitStatus run_doc(const DocOptions& options, Console& console) {
  DiskFileProvider files;
  SourceManager sources;
  Diagnostics found;
  std::vector<NewContent> pages = module_docs(options.modules, files, sources, found);
  if (found.has_errors()) {
    found.normalise();
    console.show(found, sources);
    return kInputErrors;
  }
  const auto place = [&](const NewContent& page) {
    return normalise_path(fmt::format("{}/{}", options.output, page.path));
  };
  std::erase_if(pages, [&](const NewContent& page) { return is_current(place(page), page.bytes, files); });
  if (options.check) {
    for (const NewContent& page : pages) console.print(fmt::format("{} is out of date\n", place(page)));
    return pages.empty() ? kFine : kOutOfDate;
  }
  const DeferInterrupts until_written;
  const bool written = replace_files(options.output, pages, found);
  for (const NewContent& page : pages) {
    if (written) console.print(fmt::format("wrote {}\n", place(page)));
  }
  console.show(found, sources);
  return written ? kFine : kMachine;
}

}  // namespace flux
