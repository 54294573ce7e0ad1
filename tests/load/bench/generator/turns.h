// How heads are turned: rotations as records have them, each with the yaw that a far record of the
// same pose must have.
#pragma once
#include <cstdint>

struct HeadTurn {
  uint32_t word;  // smallest three, 29 bits (P-4)
  uint32_t yaw;   // of its twist about +Y, in steps (P-8)
};

// One of some thousand, by chance.
const HeadTurn &head_turn(uint32_t chance);
