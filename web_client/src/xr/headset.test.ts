// A visit with a headset, without one: where it is put on and taken off, and how its space follows the person.
import { Group, PerspectiveCamera, Scene, Vector3 } from 'three';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Comfort } from '../interaction/comfort';
import { Floor } from '../interaction/floor';
import { keyboard } from '../interaction/keys.test_help';
import { Walker } from '../interaction/walker';
import { Pose } from '../protocol/poses';
import type { Stage } from '../scene/stage';
import { Head } from './head';
import { Headset } from './headset';
import { FakeManager } from './testing';
import type { Ground } from './travel/teleport';

const FRAME_S = 1 / 72;
const SEAT = { id: 'seat:1', feet: new Vector3(2, 0, -4), front: new Vector3(2, 0, -3), yaw: Math.PI, height: 0.46, eyes: 1.2 };

let rig: Group;
let xr: FakeManager;
let walker: Walker;
let comfort: { -readonly [K in keyof Comfort]: Comfort[K] };
let headset: Headset;
let worn: boolean[];
let talked: boolean[];
let stood: number;
let axes: number[];
let safe: boolean[];

const ground = (): Ground => ({
  floor: new Floor(null, { min: [-9, 0, -9], max: [9, 3, 9] }, 0),
  along: () => null, end: () => null, placeOf: () => null, free: () => true,
  leap: (to, yaw) => walker.leap(to, yaw),
  use: () => undefined, hovers: () => undefined,
});

beforeEach(() => {
  rig = new Group();
  xr = new FakeManager(rig);
  const camera = new PerspectiveCamera();
  rig.add(camera);
  const stage = { renderer: { xr }, rig, scene: new Scene(), camera, quality: 'low' } as unknown as Stage;
  stood = 0;
  walker = new Walker(keyboard().keys, () => undefined, () => stood++);
  walker.place([3, 0, -2], 1);
  comfort = { calm: false, turning: 1, posture: 'standing', travel: 'teleport', turn: 'snap', vignette: true, hand: 'right', gaze: false };
  worn = [];
  talked = [];
  safe = [];
  const around = {
    walker, ground: ground(), behind: { hovers: () => undefined, use: () => undefined }, figures: [], comfort,
    worn: (on: boolean) => worn.push(on), menu: () => undefined, talk: (on: boolean) => talked.push(on),
  };
  headset = new Headset(stage, new Head(stage), around, { safePlace: { show: (on) => safe.push(on), step: () => undefined } });
});

/** The person is somewhere in their own room, looking about. */
async function enter(x = 0.4, y = 1.7, z = -0.6, yaw = -0.8): Promise<void> {
  const session = Object.assign(new EventTarget(), { enabledFeatures: ['local-floor'], end: () => xr.dispatchEvent(new Event('sessionend')) });
  vi.stubGlobal('navigator', { xr: { requestSession: () => Promise.resolve(session) } });
  xr.head.position.set(x, y, z);
  xr.head.rotation.set(0, yaw, 0);
  await headset.enter();
  frames(3);
}

function frames(count: number): void {
  for (let i = 0; i < count; i++) {
    xr.updateCamera();
    headset.step(FRAME_S);
  }
}

/** A controller in the right hand, at rest but for its stick. */
function hold(buttons: { pressed: boolean; value: number }[] = []): void {
  axes = [0, 0, 0, 0];
  const { pointer, grip } = xr.spaces[1];
  const data = { handedness: 'right', targetRayMode: 'tracked-pointer', profiles: [], gamepad: { axes, buttons } };
  pointer.visible = grip.visible = true;
  (pointer as unknown as EventTarget & Group).dispatchEvent({ type: 'connected', data } as never);
}

function told(): { place: number[]; yaw: number } {
  const pose = new Pose();
  headset.fill(pose);
  return { place: [pose.x, pose.y, pose.z].map((v) => Math.round(v * 1e4) / 1e4), yaw: Math.round(pose.yaw * 1e4) / 1e4 };
}

