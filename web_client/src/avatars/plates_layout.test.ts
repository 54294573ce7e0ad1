import { expect, it } from 'vitest';
import { PlateLayout } from './plates_layout';

const FRAME = 1 / 60;

function put(layout: PlateLayout, plate: number, x: number, y: number, distance: number): void {
  layout.used[plate] = 1;
  layout.x[plate] = x;
  layout.y[plate] = y;
  layout.half[plate] = 0.06;
  layout.up[plate] = layout.down[plate] = 0.02;
  layout.distance[plate] = distance;
}

function settle(layout: PlateLayout, seconds = 2): void {
  for (let t = 0; t < seconds; t += FRAME) layout.solve(FRAME);
}

function overlaps(layout: PlateLayout): number {
  let found = 0;
  for (let a = 0; a < layout.count; a++)
    for (let b = a + 1; b < layout.count; b++) {
      if (layout.share[a] === 0 || layout.share[b] === 0) continue;
      const dx = Math.abs(layout.x[a] - layout.x[b]);
      const dy = Math.abs(layout.y[a] + layout.lift[a] - layout.y[b] - layout.lift[b]);
      if (dx < 0.119 && dy < 0.039) found++;
    }
  return found;
}

it('leaves those alone who do not cover each other', () => {
  const layout = new PlateLayout(2);
  put(layout, 0, 0, 0, 3);
  put(layout, 1, 0.2, 0, 4);
  settle(layout);
  expect([...layout.lift]).toEqual([0, 0]);
  expect([...layout.share]).toEqual([1, 1]);
});

it('keeps the nearest where they are and moves the other up, no farther than needed', () => {
  const layout = new PlateLayout(2);
  put(layout, 0, 0.02, 0.01, 5);
  put(layout, 1, 0, 0, 3);
  settle(layout);
  expect(layout.lift[1]).toBe(0);
  expect(layout.lift[0]).toBeGreaterThan(0.03);
  expect(layout.lift[0]).toBeLessThan(0.04);
  expect(overlaps(layout)).toBe(0);
});

it('does not change who goes first while two are about as far away', () => {
  const layout = new PlateLayout(2);
  put(layout, 0, 0, 0, 3);
  put(layout, 1, 0, 0, 3.1);
  settle(layout);
  const lifted = layout.lift[1];
  for (let i = 0; i < 200; i++) {
    layout.distance[1] = 3 + 0.2 * Math.sin(i);
    layout.solve(FRAME);
    expect([layout.lift[0], layout.lift[1]]).toEqual([0, expect.closeTo(lifted, 5)]);
  }
  layout.distance[1] = 2;
  settle(layout);
  expect(layout.lift[1]).toBeLessThan(1e-4);
  expect(layout.lift[0]).toBeGreaterThan(0.03);
});

it('comes down only when there is room to spare', () => {
  const layout = new PlateLayout(2);
  put(layout, 0, 0, 0, 3);
  put(layout, 1, 0.1, 0, 5);
  settle(layout);
  for (const x of [0.125, 0.119, 0.13, 0.121]) {
    layout.x[1] = x;
    settle(layout, 0.3);
    expect(layout.lift[1]).toBeGreaterThan(0.03);
  }
  layout.x[1] = 0.17;
  settle(layout);
  expect(layout.lift[1]).toBeLessThan(1e-4);
  layout.x[1] = 0.125;
  settle(layout);
  expect(layout.lift[1]).toBeLessThan(1e-4); // and goes up only when it must
});

it('stacks a crowd in one place without covering, and hides who would be too high', () => {
  const layout = new PlateLayout(24);
  for (let i = 0; i < 24; i++) put(layout, i, 0.001 * i, 0.0005 * i, 3 + i);
  settle(layout, 4);
  expect(overlaps(layout)).toBe(0);
  const shown = [...layout.share].filter((share) => share === 1).length;
  expect(shown).toBeGreaterThan(6);
  expect(shown).toBeLessThan(24);
  expect(layout.share[0]).toBe(1);
});

it('moves softly when somebody steps between', () => {
  const layout = new PlateLayout(2);
  put(layout, 0, 0, 0, 5);
  put(layout, 1, 0.5, 0, 3);
  settle(layout);
  layout.x[1] = 0;
  let before = 0;
  for (let i = 0; i < 120; i++) {
    layout.solve(FRAME);
    expect(layout.lift[0] - before).toBeLessThan(0.006);
    before = layout.lift[0];
  }
  expect(before).toBeGreaterThan(0.03);
});

it('begins anew for another owner', () => {
  const layout = new PlateLayout(2);
  put(layout, 0, 0, 0, 3);
  put(layout, 1, 0, 0, 5);
  settle(layout);
  layout.begin(1);
  expect([layout.lift[1], layout.share[1]]).toEqual([0, 0]);
  layout.solve(FRAME);
  expect(layout.lift[1]).toBeGreaterThan(0.03); // at once where it belongs, while it fades in
  expect(layout.share[1]).toBeLessThan(0.2);
});
