// A headset member on a slow walk: positions, head and hands of every pose, as the records of
// PROTOCOL.md P-4 have them. Nothing here is ever refused or cut by the branch.
#pragma once
#include <cstdint>
#include <string_view>

// Whole centimetres from the corner of the room's bounds (P-1).
struct Steps {
  int x = 0, y = 0, z = 0;
};

class Walker {
 public:
  static constexpr int kCountBits = 10;

  // `floor` is where the member stands, `limit` the last step inside the bounds.
  void begin(int slot, Steps floor, Steps limit, uint32_t seed);

  // The next headset frame (P-3: header and record); its record carries the lowest bits of `number`
  // in the left hand's place, so that no two poses of three seconds are alike.
  std::string_view next(uint32_t number);

  static constexpr size_t kHeaderBytes = 4, kRecordBytes = 24;
  // What `next` put into a record.
  static uint32_t number_of(const char *record);
  static int slot_of(const char *record);

 private:
  void walk();
  uint32_t rotation();
  uint32_t random();
  int slot_ = 0;
  Steps head_, limit_;
  int dx_ = 0, dz_ = 0;
  uint32_t state_ = 1;
  char frame_[kHeaderBytes + kRecordBytes];
};
