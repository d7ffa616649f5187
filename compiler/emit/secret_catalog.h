// Which Secrets the documents of a program put into which namespaces.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ir/program.h"

namespace flux {

/// Where documents land that say no namespace of their own: that of the application which reads their folder.
class Namespaces {
public:
  explicit Namespaces(const Program& program);
  /// Empty where nobody says.
  std::string_view of(const Document& document) const;

private:
  std::map<std::string, std::string_view, std::less<>> by_folder_;
  std::string_view environment_;
};

class SecretCatalog {
public:
  struct Secret {
    std::set<std::string_view> keys;
    bool open = false;  ///< it may have others
  };

  SecretCatalog(const Program& program, const Namespaces& namespaces);

  /// The Secret of that name; null where there is none.
  const Secret* find(std::string_view cluster, std::string_view space, std::string_view name) const;
  /// Whether some Secrets of the namespace have names that nobody knows.
  bool is_open(std::string_view cluster, std::string_view space) const;
  std::vector<std::string_view> names(std::string_view cluster, std::string_view space) const;

private:
  struct Space {
    std::map<std::string_view, Secret> secrets;
    bool open = false;
  };
  void add(const Document& document, const Namespaces& namespaces);
  void add_manifest(const Document& document, Space& space);
  static void add_file(const Document& document, Space& space);
  /// A Secret that has, besides others, the keys of this map or list.
  static Secret& add_keys(Space& space, std::string_view name, const Value* keys);

  /// Those that may be meant: of the cluster and namespace, and of those that nobody says.
  std::vector<const Space*> candidates(std::string_view cluster, std::string_view space) const;

  std::map<std::string_view, std::map<std::string_view, Space>> clusters_;
};

}  // namespace flux
