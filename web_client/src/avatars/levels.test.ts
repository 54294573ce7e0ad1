import { describe, expect, it } from 'vitest';
import { type Caps, FULL_CAPS, Level, LIGHT_CAPS, rank, type Ranked, shareOf } from './levels';

const CAPS: Caps = { near: 2, middle: 3, nearM: 5, middleM: 12 };

function at(...distances: number[]): Ranked[] {
  return distances.map((distance) => ({ distance, level: Level.none, shown: true }));
}

function levels(order: readonly Ranked[]): Level[] {
  return order.map(({ level }) => level);
}

describe('levels of detail', () => {
  it('go to the nearest first, whatever the order', () => {
    const order = at(30, 1, 4, 8, 2);
    rank(order, CAPS);
    expect(order.map(({ distance }) => distance)).toEqual([1, 2, 4, 8, 30]);
    expect(levels(order)).toEqual([Level.near, Level.near, Level.middle, Level.middle, Level.far]);
  });

  it('are not fine beyond their distance, however few are here', () => {
    const order = at(6, 13);
    rank(order, CAPS);
    expect(levels(order)).toEqual([Level.middle, Level.far]);
  });

  it('do not go to and fro at the border', () => {
    const [one] = at(4.9);
    const seen: Level[] = [];
    for (const distance of [4.9, 5.1, 5.5, 5.8, 5.5, 5.1, 4.9]) {
      one.distance = distance;
      rank([one], CAPS);
      seen.push(one.level);
    }
    expect(seen).toEqual([
      Level.near, Level.near, Level.near, Level.middle, Level.middle, Level.middle, Level.near,
    ]);
  });

  it('are left to those who are shown', () => {
    const order = at(1, 2, 3);
    Object.assign(order[0], { shown: false });
    rank(order, CAPS);
    expect(levels(order)).toEqual([Level.none, Level.near, Level.near]);
  });

  it('keep to their caps in a dense crowd', () => {
    for (const caps of [FULL_CAPS, LIGHT_CAPS]) {
      const order = at(...Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) / 250));
      rank(order, caps);
      expect(order.filter(({ level }) => level === Level.near).length).toBe(caps.near);
      expect(order.filter(({ level }) => level === Level.middle).length).toBe(caps.middle);
    }
  });

  it('can be given to fewer, but always to two who are near', () => {
    expect(shareOf(CAPS, 1)).toEqual(CAPS);
    expect(shareOf(LIGHT_CAPS, 0.5)).toEqual({ ...LIGHT_CAPS, near: 3, middle: 10 });
    expect(shareOf(LIGHT_CAPS, 0.1)).toEqual({ ...LIGHT_CAPS, near: 2, middle: 2 });
  });
});
