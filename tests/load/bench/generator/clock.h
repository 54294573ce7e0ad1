// The generator's clock.
#pragma once
#include <cstdint>
#include <ctime>

// Microseconds on a clock that does not go back.
inline uint64_t now_us() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1'000'000 + static_cast<uint64_t>(t.tv_nsec) / 1000;
}
