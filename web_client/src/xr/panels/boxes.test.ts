import { expect, it } from 'vitest';
import { apart, type Box, cut, hit } from './boxes';

const box = (name: string, left: number, top: number, right: number, bottom: number): Box => ({ element: name as unknown as Element, left, top, right, bottom });

it('meets what was painted last', () => {
  const boxes = [box('panel', 0, 0, 100, 100), box('list', 10, 10, 90, 50), box('row', 10, 20, 90, 40)];
  expect(hit(boxes, 20, 30)).toBe('row');
  expect(hit(boxes, 20, 45)).toBe('list');
  expect(hit(boxes, 95, 95)).toBe('panel');
  expect(hit(boxes, 100, 95)).toBeNull();
});

it('does not meet what a list cuts off', () => {
  const list = box('list', 10, 10, 90, 50);
  const row = box('row', 10, 40, 90, 70);
  const boxes = [box('panel', 0, 0, 100, 100), list, { ...cut(row, list), element: row.element }];
  expect(hit(boxes, 20, 45)).toBe('row');
  expect(hit(boxes, 20, 60)).toBe('panel');
  expect(apart(box('below', 10, 51, 90, 60), list)).toBe(true);
  expect(apart(row, list)).toBe(false);
});