describe('who puts a headset on', () => {
  it('is where they stood, looks where they looked, and has their own height', async () => {
    expect(headset.tracked).toBe(false);
    await enter();
    expect(headset.tracked).toBe(true);
    expect(told()).toEqual({ place: [3, 1.7, -2], yaw: 1 });
    expect(worn).toEqual([true]);
  });

  it('is taken to the room’s seat that they had', async () => {
    walker.sit(SEAT, true);
    await enter();
    expect(told()).toEqual({ place: [2, 1.2, -4], yaw: 3.1416 });
    expect(walker.seat).toBe(SEAT);
  });

  it('has the eyes of somebody standing while they sit, and where the floor is not known', async () => {
    comfort.posture = 'seated';
    await enter(0, 1.2, 0);
    expect(told().place[1]).toBe(1.6);
    xr.head.position.y = 1;
    frames(1);
    expect(told().place[1]).toBe(1.4);
    comfort.posture = 'standing';
    frames(1);
    expect(told().place[1]).toBe(1);
  });

  it('takes it off and is at the same place, and again when they put it on anew', async () => {
    await enter();
    xr.head.position.x += 0.5;
    frames(1);
    const { x, z } = walker.feet;
    const { yaw } = walker;
    await headset.end();
    expect([worn, headset.worn, rig.rotation.y]).toEqual([[true, false], false, 0]);
    expect([walker.feet.x, walker.feet.z, walker.yaw]).toEqual([x, z, yaw]);
    await enter(-2, 1.5, 1, 2);
    expect(told()).toEqual({ place: [x, 1.5, z].map((v) => Math.round(v * 1e4) / 1e4), yaw: Math.round(yaw * 1e4) / 1e4 });
  });
});

describe('who wears a headset', () => {
  beforeEach(() => enter());

  it('walks on their own feet', () => {
    xr.head.position.z -= 1; // in a space that is turned by 1.8
    frames(1);
    expect(walker.feet.x).toBeCloseTo(3 - Math.sin(1.8));
    expect(walker.feet.z).toBeCloseTo(-2 - Math.cos(1.8));
    expect(walker.jump).toBe(0);
  });

  it('talks as long as a thumbstick is held down, and no longer than the headset is worn', async () => {
    const buttons = Array.from({ length: 6 }, () => ({ pressed: false, value: 0 }));
    hold(buttons);
    frames(2);
    expect(talked).toEqual([]);
    buttons[3].pressed = true;
    frames(3);
    expect(talked).toEqual([true]);
    buttons[3].pressed = false;
    frames(3);
    expect(talked).toEqual([true, false]);
    buttons[3].pressed = true;
    frames(1);
    await headset.end();
    expect(talked).toEqual([true, false, true, false]);
  });

  it('is where the room puts them, at once, also before the next picture', () => {
    walker.leap(new Vector3(-4, 0, 5), -2);
    expect(told()).toEqual({ place: [-4, 1.7, 5], yaw: -2 });
    walker.place([1, 0, 1], 0.3);
    frames(1);
    expect(told()).toEqual({ place: [1, 1.7, 1], yaw: 0.3 });
  });

  it('turns about themselves by a push of the stick, and is not moved', () => {
    hold();
    axes[2] = 1;
    frames(5);
    expect(told()).toEqual({ place: [3, 1.7, -2], yaw: Math.round((1 - Math.PI / 6) * 1e4) / 1e4 });
    expect(walker.jump).toBe(0);
  });

  it('glides where they wish to, and not where nothing is to glide', () => {
    comfort.travel = 'glide';
    hold();
    axes[3] = -1;
    frames(72);
    expect(told().place[0]).toBeLessThan(3 - Math.sin(1) * 1.2);
    expect(told().yaw).toBe(1);
    comfort.calm = true;
    const before = told();
    frames(36);
    expect(told()).toEqual(before);
  });

  it('gets up from the room’s seat by walking off', () => {
    walker.sit(SEAT, true);
    frames(1);
    expect(told().place).toEqual([2, 1.2, -4]);
    xr.head.position.x += 0.5;
    frames(1);
    expect(walker.seat).toBe(SEAT);
    xr.head.position.x += 0.5;
    frames(1);
    expect([walker.seat, stood]).toEqual([null, 1]);
    expect(told().place[1]).toBe(1.7);
  });

  it('is raised, and comes back to where they were put, looking that way', () => {
    headset.raise(0.1);
    frames(1);
    expect(told().place[1]).toBe(1.8);
    xr.head.position.x += 0.4;
    xr.head.rotation.y += 0.7;
    frames(1);
    headset.recentre();
    frames(1);
    expect(told()).toEqual({ place: [3, 1.8, -2], yaw: 1 });
  });

  it('stays when the device itself recentres', () => {
    const before = told();
    xr.space.dispatchEvent(new Event('reset'));
    xr.head.position.set(0, 1.7, 0);
    xr.head.rotation.set(0, 0, 0);
    frames(1);
    expect(told()).toEqual(before);
  });

  it('neither leaps nor glides while they are aside', () => {
    hold();
    headset.aside(true);
    axes[2] = 1;
    frames(3);
    expect(told().yaw).toBe(1);
    headset.aside(false);
    expect(safe).toEqual([true, false]);
  });

  it('waits out of any room while one is on its way', () => {
    headset.wait(true);
    headset.aside(true);
    headset.wait(false); // it has come, and they are aside
    headset.aside(false);
    expect(safe).toEqual([true, true, true, false]);
  });
});
