// The floor plan: metres of the room as metres of a drawing, seen from above. Pure.
import type { ExhibitDescription, SeatDescription } from '../scene/description';

/** Corners of triangles of the floor from above, x and z in turn: six numbers a triangle. */
export type Floor = Float32Array;

export interface Box {
  readonly min: ArrayLike<number>;
  readonly max: ArrayLike<number>;
}

const MARGIN_M = 1; // the name of who stands at the wall has its place there
const BESIDE_M = 1.2; // where one stands who looks at something
const NEAR_M = 2.5; // so near to a thing one is said to be at it
const WAYS = 24;
const MOVES_M_S = 0.25;
const NAME_LETTERS = 14;

/** What of the room the drawing shows: of the floor if it is known, else of the box; as an SVG view box. */
export function viewBox(floor: Floor | null, { min, max }: Box): string {
  let [left, top, right, bottom] = [min[0], min[2], max[0], max[2]];
  if (floor && floor.length > 0) {
    [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < floor.length; i += 2) {
      left = Math.min(left, floor[i]);
      right = Math.max(right, floor[i]);
      top = Math.min(top, floor[i + 1]);
      bottom = Math.max(bottom, floor[i + 1]);
    }
  }
  const sizes = [left - MARGIN_M, top - MARGIN_M, right - left + 2 * MARGIN_M, bottom - top + 2 * MARGIN_M];
  return sizes.map((size) => round(size)).join(' ');
}

/** The floor as an SVG path; without one the box. */
export function floorPath(floor: Floor | null, { min, max }: Box): string {
  if (!floor || floor.length === 0) return `M${min[0]} ${min[2]}H${max[0]}V${max[2]}H${min[0]}Z`;
  const parts: string[] = [];
  for (let i = 0; i < floor.length; i += 6) {
    const [ax, az, bx, bz, cx, cz] = floor.subarray(i, i + 6);
    parts.push(`M${round(ax)} ${round(az)}L${round(bx)} ${round(bz)} ${round(cx)} ${round(cz)}Z`);
  }
  return parts.join('');
}

/** True where one can stand, as far as the floor is known. */
export function isFloor(floor: Floor | null, { min, max }: Box, x: number, z: number): boolean {
  if (!floor) return x >= min[0] && x <= max[0] && z >= min[2] && z <= max[2];
  for (let i = 0; i < floor.length; i += 6) if (holds(floor, i, x, z)) return true;
  return false;
}

/** A floor point beside a thing, on the side of the room's middle if there is floor; null if there is none all around. */
export function besideThing(thing: readonly number[], floor: Floor | null, box: Box): readonly [number, number] | null {
  const towards = Math.atan2((box.min[2] + box.max[2]) / 2 - thing[2], (box.min[0] + box.max[0]) / 2 - thing[0]);
  for (let way = 0; way < WAYS; way++) {
    const turn = (Math.ceil(way / 2) * (way % 2 ? 1 : -1) * 2 * Math.PI) / WAYS;
    const x = thing[0] + Math.cos(towards + turn) * BESIDE_M;
    const z = thing[2] + Math.sin(towards + turn) * BESIDE_M;
    if (isFloor(floor, box, x, z)) return [x, z];
  }
  return null;
}

/** The exhibit at which somebody stands; null where none is near. */
export function exhibitAt(x: number, z: number, exhibits: readonly ExhibitDescription[]): ExhibitDescription | null {
  return nearest(x, z, exhibits);
}

/** Seats with the exhibit near which each is, so that they can be told apart in words; numbered from 1. */
export function seatsInWords(
  seats: readonly SeatDescription[],
  exhibits: readonly ExhibitDescription[],
): readonly { readonly seat: SeatDescription; readonly number: number; readonly near: ExhibitDescription | null }[] {
  return seats.map((seat, i) => ({ seat, number: i + 1, near: nearest(seat.position[0], seat.position[2], exhibits) }));
}

/** Whether somebody who is shown at this speed walks. */
export function moves(speed: number): boolean {
  return speed > MOVES_M_S;
}

/** Degrees by which a sign that points up in the drawing is turned to look along `yaw`. */
export function heading(yaw: number): number {
  return round((-yaw * 180) / Math.PI);
}

/** Where a name is written: its middle, and half of what it takes. */
export interface Written {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** Which names can be read: those that cover none of the others that can, the first of them first. */
export function readable(names: readonly Written[]): readonly boolean[] {
  const kept: Written[] = [];
  return names.map((name) => {
    const free = kept.every((other) => Math.abs(name.x - other.x) >= name.halfWidth + other.halfWidth || Math.abs(name.y - other.y) >= name.halfHeight + other.halfHeight);
    if (free) kept.push(name);
    return free;
  });
}

/** What of a name has its place on the plan. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length > NAME_LETTERS ? `${letters.slice(0, NAME_LETTERS - 1).join('').trimEnd()}…` : name;
}

function nearest(x: number, z: number, exhibits: readonly ExhibitDescription[]): ExhibitDescription | null {
  let found: ExhibitDescription | null = null;
  let least = NEAR_M;
  for (const exhibit of exhibits) {
    const distance = Math.hypot(exhibit.position[0] - x, exhibit.position[2] - z);
    if (distance > least) continue;
    least = distance;
    found = exhibit;
  }
  return found;
}

function holds(floor: Floor, i: number, x: number, z: number): boolean {
  const side = (a: number, b: number): number =>
    (floor[i + b] - floor[i + a]) * (z - floor[i + a + 1]) - (floor[i + b + 1] - floor[i + a + 1]) * (x - floor[i + a]);
  const sides = [side(0, 2), side(2, 4), side(4, 0)];
  return sides.every((one) => one >= 0) || sides.every((one) => one <= 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
