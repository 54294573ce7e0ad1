// To go to something: where one stands before it, which way leads there, and where one looks then.
import { Vector3 } from 'three';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';
import type { Exhibits } from '../scene/exhibits';
import type { Portal } from '../scene/portals';
import type { Seat } from '../scene/seats';
import type { Floor } from './floor';
import { lengthOf, type Routes, until } from './routes';

const SEARCH_M = 3; // how far from a thing the floor before it may be
const EXHIBIT_M = 1.6;
const PERSON_M = 1.2;
const FREE_M = 0.6; // to others who stand there
/** Before a person first, then more and more beside and behind. */
const AROUND = [0, 0.5, -0.5, 1, -1, 1.6, -1.6, 2.2, -2.2, Math.PI];

/** What one can go to. A person is known by the slot here. */
export type Aim =
  | { readonly at: Vector3 }
  | { readonly exhibit: string }
  | { readonly portal: string }
  | { readonly seat: string }
  | { readonly place: readonly [number, number, number] }
  | { readonly slot: number };

export interface Going {
  /** The corners of the way, its end the last. */
  readonly way: Vector3[];
  readonly length: number;
  /** Where to look at its end; null: as one looks now. */
  readonly facing: number | null;
}

export interface Surroundings {
  readonly floor: Floor;
  readonly routes: Routes;
  readonly exhibits: Exhibits;
  readonly portals: readonly Portal[];
  readonly seats: readonly Seat[];
  readonly figures: readonly Figure[];
}

/** How to go from `feet` to `aim`; null where no way leads there. */
export function going(around: Surroundings, feet: Vector3, aim: Aim): Going | null {
  if ('slot' in aim) return toPerson(around, feet, aim.slot);
  if ('exhibit' in aim) return toExhibit(around, feet, aim.exhibit);
  if ('portal' in aim) {
    const portal = around.portals.find(({ room }) => room === aim.portal);
    return portal ? along(around, feet, portal.at, portal.yaw + Math.PI) : null; // into the doorway
  }
  if ('seat' in aim) {
    const seat = around.seats.find(({ id }) => id === aim.seat);
    return seat ? along(around, feet, seat.front, null) : null;
  }
  return along(around, feet, 'place' in aim ? new Vector3(...aim.place) : aim.at, null);
}

export function along({ floor, routes }: Surroundings, feet: Vector3, to: Vector3, facing: number | null): Going | null {
  const end = new Vector3();
  if (!floor.nearest(to, SEARCH_M, end)) return null;
  const way = routes.find(feet, end);
  return way && { way, length: lengthOf(feet, way), facing };
}

function toExhibit(around: Surroundings, feet: Vector3, id: string): Going | null {
  const at = around.exhibits.placeOf(id);
  const whole = at && along(around, feet, at, null);
  if (!whole) return null;
  const way = until(feet, whole.way, at, EXHIBIT_M);
  return { way, length: lengthOf(feet, way), facing: towards(way[way.length - 1], at) };
}

function toPerson(around: Surroundings, feet: Vector3, slot: number): Going | null {
  const figure = around.figures.find((one) => one.slot === slot && one.known);
  if (!figure) return null;
  const at = new Vector3(figure.pose[Field.x], figure.pose[Field.y], figure.pose[Field.z]);
  for (const angle of AROUND) {
    const found = standBefore(around, feet, figure, at, figure.pose[Field.yaw] + angle);
    if (found) return found;
  }
  return null;
}

function standBefore(around: Surroundings, feet: Vector3, whom: Figure, at: Vector3, yaw: number): Going | null {
  const place = new Vector3(at.x - Math.sin(yaw) * PERSON_M, at.y, at.z - Math.cos(yaw) * PERSON_M);
  place.y = around.floor.heightAt(place.x, place.z, at.y);
  if (Number.isNaN(place.y)) return null;
  if (around.figures.some((one) => one !== whom && one.known && overTo(one, place) < FREE_M)) return null;
  return along(around, feet, place, towards(place, at));
}

function overTo({ pose }: Figure, place: Vector3): number {
  return Math.hypot(pose[Field.x] - place.x, pose[Field.z] - place.z);
}

/** The yaw of somebody at `from` who looks at `to`. */
export function towards(from: Vector3, to: Vector3): number {
  return Math.atan2(from.x - to.x, from.z - to.z);
}
