// Who is drawn how finely: the nearest with all joints, the next with fewer triangles, the rest from baked poses. Pure.

export const enum Level {
  none = 0,
  far = 1,
  middle = 2,
  near = 3,
}

/** How many may be drawn so finely, and up to what distance, metres. */
export interface Caps {
  readonly near: number;
  readonly middle: number;
  readonly nearM: number;
  readonly middleM: number;
}

export const FULL_CAPS: Caps = { near: 16, middle: 72, nearM: 7, middleM: 20 };
export const LIGHT_CAPS: Caps = { near: 6, middle: 20, nearM: 4.5, middleM: 13 };
const FEWEST_NEAR = 2; // whom one talks with

/** As many of both kinds as that share of them. */
export function shareOf(caps: Caps, share: number): Caps {
  const near = Math.max(FEWEST_NEAR, Math.round(caps.near * share));
  return { ...caps, near, middle: Math.round(caps.middle * share) };
}

/** Who has a level keeps it somewhat farther, so that nobody goes to and fro. */
const KEEP = 1.15;

export interface Ranked {
  distance: number;
  /** The level that was chosen last. */
  level: Level;
  /** To be drawn at all. */
  readonly shown: boolean;
}

/** Sorts `order` by distance (it is nearly sorted from the last time, so by insertion) and gives each its level. */
export function rank(order: Ranked[], caps: Caps): void {
  for (let i = 1; i < order.length; i++) {
    const one = order[i];
    let j = i - 1;
    while (j >= 0 && order[j].distance > one.distance) order[j + 1] = order[j--];
    order[j + 1] = one;
  }
  let near = caps.near;
  let middle = caps.middle;
  for (const one of order) {
    if (!one.shown) continue;
    if (near > 0 && one.distance < caps.nearM * (one.level === Level.near ? KEEP : 1)) {
      one.level = Level.near;
      near--;
    } else if (middle > 0 && one.distance < caps.middleM * (one.level >= Level.middle ? KEEP : 1)) {
      one.level = Level.middle;
      middle--;
    } else one.level = Level.far;
  }
}
