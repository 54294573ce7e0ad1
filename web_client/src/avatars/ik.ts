// Two bones that reach for a point: legs to the floor, arms to a hand. Works on a solved frame, in the figure's axes.
// The middle joint lies where two circles meet (law of cosines), in the plane that the pole opens.
import type { Frame } from './forward';
import { between, multiply, type Numbers, unit } from './rotation';

const a = new Float64Array(3);
const b = new Float64Array(3);
const dir = new Float64Array(3);
const side = new Float64Array(3);
const turn = new Float64Array(4);
const STRETCH = 0.9995; // a limb is never quite straight: it would flip

/** The joints of a limb, and the lengths of its two bones. */
export interface Limb {
  readonly upper: number;
  readonly lower: number;
  readonly end: number;
}

/**
 * Turns the limb so that its end comes to `target`, or as near as it reaches, its middle joint towards `pole` (a
 * direction). Joints below the end are not moved: solve them again. Returns how far the end stays from the target, metres.
 */
export function reach(frame: Frame, limb: Limb, target: Numbers, pole: Numbers): number {
  const { places: p } = frame;
  const u = limb.upper * 3, l = limb.lower * 3, e = limb.end * 3;
  for (let k = 0; k < 3; k++) {
    a[k] = p[l + k] - p[u + k];
    b[k] = p[e + k] - p[l + k];
    dir[k] = target[k] - p[u + k];
    side[k] = pole[k];
  }
  const first = unit(a, 0);
  const second = unit(b, 0);
  const wanted = unit(dir, 0);
  const distance = Math.min((first + second) * STRETCH, Math.max(Math.abs(first - second) + 0.01, wanted));
  across(side, dir);
  const along = (first * first - second * second + distance * distance) / (2 * distance);
  const out = Math.sqrt(Math.max(0, first * first - along * along));
  for (let k = 0; k < 3; k++) side[k] = dir[k] * along + side[k] * out; // hip to knee
  for (let k = 0; k < 3; k++) dir[k] = dir[k] * distance - side[k]; // knee to ankle
  bend(frame, limb.upper, a, side);
  bend(frame, limb.lower, b, dir);
  for (let k = 0; k < 3; k++) {
    p[l + k] = p[u + k] + side[k] * first;
    p[e + k] = p[l + k] + dir[k] * second;
  }
  return Math.abs(wanted - distance);
}

/** The joint's world rotation takes its bone from direction `from` to `to`, with no twist of its own. Makes `to` one long. */
function bend(frame: Frame, joint: number, from: Float64Array, to: Float64Array): void {
  unit(to, 0);
  between(from, 0, to, 0, turn, 0);
  multiply(turn, 0, frame.rotations, joint * 4, frame.rotations, joint * 4);
}

/** What of `v` lies across `axis`, one long; if there is nothing, some direction that does. */
function across(v: Float64Array, axis: Float64Array): void {
  const dot = v[0] * axis[0] + v[1] * axis[1] + v[2] * axis[2];
  for (let k = 0; k < 3; k++) v[k] -= axis[k] * dot;
  if (Math.hypot(v[0], v[1], v[2]) > 1e-5) {
    unit(v, 0);
    return;
  }
  const x = Math.abs(axis[2]) < 0.9 ? 0 : 1;
  v[0] = x * (1 - axis[0] * axis[0]) - (1 - x) * axis[2] * axis[0];
  v[1] = -(x ? axis[0] : axis[2]) * axis[1];
  v[2] = (1 - x) * (1 - axis[2] * axis[2]) - x * axis[0] * axis[2];
  unit(v, 0);
}
