#include "base/big_stack.h"

#include <pthread.h>

#include <cstddef>

namespace flux {

namespace {

// Address space, not memory: pages are taken when touched.
#ifdef FLUX_SANITIZE  // which makes frames several times as large
constexpr std::size_t kBigStack = std::size_t{4} << 30;
#else
constexpr std::size_t kBigStack = std::size_t{1} << 30;
#endif

}  // namespace

void run_on_big_stack(const std::function<void()>& work) {
  auto entry = [](void* argument) -> void* {
    (*static_cast<const std::function<void()>*>(argument))();
    return nullptr;
  };
  for (std::size_t size = kBigStack; size >= (std::size_t{8} << 20); size /= 2) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, size);
    pthread_t thread{};
    int failed = pthread_create(&thread, &attributes, entry, const_cast<std::function<void()>*>(&work));
    pthread_attr_destroy(&attributes);
    if (failed == 0) {
      pthread_join(thread, nullptr);
      return;
    }
  }
  work();
}

}  // namespace flux
