import { Matrix4, Ray, Vector3 } from 'three';
import { expect, it } from 'vitest';
import type { Source } from '../sources';
import type { Panel } from './panel';
import { Sightlines } from './sightlines';

const EYES = new Matrix4().setPosition(0, 1.6, 0);

/** A panel one metre ahead, one metre a side, and which of its places are hidden. */
function panel(): { panel: Panel; hidden: Map<number, boolean>; hand: { before: boolean } } {
  const hidden = new Map<number, boolean>();
  const point = (x: number, y: number, out: Vector3): Vector3 => out.set(x - 0.5, 2.1 - y, -1);
  const hand = { before: false };
  const behind = (at: Vector3): boolean => at.z < -0.4;
  const surface = { width: 1, height: 1, point, behind, handBefore: (on: boolean) => (hand.before = on), hidden: (place: number, on: boolean) => hidden.set(place, on) };
  return { panel: { shown: true, surface } as unknown as Panel, hidden, hand };
}

function run(obstacle: (ray: Ray) => number, frames: number): ReturnType<typeof panel> {
  const made = panel();
  const lines = new Sightlines(obstacle);
  for (let i = 0; i < frames; i++) lines.step([made.panel], EYES, []);
  return made;
}

it('looks at every place of a panel in a few frames', () => {
  expect([...run(() => Infinity, 3).hidden.entries()].sort()).toEqual([0, 1, 2, 3, 4].map((place) => [place, false]));
});

it('finds a column before one side of it', () => {
  const { hidden } = run(({ direction }) => (direction.x > 0.2 ? 0.5 : Infinity), 3);
  expect([0, 1, 2, 3, 4].map((place) => hidden.get(place))).toEqual([false, false, true, false, true]);
});

it('does not mind the wall that it hangs before', () => {
  const { hidden } = run(({ direction }) => 1 / -direction.z, 3);
  expect([...hidden.values()]).not.toContain(true);
});

it('asks for little in a frame, and for nothing where nothing is shown', () => {
  let asked = 0;
  const made = panel();
  const lines = new Sightlines(() => (asked++, Infinity));
  lines.step([made.panel], EYES, []);
  expect(asked).toBe(2);
  lines.step([], EYES, []);
  (made.panel as { shown: boolean }).shown = false;
  lines.step([made.panel], EYES, []);
  expect(asked).toBe(2);
});

it('tells a panel whether a hand is before it', () => {
  const { panel: one, hand } = panel();
  const lines = new Sightlines(() => Infinity);
  const source = (z: number, tracked = true): Source => ({ tracked, kind: 'hand', palm: { matrixWorld: new Matrix4().setPosition(0, 1.6, z) } }) as unknown as Source;
  lines.step([one], EYES, [source(-0.2), source(-0.6)]);
  expect(hand.before).toBe(true);
  lines.step([one], EYES, [source(-0.2), source(-0.6, false)]);
  expect(hand.before).toBe(false);
});
