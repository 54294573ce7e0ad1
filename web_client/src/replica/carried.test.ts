import { expect, it } from 'vitest';
import { Held } from '../protocol/poses';
import { At, Carried } from './carried';

function held(x: number, yaw = 0, scale = 1): Held {
  const record = new Held();
  record.carried = true;
  record.position.set([x, 1, 2]);
  record.rotation.set([0, Math.sin(yaw / 2), 0, Math.cos(yaw / 2)]);
  record.scale = scale;
  return record;
}

function shown(carried: Carried, time: number): Float32Array {
  const out = new Float32Array(At.size);
  carried.at(time, out);
  return out;
}

it('goes evenly from record to record, with rotation and size', () => {
  const carried = new Carried();
  carried.push(1000, held(0, 0, 1));
  carried.push(1050, held(0.1, 1, 2));
  const half = shown(carried, 1025);
  expect(half[At.x]).toBeCloseTo(0.05, 5);
  expect(half[At.turn + 1]).toBeCloseTo(Math.sin(0.25), 5);
  expect(half[At.scale]).toBeCloseTo(1.5, 5);
});

it('is held still before the first record and after the last', () => {
  const carried = new Carried();
  carried.push(1000, held(3));
  carried.push(1050, held(4));
  expect(shown(carried, 500)[At.x]).toBe(3);
  expect(shown(carried, 9000)[At.x]).toBe(4);
});

it('sets out from where it rested, not long before', () => {
  const carried = new Carried();
  carried.push(1000, held(0));
  carried.push(2000, held(0.05));
  expect(shown(carried, 1900)[At.x]).toBe(0);
  expect(shown(carried, 1975)[At.x]).toBeCloseTo(0.025, 5);
});

it('is not dragged through the room when its holder leaps', () => {
  const carried = new Carried();
  carried.push(1000, held(0));
  carried.push(1050, held(6));
  expect(shown(carried, 1049)[At.x]).toBe(0);
  expect(shown(carried, 1050)[At.x]).toBe(6);
});

it('drops what is older than what is known, and knows the last of many', () => {
  const carried = new Carried();
  for (let i = 0; i < 50; i++) carried.push(1000 + 50 * i, held(i / 10));
  carried.push(1100, held(99));
  expect(shown(carried, 3425)[At.x]).toBeCloseTo(4.85, 4);
  expect(shown(carried, 9000)[At.x]).toBeCloseTo(4.9, 4);
  expect(shown(carried, 0)[At.x]).toBeCloseTo(3.4, 4); // what is older is forgotten
  const newest = new Float64Array(4);
  carried.newest(newest);
  expect(newest[3]).toBe(1);
});
