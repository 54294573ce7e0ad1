// What the view keeps clear of: a card at the side, a sheet at the foot, the chat where there is room for all.
import { afterEach, expect, it, vi } from 'vitest';
import { type Covered, measure, readCovered } from './covered';

function covered(width: number, height: number, card: [number, number] | null, chat: [number, number] | null, notices: [number, number] | null = null): Covered {
  vi.stubGlobal('innerWidth', width);
  vi.stubGlobal('innerHeight', height);
  const element = (size: [number, number] | null) =>
    size && ({ offsetWidth: size[0], offsetHeight: size[1], offsetTop: 74 } as unknown as HTMLElement);
  measure(element(card), element(chat), element(notices));
  const found = { left: 0, right: 0, top: 0, bottom: 0 };
  readCovered(found);
  return found;
}

afterEach(() => vi.unstubAllGlobals());

it('is a sheet at the foot of an upright phone', () => {
  const { left, right, bottom } = covered(390, 844, [390, 388], [372, 60]);
  expect([left, right]).toEqual([0, 0]);
  expect(bottom).toBeCloseTo(0.46);
});

it('is a card at the right, and the chat at the left while it is unfolded and there is room', () => {
  const wide = covered(1280, 720, [364, 420], [372, 200]);
  expect(wide.right).toBeCloseTo(380 / 1280);
  expect(wide.left).toBeCloseTo(388 / 1280);
  expect(covered(1280, 720, [364, 420], [372, 60]).left).toBe(0);
  expect(covered(1000, 720, [364, 420], [372, 200]).left).toBe(0);
});

it('is only name and tools without a card', () => {
  expect(covered(1280, 760, null, null)).toEqual({ left: 0, right: 0, top: 0.1, bottom: 0 });
});

it('is notices at the top as well, however many, up to a point', () => {
  expect(covered(390, 844, [390, 388], null, [300, 60]).top).toBeCloseTo(134 / 844);
  expect(covered(844, 390, [340, 300], null, [300, 140]).top).toBe(0.3);
});
