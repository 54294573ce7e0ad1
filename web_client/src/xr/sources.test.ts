// What comes from the browser about hands, as a frame has it.
import { Group, Quaternion, Vector3, type WebXRManager } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { relaxedHandPose } from '../../node_modules/iwer/lib/device/configs/hand/relaxed.js';
import type { Head } from './head';
import { Sources } from './sources';
import { FakeManager } from './testing';

const FRAME_S = 1 / 72;
type Given = Partial<Record<keyof XRInputSource, unknown>>;

let rig: Group;
let xr: FakeManager;
let sources: Sources;
const head = { known: true, position: new Vector3(0, 1.6, 0), rotation: new Quaternion() } as Head;

beforeEach(() => {
  rig = new Group();
  rig.position.set(5, 0, 5);
  rig.rotation.y = Math.PI / 2; // its -Z is the room's -X
  xr = new FakeManager(rig);
  sources = new Sources(xr as unknown as WebXRManager, rig);
});

function tell(i: number, type: string, data?: Given): void {
  (xr.spaces[i].pointer as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent({ type, data });
}

function connect(i: number, given: Given): void {
  tell(i, 'connected', { targetRayMode: 'tracked-pointer', profiles: [], ...given });
  const { pointer, grip } = xr.spaces[i];
  pointer.visible = true;
  grip.visible = !given.hand;
  pointer.position.set(0.2, 1.2, -0.3);
  grip.position.set(0.2, 1.2, -0.25);
  pointer.updateMatrix();
}

function frame(gaze = false): void {
  rig.updateMatrixWorld(true);
  sources.read(head, gaze, FRAME_S);
}

const pad = (pressed: readonly number[], axes = [0, 0, 0, 0]): Given => ({
  gamepad: { axes, buttons: Array.from({ length: 7 }, (_, i) => ({ pressed: pressed.includes(i), value: pressed.includes(i) ? 1 : 0 })) },
});

describe('a controller', () => {
  it('points in the room as the rig stands, and is held where its grip is', () => {
    connect(1, { handedness: 'right', ...pad([4], [0, 0, 0.5, -1]) });
    frame();
    const [, right] = sources.all;
    expect([right.side, right.kind, right.tracked, right.aims]).toEqual(['right', 'controller', true, true]);
    expect(right.ray.origin.distanceTo(new Vector3(4.7, 1.2, 4.8))).toBeLessThan(1e-6);
    expect(right.ray.direction.distanceTo(new Vector3(-1, 0, 0))).toBeLessThan(1e-6);
    expect(right.tip.distanceTo(new Vector3(4.69, 1.2, 4.8))).toBeLessThan(1e-6);
    expect(new Vector3().setFromMatrixPosition(right.palm.matrixWorld).distanceTo(new Vector3(4.75, 1.2, 4.8))).toBeLessThan(1e-6);
    expect([right.leap.began, right.menu.down, right.stickX, right.stickY]).toEqual([true, false, 0.5, -1]);
    expect(sources.on('right')).toBe(right);
    expect(sources.on('left')).toBe(null);
  });

  it('goes along when the rig moves within the frame', () => {
    connect(0, { handedness: 'left' });
    frame();
    rig.position.x += 1;
    rig.updateMatrixWorld(true);
    sources.place();
    expect(sources.all[0].ray.origin.x).toBeCloseTo(5.7);
    expect(sources.all[0].palm.matrixWorld.elements[12]).toBeCloseTo(5.75);
  });

  it('is pressed by events, also for less than a frame', () => {
    connect(0, { handedness: 'left' });
    tell(0, 'selectstart');
    tell(0, 'selectend');
    tell(0, 'squeezestart');
    frame();
    const [left] = sources.all;
    expect([left.select.began, left.select.ended, left.select.down]).toEqual([true, true, false]);
    expect([left.squeeze.began, left.squeeze.down]).toEqual([true, true]);
  });

  it('that is gone has let go of everything', () => {
    connect(0, { handedness: 'left' });
    tell(0, 'squeezestart');
    frame();
    tell(0, 'disconnected');
    frame();
    const [left] = sources.all;
    expect([left.tracked, left.aims, left.palm.visible, left.squeeze.ended, left.object]).toEqual([false, false, false, true, null]);
  });

  it('ticks where it has a motor', () => {
    const felt: number[][] = [];
    const pulse = (strength: number, ms: number): Promise<boolean> => (felt.push([strength, ms]), Promise.reject(new Error('gone')));
    connect(0, { handedness: 'left', gamepad: { axes: [], buttons: [], hapticActuators: [{ pulse }] } });
    connect(1, { handedness: 'right', ...pad([]) });
    for (const source of sources.all) source.pulse(0.3, 10);
    expect(felt).toEqual([[0.3, 10]]);
  });
});

it('a bare hand points with its ray, touches with its finger’s tip, and grips with a fist', () => {
  const { hand } = xr.spaces[0];
  const joints = hand.joints as Record<string, Group>;
  for (const [name, { offsetMatrix: m }] of Object.entries(relaxedHandPose.jointTransforms)) {
    joints[name] = new Group();
    joints[name].position.set(m[12], m[13], m[14]);
    hand.add(joints[name]);
  }
  connect(0, { handedness: 'left', hand: {} });
  frame();
  const [left] = sources.all;
  expect([left.kind, left.tracked, left.squeeze.down]).toEqual(['hand', true, false]);
  const tip = joints['index-finger-tip'].getWorldPosition(new Vector3());
  expect(left.tip.distanceTo(tip)).toBeLessThan(1e-9);
  for (const finger of ['index', 'middle', 'ring', 'pinky'])
    joints[`${finger}-finger-tip`].position.lerp(joints['wrist'].position, 0.6);
  frame();
  expect([left.squeeze.began, left.squeeze.value]).toEqual([true, 1]);
});

it('a pointer that comes with a pinch is there until what the pinch means is known', () => {
  connect(0, { handedness: 'right', targetRayMode: 'transient-pointer' });
  tell(0, 'selectstart');
  frame();
  const [fleeting] = sources.all;
  expect([fleeting.kind, fleeting.aims, fleeting.select.began]).toEqual(['gaze', true, true]);
  tell(0, 'selectend');
  tell(0, 'disconnected');
  frame();
  expect([fleeting.aims, fleeting.select.ended]).toEqual([true, true]);
  frame();
  expect(fleeting.aims).toBe(false);
});

describe('the gaze', () => {
  it('is there where one wishes it, or where there is nothing else', () => {
    frame();
    expect(sources.gaze.tracked).toBe(true);
    connect(0, { handedness: 'left' });
    frame();
    expect(sources.gaze.tracked).toBe(false);
    frame(true);
    expect(sources.gaze.tracked).toBe(true);
    expect(sources.gaze.ray.origin.distanceTo(head.position)).toBeLessThan(1e-6);
    expect(sources.gaze.ray.direction.z).toBeCloseTo(-1);
  });

  it('has every hand’s button', () => {
    connect(1, { handedness: 'right' });
    frame(true);
    tell(1, 'selectstart');
    frame(true);
    expect([sources.gaze.select.began, sources.gaze.select.down]).toEqual([true, true]);
    tell(1, 'selectend');
    frame(true);
    expect(sources.gaze.select.ended).toBe(true);
  });
});

it('no hand is to be seen once the headset is off', () => {
  connect(0, { handedness: 'left' });
  frame();
  sources.rest();
  expect(sources.all[0].palm.visible).toBe(false);
});
