import { describe, expect, it } from 'vitest';
import {
  Pose,
  Reacted,
  readDesktop,
  readFar,
  readHeadset,
  readHeld,
  readReaction,
  writeDesktop,
  writeHeadset,
  writeHeld,
  writeReaction,
} from './poses';
import { packRotation, unpackRotation } from './quaternion';
import { bytes, degrees, expectHeld, expectPose, heldOf, hex, poseOf, reactedOf, records } from './vectors.test_help';

const readers = { far: readFar, desktop: readDesktop, vr: readHeadset } as const;
const members = records.records.filter(({ kind }) => kind in readers);
const held = records.records.filter(({ kind }) => kind === 'held');
const reactions = records.records.filter(({ kind }) => kind === 'reaction');

describe('records of members', () => {
  it.each(members)('reads: $name', (one) => {
    const pose = new Pose();
    pose.left.tracked = pose.right.tracked = true; // what was there before must not shine through
    readers[one.kind as keyof typeof readers](new DataView(bytes(one.hex)), 0, records.bounds, pose);
    expectPose(pose, one);
  });

  it.each(members.filter(({ kind }) => kind !== 'far'))('writes: $name', ({ kind, fields, hex: wanted }) => {
    const view = new DataView(new ArrayBuffer(wanted.length / 2));
    (kind === 'vr' ? writeHeadset : writeDesktop)(view, 0, records.bounds, poseOf(fields, kind));
    expect(hex(view.buffer)).toBe(wanted);
  });

  it('keeps what is written inside the bounds', () => {
    const view = new DataView(new ArrayBuffer(12));
    const pose = poseOf({ slot: 1, position: [-99, 99, 99], jump: 0 }, 'desktop');
    writeDesktop(view, 0, records.bounds, pose);
    readDesktop(view, 0, records.bounds, pose);
    expect([pose.x, pose.y, pose.z].map((c) => Number(c.toFixed(3)))).toEqual([-20, 6, 15]);
  });

  it('brings a far hand to its range', () => {
    const view = new DataView(new ArrayBuffer(24));
    const left = { offset: [2, -3, 0.5], rotation: [0, 0, 0, 1] };
    const pose = poseOf({ slot: 1, position: [0, 1, 0], jump: 0, head: [0, 0, 0, 1], left, right: null }, 'vr');
    writeHeadset(view, 0, records.bounds, pose);
    readHeadset(view, 0, records.bounds, pose);
    expect(Array.from(pose.left.position, (c) => Number(c.toFixed(2)))).toEqual([1.27, -1.27, 0.5]);
  });
});

describe('records of held exhibits', () => {
  it.each(held)('reads: $name', ({ fields, hex: text }) => {
    const found = heldOf({ slot: 1, exhibit: 1, rotation: [0, 0, 1, 0], carried: true, position: [9, 9, 9], scale: 3 });
    readHeld(new DataView(bytes(text)), 0, records.bounds, found); // nothing of before shines through
    expectHeld(found, fields);
  });

  it.each(held)('writes: $name', ({ fields, hex: wanted }) => {
    const view = new DataView(new ArrayBuffer(16));
    writeHeld(view, 0, records.bounds, heldOf(fields));
    expect(hex(view.buffer)).toBe(wanted);
  });

  it.each([
    ['farther and larger than can be', [99, -99, 15.001], 9, [20, -0.5, 15], 4],
    ['smaller than can be', [0, 1, 0], 0.01, [0, 1, 0], 0.25],
    ['in its own size, which is said exactly', [0, 1, 0], 1, [0, 1, 0], 1],
  ])('keeps what is carried in the bounds and in its range: %s', (_, position, scale, place, size) => {
    const view = new DataView(new ArrayBuffer(16));
    const held = heldOf({ slot: 1, exhibit: 2, rotation: [0, 0, 0, 1], carried: true, position, scale });
    writeHeld(view, 0, records.bounds, held);
    readHeld(view, 0, records.bounds, held);
    expect(Array.from(held.position, (c) => Number(c.toFixed(6)))).toEqual(place);
    expect(held.scale).toBe(size);
  });
});

describe('records of reactions', () => {
  it.each(reactions)('reads and writes: $name', ({ fields, hex: text }) => {
    const found = new Reacted();
    readReaction(new DataView(bytes(text)), 0, found);
    expect(found).toEqual(reactedOf(fields));
    const view = new DataView(new ArrayBuffer(4));
    writeReaction(view, 0, found);
    expect(hex(view.buffer)).toBe(text);
  });
});

describe('rotations', () => {
  it('come back within the promised error, whatever they are', () => {
    const out = new Float64Array(4);
    let seed = 1;
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647 - 0.5;
    for (let i = 0; i < 3000; i++) {
      const q = [random(), random(), random(), random()];
      unpackRotation(packRotation(q, 9), 9, out);
      expect(degrees(out, q)).toBeLessThanOrEqual(0.32);
      unpackRotation(packRotation(q, 10), 10, out);
      expect(degrees(out, q)).toBeLessThanOrEqual(0.16);
    }
  });
});
