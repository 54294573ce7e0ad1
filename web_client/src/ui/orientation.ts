// How an exhibit stands, for words: how far it is turned about the vertical and tilted, in steps that one can imagine. Pure.

const STEP = 15; // degrees

export interface Orientation {
  /** Degrees to the left (positive) or right, within -180 to 180. */
  readonly turned: number;
  /** Degrees by which its front looks up (positive) or down. */
  readonly tilted: number;
  readonly upsideDown: boolean;
}

/** Of a rotation as a quaternion; the front of an exhibit looks along +Z while it is not turned. */
export function orientationOf([x, y, z, w]: ArrayLike<number> & Iterable<number>): Orientation {
  const front = [2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)];
  const up = 1 - 2 * (x * x + z * z);
  const sideways = Math.hypot(front[0], front[2]);
  const turned = sideways < 0.05 ? 0 : Math.atan2(front[0], front[2]);
  const tilted = Math.atan2(front[1], sideways);
  return { turned: steps(-turned), tilted: steps(tilted), upsideDown: up < -0.2 };
}

/** Seen from before it, its front going to the onlooker's right is a turn to the right: a negative one. */
function steps(radians: number): number {
  const degrees = Math.round((radians * 180) / Math.PI / STEP) * STEP;
  return degrees === -180 ? 180 : degrees + 0;
}
