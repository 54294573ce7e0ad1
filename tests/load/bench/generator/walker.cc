#include "walker.h"

#include <cstring>

namespace {
constexpr int kEyeHeight = 160, kMargin = 30;
constexpr int kStride = 4;          // cm a pose on each axis: at most 1.13 m/s at 20 Hz
constexpr uint8_t kPoseVr = 3;      // F-2
constexpr int kHandMiddle = 112;    // with five bits above it: -16 to +15 cm of the head (P-4)
constexpr uint32_t kHandBits = 31;  // of the count, in x and in y
}  // namespace

void Walker::begin(int slot, Steps floor, Steps limit, uint32_t seed) {
  slot_ = slot;
  limit_ = limit;
  head_ = {floor.x, floor.y + kEyeHeight, floor.z};
  state_ = (seed * 2654435761u) | 1;
  dx_ = static_cast<int>(random() % (2 * kStride + 1)) - kStride;
  dz_ = dx_ ? kStride - 1 : kStride;
}

std::string_view Walker::next(uint32_t number) {
  walk();
  const uint32_t x = head_.x, y = head_.y, z = head_.z;
  const uint32_t left_x = kHandMiddle + (number & kHandBits);
  const uint32_t left_y = kHandMiddle + (number >> 5 & kHandBits);
  const uint32_t right_x = 150 + random() % 16, right_y = 90 + random() % 16,
                 right_z = 100 + random() % 16;
  const uint32_t both_tracked = 3u << 29;
  const uint32_t words[6] = {
      static_cast<uint32_t>(slot_) | x << 13 | (y & 31) << 27,
      z | (y >> 5) << 14 | right_y << 19 | (right_z & 31) << 27,
      rotation(),
      rotation() | both_tracked,
      rotation() | (right_z >> 5) << 29,
      left_x | left_y << 8 | 120u << 16 | right_x << 24,
  };
  const auto sequence = static_cast<uint16_t>(number);
  frame_[0] = kPoseVr;
  frame_[1] = 0;
  memcpy(frame_ + 2, &sequence, sizeof sequence);
  memcpy(frame_ + kHeaderBytes, words, sizeof words);
  return {frame_, sizeof frame_};
}

uint32_t Walker::number_of(const char *record) {
  const uint32_t x = static_cast<uint8_t>(record[20]) - kHandMiddle;
  const uint32_t y = static_cast<uint8_t>(record[21]) - kHandMiddle;
  return (x & kHandBits) | (y & kHandBits) << 5;
}

int Walker::slot_of(const char *record) {
  uint32_t word;
  memcpy(&word, record, sizeof word);
  return static_cast<int>(word & 0x1fff);
}

// Straight on, and back at the walls.
void Walker::walk() {
  if (head_.x + dx_ < kMargin || head_.x + dx_ > limit_.x - kMargin) dx_ = -dx_;
  if (head_.z + dz_ < kMargin || head_.z + dz_ > limit_.z - kMargin) dz_ = -dz_;
  head_.x += dx_;
  head_.z += dz_;
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
