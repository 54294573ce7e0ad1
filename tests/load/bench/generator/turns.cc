#include "turns.h"

#include <cmath>
#include <vector>

namespace {
constexpr int kTurns = 4096, kComponentSteps = 511, kYawSteps = 1024;
constexpr double kPi = 3.14159265358979323846, kHalfRoot = 0.70710678118654752440;
constexpr double kSteepest = 0.6;   // radians up or down
constexpr double kClearance = .02;  // of a step: a yaw so near a border might be rounded either way

// A quaternion x, y, z, w.
struct Turn {
  double part[4];
};

Turn turned(double yaw, double pitch) {  // first up or down, then about +Y
  const double cy = std::cos(yaw / 2), sy = std::sin(yaw / 2);
  const double cp = std::cos(pitch / 2), sp = std::sin(pitch / 2);
  return {{cy * sp, sy * cp, -sy * sp, cy * cp}};
}

uint32_t pack(const Turn &turn) {
  int largest = 0;
  for (int i = 1; i < 4; i++) {
    if (std::fabs(turn.part[i]) > std::fabs(turn.part[largest])) largest = i;
  }
  const double sign = turn.part[largest] < 0 ? -1 : 1;
  uint32_t word = largest;
  for (int i = 0, shift = 2; i < 4; i++) {
    if (i == largest) continue;
    const double share = (sign * turn.part[i] / kHalfRoot + 1) / 2;
    word |= static_cast<uint32_t>(std::floor(share * kComponentSteps + .5)) << shift;
    shift += 9;
  }
  return word;
}

// As whoever reads the word has it.
Turn unpack(uint32_t word) {
  const int largest = word & 3;
  Turn turn{};
  double rest = 1;
  for (int i = 0, shift = 2; i < 4; i++) {
    if (i == largest) continue;
    const double k = word >> shift & kComponentSteps;
    turn.part[i] = (2 * k - kComponentSteps) / kComponentSteps * kHalfRoot;
    rest -= turn.part[i] * turn.part[i];
    shift += 9;
  }
  turn.part[largest] = std::sqrt(std::fmax(0, rest));
  return turn;
}

std::vector<HeadTurn> make_turns() {
  std::vector<HeadTurn> turns;
  for (int i = 0; turns.size() < kTurns; i++) {
    const double yaw = 2 * kPi * std::fmod(i * 0.6180339887498949, 1);
    const double pitch = kSteepest * (2 * std::fmod(i * 0.7548776662466927, 1) - 1);
    const uint32_t word = pack(turned(yaw, pitch));
    const Turn read = unpack(word);
    const double steps = 2 * std::atan2(read.part[1], read.part[3]) / (2 * kPi) * kYawSteps;
    const double whole = std::floor(steps + .5);
    if (std::fabs(steps - whole) > .5 - kClearance) continue;
    turns.push_back({word, static_cast<uint32_t>(static_cast<int>(whole) + kYawSteps) % kYawSteps});
  }
  return turns;
}
}  // namespace

const HeadTurn &head_turn(uint32_t chance) {
  static const std::vector<HeadTurn> turns = make_turns();
  return turns[chance % kTurns];
}
