#include "tick_frame.h"

#include <cstdint>
#include <cstring>

namespace {
constexpr uint8_t kTick = 1;  // F-2
constexpr size_t kHeader = 20, kHeldRecord = 16, kReactionRecord = 4;
constexpr uint8_t kFull = 1, kTwoBits = 3, kKnownFlags = 31;
}  // namespace

bool read_tick_frame(std::string_view data, TickFrame &frame) {
  if (data.size() < kHeader || data[0] != kTick) return false;
  const auto flags = static_cast<uint8_t>(data[1]);
  uint16_t counts[5];
  memcpy(counts, data.data() + 2, sizeof counts);
  const size_t headsets = kHeadsetRecord * counts[0], screens = kScreenRecord * counts[1],
               fars = kFarRecord * counts[2],
               records = kHeader + headsets + screens + fars + kHeldRecord * counts[3] +
                         kReactionRecord * counts[4];
  if (data.size() < records || flags > kKnownFlags) return false;
  frame.full = flags & kFull;
  frame.pace = flags >> 1 & kTwoBits;
  frame.stride = 1 << (flags >> 3 & kTwoBits);
  frame.headsets = data.substr(kHeader, headsets);
  frame.screens = data.substr(kHeader + headsets, screens);
  frame.fars = data.substr(kHeader + headsets + screens, fars);
  frame.entries = data.substr(records);
  return frame.entries.empty() || (frame.entries.front() == '[' && frame.entries.back() == ']');
}

int slot_of(const char *record) {
  uint32_t word;
  memcpy(&word, record, sizeof word);
  return static_cast<int>(word & 0x1fff);
}
