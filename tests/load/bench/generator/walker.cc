#include "walker.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "turns.h"

namespace {
constexpr int kEyeHeight = 160, kMargin = 30;
constexpr int kStride = 4;       // cm a turn on each axis: at most 1.13 m/s at 20 Hz
constexpr int kHurry = 20;       // of those who gather and go: 4 m/s (P-6 allows 12)
constexpr int kStage = 1500;     // how far from the middle people at the stage are
constexpr uint32_t kStageOfTen = 8;
constexpr uint32_t kJumpAt = 20;  // turn: by then the branch has had a first pose (P-3)
constexpr uint32_t kBreath = 30 * 20;  // turns from gathering to going away
constexpr uint8_t kPoseScreen = 2, kPoseVr = 3;  // F-2
constexpr int kHandMiddle = 112;    // with five bits above it: -16 to +15 cm of the head (P-4)
constexpr uint32_t kHandBits = 31;  // of the count, in x and in y
constexpr uint32_t kPitchBits = 511;
constexpr uint32_t kYawBits = 1023;
constexpr uint32_t kPlaceBits0 = 0xffffffff << 13, kPlaceBits1 = 0x7ffff;  // of a far record

uint32_t word_at(const char *record, int index) {
  uint32_t word;
  memcpy(&word, record + 4 * index, sizeof word);
  return word;
}

// The two words of a far record (P-4); those of a screen record begin with them.
void write_far(uint32_t words[2], int slot, const Steps &at, uint32_t yaw, uint32_t jump) {
  const uint32_t x = at.x, y = at.y, z = at.z;
  words[0] = static_cast<uint32_t>(slot) | x << 13 | (y & 31) << 27;
  words[1] = z | (y >> 5) << 14 | yaw << 19 | (jump & 7) << 29;
}
}  // namespace

void Walker::begin(const Manner &manner, const Seat &seat, uint32_t index) {
  layout_ = manner.layout;
  slot_ = seat.slot;
  limit_ = seat.limit;
  feet_ = seat_ = seat.floor;
  said_ = {-1, -1, -1};
  state_ = ((index + 1) * 2654435761u) | 1;
  dx_ = static_cast<int>(random() % (2 * kStride + 1)) - kStride;
  dz_ = dx_ ? kStride - 1 : kStride;
  headset_ = random() % 1000 < manner.headsets * 1000;
  at_stage_ = layout_ == Layout::stage && random() % 10 < kStageOfTen;
  home_ = at_stage_ ? near_stage() : anywhere();
  gathered_ = near_stage();
}

void Walker::walk() {
  turns_++;
  if (layout_ != Layout::room && turns_ == kJumpAt) {
    feet_ = home_;
    jump_++;
  } else if (layout_ != Layout::breathing) {
    wander();
  } else if (turns_ > kJumpAt) {
    go_to(turns_ / kBreath % 2 ? gathered_ : home_);
  }
}

std::string_view Walker::next(uint32_t number) {
  if (!stands()) headset_ ? write_headset(number) : write_screen(number);
  said_ = feet_;
  sequence_++;
  frame_[0] = headset_ ? kPoseVr : kPoseScreen;
  frame_[1] = 0;
  memcpy(frame_ + 2, &sequence_, sizeof sequence_);
  return {frame_, size_};
}

uint64_t Walker::far() const {
  uint32_t words[2];
  write_far(words, slot_, feet_, yaw_, jump_);
  return words[0] | uint64_t{words[1]} << 32;
}

bool Walker::here(const char *record) const {
  uint32_t words[2];
  write_far(words, slot_, seat_, 0, 0);
  return !((word_at(record, 0) ^ words[0]) & kPlaceBits0) &&
         !((word_at(record, 1) ^ words[1]) & kPlaceBits1);
}

int64_t Walker::square_distance(const Walker &other) const {
  const int64_t dx = feet_.x - other.feet_.x, dz = feet_.z - other.feet_.z;
  return dx * dx + dz * dz;
}

uint32_t Walker::number_of_headset(const char *record) {
  const uint32_t x = static_cast<uint8_t>(record[20]) - kHandMiddle;
  const uint32_t y = static_cast<uint8_t>(record[21]) - kHandMiddle;
  return (x & kHandBits) | (y & kHandBits) << 5;
}

