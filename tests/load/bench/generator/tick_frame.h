// A tick frame (PROTOCOL.md F-3), taken apart.
#pragma once
#include <string_view>

constexpr size_t kHeadsetRecord = 24, kScreenRecord = 12, kFarRecord = 8;

struct TickFrame {
  bool full = false;
  int pace = 0;    // 0 to 3: how often one is to send (I-5)
  int stride = 1;  // this receiver gets a frame every so many ticks
  std::string_view headsets, screens, fars;  // the records
  std::string_view entries;                  // a JSON array, or nothing
};

// False if it is not laid out as F-3 has it.
bool read_tick_frame(std::string_view data, TickFrame &frame);

// The slot that every record begins with (P-4).
int slot_of(const char *record);
