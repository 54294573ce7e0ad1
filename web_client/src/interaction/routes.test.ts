import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Floor } from './floor';
import { LOBBY_BOX, lobbyMesh, twoFloors } from './lobby.test_help';
import { lengthOf, Routes, until } from './routes';

const lobby = new Floor(lobbyMesh('walkable'), LOBBY_BOX, 0);
const routes = new Routes(lobbyMesh('walkable'));
const DOOR = new Vector3(0, 0, 4.75);

/** Some place on the floor. */
function somewhere(random: () => number): Vector3 {
  for (;;) {
    const place = new Vector3(random() * 15 - 7.5, 0, random() * 11 - 5.5);
    if (!Number.isNaN(lobby.heightAt(place.x, place.z, 0))) return place;
  }
}

function seeded(seed: number): () => number {
  return () => ((seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32);
}

describe('ways over the lobby', () => {
  it('lead from everywhere to everywhere, and stay on the floor', () => {
    const random = seeded(7);
    for (let i = 0; i < 300; i++) {
      const from = somewhere(random);
      const to = somewhere(random);
      const way = routes.find(from, to)!;
      expect(way.at(-1)!.distanceTo(to)).toBeLessThan(0.01);
      expect(lengthOf(from, way)).toBeLessThan(2.2 * from.distanceTo(to) + 6);
      let a = from;
      for (const b of way) {
        for (let share = 0.05; share < 1; share += 0.1) expect(lobby.holds(a.clone().lerp(b, share))).toBe(true);
        a = b;
      }
    }
  });

  it('are straight where nothing stands between', () => {
    const way = routes.find(DOOR, new Vector3(0, 0, 2))!;
    expect(way).toHaveLength(1);
  });

  it('go around a counter, on the short side', () => {
    const from = new Vector3(-3.3, 0, -2.2);
    const to = new Vector3(-3.3, 0, -4.6);
    const way = routes.find(from, to)!;
    expect(way.length).toBeGreaterThan(1);
    expect(lengthOf(from, way)).toBeLessThan(9);
  });

  it('begin and end beside the floor at the place on it that is nearest', () => {
    const sofa = new Vector3(-3.75, 0, 3);
    const way = routes.find(DOOR, sofa)!;
    expect(lobby.holds(way.at(-1)!)).toBe(true);
    expect(way.at(-1)!.distanceTo(sofa)).toBeLessThan(1.2);
  });

  it('lead up a flight of stairs', () => {
    const stairs = new Routes(twoFloors());
    const from = new Vector3(2.5, 0, 2);
    const way = stairs.find(from, new Vector3(2.5, 3, -7))!;
    expect(way.at(-1)!.y).toBeCloseTo(3, 1);
    expect(lengthOf(from, way)).toBeGreaterThan(14);
  });

  it('are straight in a scene without a floor of its own', () => {
    expect(new Routes(null).find(DOOR, new Vector3(1, 0, 1))).toEqual([new Vector3(1, 0, 1)]);
  });
});

describe('the way until one is near', () => {
  it('ends on the circle about the goal', () => {
    const goal = new Vector3(0, 1.5, 0);
    const way = until(new Vector3(6, 0, 0), [new Vector3(3, 0, 0), new Vector3(0, 0, 0)], goal, 1.5);
    expect(way.map(({ x }) => x)).toEqual([3, 1.5]);
  });

  it('is where one stands if one is there already', () => {
    const way = until(new Vector3(1, 0, 0), [new Vector3(0, 0, 0)], new Vector3(), 1.5);
    expect(way).toEqual([new Vector3(1, 0, 0)]);
  });
});
