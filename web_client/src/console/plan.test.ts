import { describe, expect, it } from 'vitest';
import type { ExhibitDescription } from '../scene/description';
import { besideThing, exhibitAt, floorPath, heading, isFloor, moves, readable, seatsInWords, shortName, viewBox } from './plan';

const BOX = { min: [-10, 0, -8], max: [10, 4, 8] };
// An L of two rectangles: x 0..4, z 0..2, and x 0..2, z 2..6.
const FLOOR = new Float32Array([
  0, 0, 4, 0, 4, 2, 0, 0, 4, 2, 0, 2, //
  0, 2, 2, 2, 2, 6, 0, 2, 2, 6, 0, 6,
]);
const thing = (id: string, x: number, z: number): ExhibitDescription => ({
  id, node: id, title: { en: id }, summary: { en: '' }, turn: 'y', hotspots: [], position: [x, 1, z], media: null,
});

describe('what the plan shows', () => {
  it('is the floor with a margin, or the box where no floor is known', () => {
    expect(viewBox(FLOOR, BOX)).toBe('-1 -1 6 8');
    expect(viewBox(null, BOX)).toBe('-11 -9 22 18');
    expect(viewBox(new Float32Array(), BOX)).toBe('-11 -9 22 18');
  });

  it('draws each triangle of the floor, or the box', () => {
    expect(floorPath(FLOOR.subarray(0, 6), BOX)).toBe('M0 0L4 0 4 2Z');
    expect(floorPath(FLOOR, BOX).match(/M/g)).toHaveLength(4);
    expect(floorPath(null, BOX)).toBe('M-10 -8H10V8H-10Z');
  });

  it('knows where one can stand, whichever way round a triangle goes', () => {
    expect([isFloor(FLOOR, BOX, 3, 1), isFloor(FLOOR, BOX, 1, 5), isFloor(FLOOR, BOX, 3, 4)]).toEqual([true, true, false]);
    const turned = new Float32Array([4, 2, 4, 0, 0, 0]);
    expect(isFloor(turned, BOX, 3, 1)).toBe(true);
    expect([isFloor(null, BOX, 9, 7), isFloor(null, BOX, 11, 0)]).toEqual([true, false]);
  });

  it('turns a sign as the person looks', () => {
    expect(heading(0)).toBe(-0);
    expect(heading(Math.PI / 2)).toBe(-90); // to the left
    expect([moves(0), moves(0.1), moves(1.2)]).toEqual([false, false, true]);
  });
});

describe('names on the plan', () => {
  const at = (x: number, y: number) => ({ x, y, halfWidth: 20, halfHeight: 8 });

  it('cover no other: who comes first is named', () => {
    expect(readable([at(0, 0), at(39, 15), at(40, 0), at(0, 16)])).toEqual([true, false, true, true]);
  });

  it('that are left out take no room', () => {
    expect(readable([at(0, 0), at(30, 0), at(60, 0)])).toEqual([true, false, true]);
  });

  it('are short', () => {
    expect(shortName('Ann Lee')).toBe('Ann Lee');
    expect(shortName('Maximilian von Hohenstein')).toBe('Maximilian vo…');
    expect(shortName('𠮷'.repeat(15))).toBe(`${'𠮷'.repeat(13)}…`);
  });
});

describe('places in words', () => {
  const card = thing('card', 1, 1);
  const globe = thing('globe', 1, 3);

  it('names the exhibit that is nearest, if one is near', () => {
    expect(exhibitAt(1.2, 1.4, [globe, card])?.id).toBe('card');
    expect(exhibitAt(1, 2.4, [card, globe])?.id).toBe('globe');
    expect(exhibitAt(8, 8, [card, globe])).toBeNull();
  });

  it('tells seats apart by number and by what is near', () => {
    const seats = [{ seat: 'a', position: [1, 0, 2], yaw: 0 }, { seat: 'b', position: [9, 0, 9], yaw: 0 }];
    expect(seatsInWords(seats, [card]).map(({ number, near }) => [number, near?.id])).toEqual([[1, 'card'], [2, undefined]]);
  });

  it('finds floor beside a thing, towards the middle if there is some', () => {
    const wide = besideThing([-5, 1, 0], null, BOX);
    expect(wide![0]).toBeCloseTo(-3.8);
    expect(wide![1]).toBeCloseTo(0);
    const corner = besideThing([3.9, 1, 2.3], FLOOR, BOX)!;
    expect(isFloor(FLOOR, BOX, corner[0], corner[1])).toBe(true);
    expect(Math.hypot(corner[0] - 3.9, corner[1] - 2.3)).toBeCloseTo(1.2);
    expect(besideThing([30, 1, 30], FLOOR, BOX)).toBeNull();
  });
});
