// The resolved program of one environment, as the emitters see it: what is to be written, with every value
// final.
//
// Made by the evaluator, frozen: no value in it is an object, a reference, absent or poison
// (eval/freeze.cpp sees to it). Everything lies in the evaluation's arena. Order is the order of emission:
// containment, records in type order, maps by key, base types first.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>

#include "ir/deferred.h"
#include "ir/origin.h"
#include "ir/value.h"

namespace flux {

/// A placed object: its position in the environment's tree, and what follows from it.
struct Placement {
  const Placement* parent = nullptr;
  Name step;  ///< field, key or index below the parent; none for the environment
  Name type;  ///< the declared type's name
  std::string_view
      path;  ///< `clusters.main.nodes.worker`, as a diagnostic shows it; empty for the environment
  std::string_view slug;     ///< for Terraform addresses: `main_worker`; characters valid in HCL names
  std::string_view cluster;  ///< the key of the cluster it belongs to; empty for none
  std::string_view stack;    ///< the Terraform root module it belongs to; never empty
  std::string_view doc;      ///< the author's comment on the object
  SourceSpan span;           ///< where it was constructed
};

struct Block;

/// One line or nested block of a Terraform body, in the order written.
struct BlockItem {
  enum class Kind : std::uint8_t {
    attribute,  ///< name = value
    block,      ///< name labels { … }
    dynamic,    ///< a nested block for each element of a deferred collection: value is the collection, block
                ///< the content, whose expressions use the variable `name`.value
  } kind;
  Name name;
  Value value;
  const Block* block = nullptr;
  std::string_view doc;
  SourceSpan span;
};

struct Block {
  std::span<const std::string_view> labels;  ///< of a nested block, such as `provisioner "local-exec"`
  std::span<const BlockItem> items;
  SourceSpan span;
};

/// One evaluated entry of a block under `for`.
struct BlockInstance {
  std::string_view key;
  const Block* body;
  /// Of the entry in the source that it was made from; empty when what `for` goes over is computed.
  std::string_view path = {};
};

/// A top-level block of an `emit terraform`: `resource`, `data`, `provider`, `terraform`, `output` …
struct TerraformBlock {
  const Placement* owner;
  Name head;  ///< `resource`
  std::span<const std::string_view>
      labels;         ///< as written: `proxmox_vm`, `vm`; the address is `<slug>_<name>`
  bool keyed;         ///< stands under `for`: becomes `for_each`
  const Block* body;  ///< when not keyed
  std::span<const BlockInstance> instances;  ///< when keyed, by key; may be empty: nothing is written
  std::string_view doc;
  SourceSpan span;
};

/// Values that an application of Argo CD is given besides its files: they stand in annotations of a cluster's
/// Secret, which Terraform writes, and an ApplicationSet fills them in.
struct Bridge {
  struct Source {
    std::size_t index;        ///< among `spec.sources`; 0 where there is one `spec.source`
    std::string_view values;  ///< YAML, as a Go template
  };
  std::string_view cluster;  ///< the label by which the Secret is found
  std::span<const Source> sources;
};

enum class DocumentTarget : std::uint8_t {
  helm,
  argocd,
  kubernetes,
  encrypted,  ///< an `encrypted` of `emit kubernetes`: a SOPS file, which stays as it is
  provided,   ///< an `extern` of `emit kubernetes`: it is there, and nothing is written
  file
};

/// A `release`, `application`, `applicationset`, `project`, `manifest`, `encrypted`, `extern` or `file`.
struct Document {
  DocumentTarget target;
  const Placement* owner;
  Name head;
  std::span<const std::string_view>
      labels;  ///< the release's name; kind and name of a manifest; the path of a file
  Value body;  ///< a map
  std::string_view doc;
  SourceSpan span;                 ///< the block in the source
  const Bridge* bridge = nullptr;  ///< of an application: it is written as an ApplicationSet
};

/// Where the output of an environment will live, from flux.yaml; empty texts when it does not say.
struct Delivery {
  std::string_view repository;
  std::string_view revision;
  std::string_view path;  ///< of the environment's output folder inside the repository
};

/// The schema of a Terraform provider that bodies were checked against.
struct ProviderSchema {
  std::string_view source;   ///< `HOST/hetznercloud/hcloud`
  std::string_view version;  ///< that it was taken from; never empty
  std::string_view file;
};

/// An output of a stack whose value was recorded.
struct RecordedName {
  std::string_view stack;
  std::string_view output;   ///< empty for the file itself
  SourceSpan span;           ///< the name in the file
  std::string_view command;  ///< that records the stack's outputs
};

/// What a known text was made of, by `yamlencode` or `jsonencode`.
struct EncodedText {
  std::string_view function;
  Value value;
};
/// By the place of the text's bytes, which every copy of the value shares.
using EncodedTexts = std::unordered_map<const char*, EncodedText>;

struct Program {
  std::string_view environment;
  Delivery delivery;
  std::span<const TerraformBlock> terraform;
  std::span<const Document> documents;
  std::span<const ProviderSchema> provider_schemas;  ///< those of a known version
  std::span<const RecordedName> recorded;            ///< by stack, then by name
  const EncodedTexts* encoded_texts = nullptr;       ///< null: none is known
};

}  // namespace flux
