// To look at something from close by: from which side one looks, and where one's own body stands meanwhile, beside it.
import { Vector3 } from 'three';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';
import { along, type Going, type Surroundings, towards } from './going';
import type { Floor } from './floor';

const AROUND = 16;
const LOOK_M = 1.35; // from so far one looks
const WALLED = 0.5; // so one-sided is the floor around what stands at a wall: 1 is one direction alone, 0 all of them
const BESIDE_M = 1.15;
const SIDES = [1.25, 0.95, 1.55, 0.7];
const NEAR_FLOOR_M = 0.6;
const FREE_M = 0.6;

/**
 * The direction, as a yaw, from the thing at `at` to where one looks at it from: out of the niche, if it stands in one,
 * else to its face or its back, if it is flat (`face`), whichever is nearer, else the side on which one is.
 */
export function bearingTo(floor: Floor, at: Vector3, feet: Vector3, face: number | null): number {
  let x = 0;
  let z = 0;
  let free = 0;
  for (let i = 0; i < AROUND; i++) {
    const angle = (i / AROUND) * 2 * Math.PI;
    if (!canStand(floor, at, angle, LOOK_M, feet.y)) continue;
    x += Math.sin(angle);
    z += Math.cos(angle);
    free++;
  }
  if (Math.hypot(x, z) > WALLED * free) return Math.atan2(x, z);
  const mine = towards(feet, at);
  if (face === null) return mine;
  return Math.cos(face - mine) < 0 ? face + Math.PI : face;
}

/** True where somebody could stand in this direction from `at`. */
export function canStand(floor: Floor, at: Vector3, angle: number, metres: number, near: number): boolean {
  return !Number.isNaN(floor.heightAt(at.x + Math.sin(angle) * metres, at.z + Math.cos(angle) * metres, near));
}

/** How to go to a free place beside the thing, out of the view from `bearing`, the nearer side first. */
export function goingBeside(around: Surroundings, feet: Vector3, at: Vector3, bearing: number): Going | null {
  const mine = Math.sin(towards(feet, at) - bearing) < 0 ? -1 : 1;
  for (const side of SIDES)
    for (const sign of [mine, -mine]) {
      const place = new Vector3(at.x + Math.sin(bearing + side * sign) * BESIDE_M, feet.y, at.z + Math.cos(bearing + side * sign) * BESIDE_M);
      if (!around.floor.nearest(place, NEAR_FLOOR_M, place) || taken(around.figures, place)) continue;
      const found = along(around, feet, place, towards(place, at));
      if (found) return found;
    }
  return null;
}

function taken(figures: readonly Figure[], { x, z }: Vector3): boolean {
  return figures.some(({ known, pose }) => known && Math.hypot(pose[Field.x] - x, pose[Field.z] - z) < FREE_M);
}
