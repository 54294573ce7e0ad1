// The frame of a hand, of joints whose places are known (PROTOCOL.md P-10).
import { Group, Matrix4, Quaternion, Vector3, type XRHandSpace } from 'three';
import { describe, expect, it } from 'vitest';
import { relaxedHandPose } from '../../node_modules/iwer/lib/device/configs/hand/relaxed.js';
import { GRIP_TO_WRIST } from '../avatars/hands';
import { follow } from './hand_frame';

type Point = [number, number, number];
type Side = 'left' | 'right';
const SIDES: Side[] = ['left', 'right'];

/** Joints as three keeps them: groups that the browser's poses have been written into. */
function handOf(places: Readonly<Record<string, Point>>): XRHandSpace {
  const joints: Record<string, Group> = {};
  for (const [name, place] of Object.entries(places)) {
    joints[name] = new Group();
    joints[name].position.set(...place);
  }
  return Object.assign(new Group(), { joints }) as unknown as XRHandSpace;
}

function frameOf(side: Side, hand: XRHandSpace): { palm: Group; known: boolean } {
  const palm = new Group();
  const known = follow(palm, { grip: new Group(), hand, input: { hand: {}, handedness: side } as XRInputSource });
  return { palm, known };
}

/** A flat hand before one, palm down, fingers ahead; `out` is 1 for the right one, whose thumb is to the left. */
function flat(out: number): Record<string, Point> {
  return {
    'wrist': [0.3, 1, -0.2],
    'middle-finger-phalanx-proximal': [0.3, 1, -0.29],
    'index-finger-phalanx-proximal': [0.3 - out * 0.024, 1, -0.288],
    'pinky-finger-phalanx-proximal': [0.3 + out * 0.04, 1, -0.275],
  };
}

const axis = (palm: Group, x: number, y: number, z: number): Vector3 => new Vector3(x, y, z).applyQuaternion(palm.quaternion);

describe('a bare hand', () => {
  it.each(SIDES)('is told of by its grip: %s', (side) => {
    const out = side === 'right' ? 1 : -1;
    const { palm, known } = frameOf(side, handOf(flat(out)));
    expect(known).toBe(true);
    const fingers = axis(palm, 0, -1, 0), back = axis(palm, out, 0, 0), thumb = axis(palm, 0, 0, -1);
    expect(fingers.distanceTo(new Vector3(0, 0, -1))).toBeLessThan(1e-6);
    expect(back.distanceTo(new Vector3(0, 1, 0))).toBeLessThan(1e-6);
    expect(thumb.distanceTo(new Vector3(-out, 0, 0))).toBeLessThan(1e-6);
    // In the fist: before the wrist, below the palm.
    expect(palm.position.distanceTo(new Vector3(0.3, 1 - GRIP_TO_WRIST.back, -0.2 - GRIP_TO_WRIST.up))).toBeLessThan(1e-6);
  });

  it.each(SIDES)('is where a real one was measured, and turned so: %s', (side) => {
    // The emulator's relaxed left hand, taken of a headset that told its joints and its grip; the right one is its mirror.
    const mirror = side === 'right' ? -1 : 1;
    const places = Object.entries(relaxedHandPose.jointTransforms).map(([name, { offsetMatrix: m }]) => [
      name, [mirror * m[12], m[13], m[14]],
    ]);
    const { palm } = frameOf(side, handOf(Object.fromEntries(places) as Record<string, Point>));
    const told = new Matrix4().fromArray(Array.from(relaxedHandPose.gripOffsetMatrix!));
    const wanted = new Quaternion().setFromRotationMatrix(told);
    if (mirror < 0) wanted.set(wanted.x, -wanted.y, -wanted.z, wanted.w);
    const at = new Vector3().setFromMatrixPosition(told);
    at.x *= mirror;
    expect(palm.position.distanceTo(at)).toBeLessThan(0.015);
    expect((palm.quaternion.angleTo(wanted) * 180) / Math.PI).toBeLessThan(12);
  });

  it.each(Object.keys(flat(1)))('is not known without its %s', (name) => {
    const hand = handOf(flat(1));
    hand.joints[name as 'wrist']!.visible = false;
    expect(frameOf('right', hand).known).toBe(false);
    expect(frameOf('right', handOf({})).known).toBe(false);
  });
});

describe('a hand on a controller', () => {
  it('is told of by the grip that the browser gives, while it gives one', () => {
    const grip = new Group();
    grip.position.set(1, 2, 3);
    grip.quaternion.set(0.5, 0.5, 0.5, 0.5);
    const palm = new Group();
    const tracked = { grip, hand: handOf({}), input: { handedness: 'left' } as XRInputSource };
    expect(follow(palm, tracked)).toBe(true);
    expect(palm.position.toArray()).toEqual([1, 2, 3]);
    expect(palm.quaternion.toArray()).toEqual([0.5, 0.5, 0.5, 0.5]);
    grip.visible = false;
    expect(follow(palm, tracked)).toBe(false);
    grip.visible = true;
    expect(follow(palm, { ...tracked, input: null })).toBe(false);
  });
});