uint32_t Walker::number_of_screen(const char *record) { return word_at(record, 2) & kPitchBits; }

// Straight on, and back at the walls or at the border of the crowd.
void Walker::wander() {
  if (!may_be_at(feet_.x + dx_, feet_.z)) dx_ = -dx_;
  if (!may_be_at(feet_.x, feet_.z + dz_)) dz_ = -dz_;
  if (!may_be_at(feet_.x + dx_, feet_.z + dz_)) return;
  feet_.x += dx_;
  feet_.z += dz_;
}

bool Walker::may_be_at(int x, int z) const {
  if (x < kMargin || x > limit_.x - kMargin || z < kMargin || z > limit_.z - kMargin) return false;
  if (!at_stage_ || turns_ < kJumpAt) return true;
  const int64_t dx = x - limit_.x / 2, dz = z - limit_.z / 2;
  return dx * dx + dz * dz <= int64_t{kStage} * kStage;
}

void Walker::go_to(const Steps &goal) {
  const double dx = goal.x - feet_.x, dz = goal.z - feet_.z, way = std::hypot(dx, dz);
  still_ = way == 0;
  const double share = way <= kHurry ? 1 : kHurry / way;
  feet_.x += static_cast<int>(std::trunc(dx * share));
  feet_.z += static_cast<int>(std::trunc(dz * share));
}

Steps Walker::anywhere() {
  const auto chosen = [this](int limit) {
    return kMargin + static_cast<int>(random() % std::max(1, limit - 2 * kMargin));
  };
  const int x = chosen(limit_.x), z = chosen(limit_.z);
  return {x, seat_.y, z};
}

Steps Walker::near_stage() {
  const double angle = random() % 10000 * 2 * M_PI / 10000;
  const double away = std::min(kStage, std::min(limit_.x, limit_.z) / 2 - kMargin) *
                      std::sqrt(random() % 10000 / 10000.0);
  return {limit_.x / 2 + static_cast<int>(away * std::cos(angle)), seat_.y,
          limit_.z / 2 + static_cast<int>(away * std::sin(angle))};
}

void Walker::write_headset(uint32_t number) {
  const HeadTurn &turn = head_turn(random());
  yaw_ = turn.yaw;
  const uint32_t x = feet_.x, y = feet_.y + kEyeHeight, z = feet_.z;
  const uint32_t left_x = kHandMiddle + (number & kHandBits);
  const uint32_t left_y = kHandMiddle + (number >> 5 & kHandBits);
  const uint32_t right_x = 150 + random() % 16, right_y = 90 + random() % 16,
                 right_z = 100 + random() % 16;
  const uint32_t both_tracked = 3u << 29;
  const uint32_t words[6] = {
      static_cast<uint32_t>(slot_) | x << 13 | (y & 31) << 27,
      z | (y >> 5) << 14 | right_y << 19 | (right_z & 31) << 27,
      turn.word | (jump_ & 7) << 29,
      rotation() | both_tracked,
      rotation() | (right_z >> 5) << 29,
      left_x | left_y << 8 | 120u << 16 | right_x << 24,
  };
  memcpy(frame_ + kHeaderBytes, words, sizeof words);
  size_ = kHeaderBytes + sizeof words;
}

void Walker::write_screen(uint32_t number) {
  yaw_ = random() & kYawBits;
  uint32_t words[3];
  write_far(words, slot_, feet_, yaw_, jump_);
  words[2] = number & kPitchBits;
  memcpy(frame_ + kHeaderBytes, words, sizeof words);
  size_ = kHeaderBytes + sizeof words;
}

// Smallest three (P-4): w is the largest, and the others are short enough for a rotation (P-5).
uint32_t Walker::rotation() {
  uint32_t word = 3;
  for (int shift = 2; shift < 29; shift += 9) word |= (128 + random() % 256) << shift;
  return word;
}

uint32_t Walker::random() {  // xorshift32
  state_ ^= state_ << 13;
  state_ ^= state_ >> 17;
  return state_ ^= state_ << 5;
}
