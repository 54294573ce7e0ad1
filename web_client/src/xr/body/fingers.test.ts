// Fingers by what is in the hands: a controller's buttons, or the joints of a bare hand.
import { describe, expect, it } from 'vitest';
import { relaxedHandPose } from '../../../node_modules/iwer/lib/device/configs/hand/relaxed.js';
import { pinchHandPose } from '../../../node_modules/iwer/lib/device/configs/hand/pinch.js';
import { pointHandPose } from '../../../node_modules/iwer/lib/device/configs/hand/point.js';
import { Fingers } from './fingers';
import { BareHands, DOWN, held } from './wearer.test_help';

const [INDEX, MIDDLE, RING, LITTLE] = [1, 2, 3, 4];
const SIDES = ['left', 'right'] as const;

function settled(fingers: Fingers, sources: Parameters<Fingers['step']>[0], side: 'left' | 'right'): number[] {
  for (let i = 0; i < 60; i++) fingers.step(sources, 1 / 60);
  return [...fingers.bent].slice(side === 'left' ? 0 : 5, side === 'left' ? 5 : 10);
}

describe.each(SIDES)('the %s hand on a controller', (side) => {
  it('holds it loosely, bends its index finger by the trigger and the others by the grip', () => {
    const fingers = new Fingers(new BareHands());
    const source = held(side);
    const loose = settled(fingers, [source], side);
    expect(loose.every((bent) => bent > 0.4 && bent < 0.95)).toBe(true);
    source.select = DOWN;
    const pulled = settled(fingers, [source], side);
    expect(pulled[INDEX]).toBeCloseTo(1, 3);
    expect(pulled[MIDDLE]).toBeCloseTo(loose[MIDDLE], 3);
    source.squeeze = DOWN;
    for (const bent of settled(fingers, [source], side)) expect(bent).toBeCloseTo(1, 3);
  });

  it('does so within a tenth of a second, and not in a step', () => {
    const fingers = new Fingers(new BareHands());
    const source = held(side);
    const at = (side === 'left' ? 0 : 5) + INDEX;
    const loose = settled(fingers, [source], side)[INDEX];
    source.select = DOWN;
    fingers.step([source], 1 / 72);
    expect(fingers.bent[at] - loose).toBeLessThan(0.4);
    for (let i = 0; i < 7; i++) fingers.step([source], 1 / 72);
    expect(fingers.bent[at]).toBeGreaterThan(0.9);
  });

  it('stays as it was where nothing is known of it', () => {
    const fingers = new Fingers(new BareHands());
    const source = held(side);
    const before = settled(fingers, [source], side);
    source.tracked = false;
    source.select = DOWN;
    expect(settled(fingers, [source], side)).toEqual(before);
  });
});

/** The emulator's poses were measured of real left hands; the right one is the mirror. */
function bare(side: 'left' | 'right', pose: typeof relaxedHandPose): number[] {
  const hands = new BareHands();
  const fingers = new Fingers(hands);
  hands.connect(1, side);
  for (const [joint, { offsetMatrix: m }] of Object.entries(pose.jointTransforms))
    hands.place(1, joint, (side === 'left' ? 1 : -1) * m[12], m[13], m[14]);
  const source = held(side);
  source.kind = 'hand';
  return settled(fingers, [source], side);
}

describe.each(SIDES)('the bare %s hand', (side) => {
  it('is nearly open at rest', () => {
    for (const bent of bare(side, relaxedHandPose)) expect(bent).toBeLessThan(0.5);
  });

  it('points with its index finger alone', () => {
    const bent = bare(side, pointHandPose);
    expect(bent[INDEX]).toBeLessThan(0.3);
    for (const finger of [MIDDLE, RING, LITTLE]) expect(bent[finger]).toBeGreaterThan(0.5);
  });

  it('pinches with its index finger', () => {
    const [pinch, rest] = [bare(side, pinchHandPose), bare(side, relaxedHandPose)];
    expect(pinch[INDEX]).toBeGreaterThan(rest[INDEX] + 0.15);
  });

  it('is as it was while its joints are not known', () => {
    const fingers = new Fingers(new BareHands());
    const source = held(side);
    source.kind = 'hand';
    expect(settled(fingers, [source], side)).toEqual([0, 0, 0, 0, 0]);
  });
});
