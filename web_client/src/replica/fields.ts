// Where the parts of a pose lie in the arrays of the replica and of who draws from it.

/** Fields of a sample, and of what `Tracks.at` writes. */
export const Field = {
  x: 0,
  y: 1, // the floor
  z: 2,
  yaw: 3,
  pitch: 4,
  headY: 5,
  headset: 6,
  jump: 7,
  head: 8, // 4
  leftTracked: 12,
  leftPosition: 13, // 3, relative to the head
  leftRotation: 16, // 4
  rightTracked: 20,
  rightPosition: 21, // 3
  rightRotation: 24, // 4
  seated: 28,
  speed: 29, // m/s over the floor; this and the velocity only in what `at` writes
  velocityX: 30, // m/s, in the room's axes
  velocityZ: 31,
  size: 32,
} as const;

/** A hand: its flag, then its position, then its rotation. */
export const HAND_FIELDS = [Field.leftTracked, Field.rightTracked] as const;
