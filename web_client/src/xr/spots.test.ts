// Hotspots' marks in the room: where they are, what meets them, what pressing one does.
import { Matrix4, Quaternion, Ray, Vector3 } from 'three';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Marked, Spots } from './spots';
import { FakeSource } from './testing';

const EYE = new Vector3(0, 1.6, 0);
let used: string[];
let marked: { marks: { id: string; node: { matrixWorld: Matrix4 }; clear: boolean }[]; open: string | null; use(id: string): void };
let spots: Spots;

beforeEach(() => {
  const pen = new Proxy({}, { get: () => () => undefined, set: () => true });
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => pen }) });
  used = [];
  const node = (x: number): { matrixWorld: Matrix4 } => ({ matrixWorld: new Matrix4().makeTranslation(x, 1.4, -2) });
  marked = {
    marks: [{ id: 'lid', node: node(0), clear: true }, { id: 'base', node: node(0.4), clear: false }],
    open: null,
    use: (id) => used.push(id),
  };
  spots = new Spots(marked as Marked, new Quaternion());
  spots.step(EYE);
});

function aim(x: number, y: number): number {
  const ray = new Ray(EYE.clone(), new Vector3(x, y, -2).sub(EYE).normalize());
  return spots.pointables[0].reach(ray, new Vector3());
}

describe('a mark', () => {
  it('is there while its hotspot is to be seen', () => {
    expect(spots.pointables).toHaveLength(1);
    expect(spots.mesh.visible).toBe(true);
    marked.marks[1].clear = true;
    spots.step(EYE);
    expect(spots.pointables).toHaveLength(2);
    marked.marks = [];
    spots.step(EYE);
    expect([spots.pointables.length, spots.mesh.visible]).toEqual([0, false]);
  });

  it('is met a little before its hotspot, and a little beside its middle', () => {
    expect(aim(0, 1.4)).toBeCloseTo(EYE.distanceTo(new Vector3(0, 1.4, -2)) - 0.02, 3);
    expect(aim(0.05, 1.4)).toBeLessThan(3);
    expect(aim(0.2, 1.4)).toBe(Infinity);
  });

  it('is touched by a finger that comes to it', () => {
    const [spot] = spots.pointables;
    expect(spot.before(spot.at.clone().add(new Vector3(0, 0, 0.1)))).toBeGreaterThan(0);
    expect(spot.before(spot.at)).toBeLessThan(0);
    expect(spot.before(new Vector3(1, 1.4, -2))).toBe(Infinity);
  });

  it('does what it is for when it is let go of on it, and ticks', () => {
    const hand = new FakeSource('right');
    spots.pointables[0].release(hand, EYE, false);
    expect(used).toEqual([]);
    spots.pointables[0].release(hand, EYE, true);
    expect(used).toEqual(['lid']);
    expect(hand.felt).toHaveLength(1);
  });
});
