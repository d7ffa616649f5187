// How jemalloc, which fluxc is linked with, gets its memory: in huge pages where the kernel grants them, and
// it keeps what it has. A compiler's run is short and touches new memory all the time: with ordinary pages a
// build of 5,000 apps took 37,000 page faults and half of its time for them (docs/benchmarks.md).

// Read by jemalloc when it starts, under this name: https://jemalloc.net/jemalloc.3.html#tuning
// NOLINTBEGIN(readability-identifier-naming)
extern "C" const char* const malloc_conf;
const char* const malloc_conf = "thp:always,narenas:1,dirty_decay_ms:-1,muzzy_decay_ms:-1";
// NOLINTEND(readability-identifier-naming)
