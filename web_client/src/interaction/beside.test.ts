// Beside what one looks at: from the front of a niche, from the face of a card, and never where somebody stands.
import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';
import { Exhibits } from '../scene/exhibits';
import { bearingTo, goingBeside } from './beside';
import { Floor } from './floor';
import type { Surroundings } from './going';
import { LOBBY_BOX, lobbyMesh } from './lobby.test_help';
import { Routes } from './routes';

const CARD = new Vector3(2.7, 1.52, 0.5);
const NICHE = new Vector3(7.32, 1.36, -0.05);
const floor = new Floor(lobbyMesh('walkable'), LOBBY_BOX, 0);

function around(...figures: Figure[]): Surroundings {
  return { floor, routes: new Routes(lobbyMesh('walkable')), exhibits: new Exhibits([]), portals: [], seats: [], figures };
}

function off(a: number, b: number): number {
  return Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));
}

describe('one looks', () => {
  it('into a niche from the room, wherever one stands', () => {
    for (const z of [-1.2, 1.2]) expect(off(bearingTo(floor, NICHE, new Vector3(6.6, 0, z), null), -Math.PI / 2)).toBeLessThan(0.15);
  });

  it('at the side of something flat that is nearer, squarely', () => {
    expect(off(bearingTo(floor, CARD, new Vector3(1.2, 0, 1.2), 0), 0)).toBeLessThan(1e-9);
    expect(off(bearingTo(floor, CARD, new Vector3(1.2, 0, -0.4), 0), Math.PI)).toBeLessThan(1e-9);
  });

  it('at what stands free from where one is', () => {
    expect(off(bearingTo(floor, CARD, new Vector3(1.2, 0, 0.5), null), -Math.PI / 2)).toBeLessThan(1e-9);
  });
});

describe('one stands', () => {
  const feet = new Vector3(0.5, 0, 2);
  const end = (surroundings: Surroundings): Vector3 => goingBeside(surroundings, feet, CARD, 0)!.way.at(-1)!;

  it('beside it on the floor, out of the view, looking at it', () => {
    const going = goingBeside(around(), feet, CARD, 0)!;
    const place = going.way.at(-1)!;
    expect(floor.holds(place)).toBe(true);
    expect(Math.hypot(place.x - CARD.x, place.z - CARD.z)).toBeLessThan(1.4);
    expect(off(Math.atan2(place.x - CARD.x, place.z - CARD.z), 0)).toBeGreaterThan(0.6);
    expect(off(going.facing!, Math.atan2(place.x - CARD.x, place.z - CARD.z))).toBeLessThan(1e-6);
    expect(place.x).toBeLessThan(CARD.x); // on the side from which one came
  });

  it('elsewhere where somebody stands already', () => {
    const free = end(around());
    const pose = new Float32Array(Field.size);
    pose.set([free.x, 0, free.z], Field.x);
    const other = end(around({ slot: 1, known: true, pose } as Figure));
    expect(other.distanceTo(free)).toBeGreaterThan(0.5);
  });
});
