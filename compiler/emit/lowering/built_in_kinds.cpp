#include "emit/lowering/built_in_kinds.h"

#include <algorithm>
#include <array>

namespace flux {
namespace {

struct KindVersion {
  std::string_view kind;
  std::string_view api_version;
  bool cluster_wide = false;
};

constexpr std::array kKinds = {
    KindVersion{"ConfigMap", "v1"},
    KindVersion{"Endpoints", "v1"},
    KindVersion{"LimitRange", "v1"},
    KindVersion{"Namespace", "v1", true},
    KindVersion{"PersistentVolume", "v1", true},
    KindVersion{"PersistentVolumeClaim", "v1"},
    KindVersion{"Pod", "v1"},
    KindVersion{"PodTemplate", "v1"},
    KindVersion{"ReplicationController", "v1"},
    KindVersion{"ResourceQuota", "v1"},
    KindVersion{"Secret", "v1"},
    KindVersion{"Service", "v1"},
    KindVersion{"ServiceAccount", "v1"},
    KindVersion{"MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", true},
    KindVersion{"ValidatingAdmissionPolicy", "admissionregistration.k8s.io/v1", true},
    KindVersion{"ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io/v1", true},
    KindVersion{"ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1", true},
    KindVersion{"CustomResourceDefinition", "apiextensions.k8s.io/v1", true},
    KindVersion{"APIService", "apiregistration.k8s.io/v1", true},
    KindVersion{"DaemonSet", "apps/v1"},
    KindVersion{"Deployment", "apps/v1"},
    KindVersion{"ReplicaSet", "apps/v1"},
    KindVersion{"StatefulSet", "apps/v1"},
    KindVersion{"HorizontalPodAutoscaler", "autoscaling/v2"},
    KindVersion{"CronJob", "batch/v1"},
    KindVersion{"Job", "batch/v1"},
    KindVersion{"CertificateSigningRequest", "certificates.k8s.io/v1", true},
    KindVersion{"Lease", "coordination.k8s.io/v1"},
    KindVersion{"EndpointSlice", "discovery.k8s.io/v1"},
    KindVersion{"FlowSchema", "flowcontrol.apiserver.k8s.io/v1", true},
    KindVersion{"PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1", true},
    KindVersion{"Ingress", "networking.k8s.io/v1"},
    KindVersion{"IngressClass", "networking.k8s.io/v1", true},
    KindVersion{"NetworkPolicy", "networking.k8s.io/v1"},
    KindVersion{"RuntimeClass", "node.k8s.io/v1", true},
    KindVersion{"PodDisruptionBudget", "policy/v1"},
    KindVersion{"ClusterRole", "rbac.authorization.k8s.io/v1", true},
    KindVersion{"ClusterRoleBinding", "rbac.authorization.k8s.io/v1", true},
    KindVersion{"Role", "rbac.authorization.k8s.io/v1"},
    KindVersion{"RoleBinding", "rbac.authorization.k8s.io/v1"},
    KindVersion{"PriorityClass", "scheduling.k8s.io/v1", true},
    KindVersion{"CSIDriver", "storage.k8s.io/v1", true},
    KindVersion{"StorageClass", "storage.k8s.io/v1", true},
    KindVersion{"VolumeAttachment", "storage.k8s.io/v1", true},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kKinds.size()> names;
  for (std::size_t i = 0; i < kKinds.size(); ++i) names[i] = kKinds[i].kind;
  return names;
}();

const KindVersion* find_kind(std::string_view kind) {
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& row) { return row.kind == kind; });
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace

std::string_view api_version_of(std::string_view kind) {
  const KindVersion* found = find_kind(kind);
  return found == nullptr ? std::string_view{} : found->api_version;
}

bool is_cluster_wide(std::string_view kind) {
  const KindVersion* found = find_kind(kind);
  return found != nullptr && found->cluster_wide;
}

std::span<const std::string_view> built_in_kinds() {
  return kNames;
}

}  // namespace flux
