// A member on a slow walk: poses of headset and screen members as the records of PROTOCOL.md P-4
// have them. Nothing here is ever refused or cut by the branch.
#pragma once
#include <cstdint>
#include <string_view>

// Whole centimetres from the corner of the room's bounds (P-1).
struct Steps {
  int x = 0, y = 0, z = 0;
};

// Where people are: `room`: about where they came in. `spread`: anywhere in the room. `stage`: four
// of five within 15 m of its middle, the others anywhere. `breathing`: everybody gathers there and
// stands for a while, then everybody goes away from there and stands for a while, on and on.
enum class Layout { room, spread, stage, breathing };

struct Manner {
  Layout layout = Layout::room;
  double headsets = 1;  // the share of those who have one
};

struct Seat {
  int slot = 0;
  Steps floor, limit;  // where the member came in, and the last step inside the bounds
};

class Walker {
 public:
  void begin(const Manner &manner, const Seat &seat, uint32_t index);

  // A twentieth of a second passes.
  void walk();
  // Whether the next pose will be the last one again.
  bool stands() const { return still_ && said_.x == feet_.x && said_.z == feet_.z; }

  // The next pose frame (P-3: header and record). The record of somebody who does not stand carries
  // the lowest bits of `number`, so that no two poses of 25 seconds are alike.
  std::string_view next(uint32_t number);
  // What others may be told of that pose if they are far away.
  uint64_t far() const;

  bool headset() const { return headset_; }
  bool here(const char *record) const;  // a record says that the member stands where it came in
  int64_t square_distance(const Walker &other) const;  // on the floor, cm²

  static constexpr size_t kHeaderBytes = 4;
  static constexpr int kHeadsetBits = 10, kScreenBits = 9;
  // What `next` put into a record.
  static uint32_t number_of_headset(const char *record);
  static uint32_t number_of_screen(const char *record);

 private:
  void wander();
  void go_to(const Steps &goal);
  bool may_be_at(int x, int z) const;
  Steps anywhere();
  Steps near_stage();
  void write_headset(uint32_t number);
  void write_screen(uint32_t number);
  uint32_t rotation();
  uint32_t random();

  Layout layout_ = Layout::room;
  bool headset_ = true, at_stage_ = false, still_ = false;
  int slot_ = 0;
  uint32_t turns_ = 0, jump_ = 0, yaw_ = 0;
  uint16_t sequence_ = 0;
  Steps feet_, said_, limit_, seat_, home_, gathered_;  // `said_` of `feet_` in the last pose
  int dx_ = 0, dz_ = 0;
  uint32_t state_ = 1;
  size_t size_ = 0;
  char frame_[kHeaderBytes + 24];
};
