import { Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Seat } from '../scene/seats';
import { Floor } from './floor';
import { keyboard } from './keys.test_help';
import { LOBBY_BOX, lobbyMesh, twoFloors } from './lobby.test_help';
import { Routes } from './routes';
import { EYES_M, Walker } from './walker';

const lobby = new Floor(lobbyMesh('walkable'), LOBBY_BOX, 0);
const routes = new Routes(lobbyMesh('walkable'));
const SOFA: Seat = {
  id: 'seat:2',
  feet: new Vector3(-3.75, 0, 3),
  front: new Vector3(-4.6, 0, 3),
  yaw: Math.PI / 2,
  height: 0.46,
  eyes: 1.2,
};
const DOOR = [0, 0, 4.75];
const TICK_S = 0.05;

let walker: Walker;
let down: Set<string>;
let stood: number;

beforeEach(() => {
  const board = keyboard();
  down = board.down;
  stood = 0;
  walker = new Walker(board.keys, undefined, () => stood++);
  walker.place(DOOR, 0);
});

function play(seconds: number, floor = lobby, tick = TICK_S): void {
  for (let t = 0; t < seconds - 1e-9; t += tick) walker.step(floor, tick, true, false);
}

describe('walking by keys', () => {
  it('goes ahead, and comes to a stand', () => {
    down.add('KeyW');
    play(1);
    expect(walker.feet.z).toBeLessThan(2.8);
    expect(walker.feet.z).toBeGreaterThan(2.3);
    down.clear();
    play(1);
    const { z } = walker.feet;
    play(1);
    expect(walker.feet.z).toBe(z);
  });

  it('runs with Shift, and with the pad pushed to its rim', () => {
    down.add('KeyW').add('ShiftLeft');
    play(0.5);
    const run = DOOR[2] - walker.feet.z;
    down.clear();
    walker.place(DOOR, 0);
    walker.pad.forward = 1;
    play(0.5);
    expect(DOOR[2] - walker.feet.z).toBeCloseTo(run, 5);
    walker.place(DOOR, 0);
    walker.pad.forward = 0.8;
    play(0.5);
    expect(DOOR[2] - walker.feet.z).toBeLessThan(0.6 * run);
  });

  it('goes up a slope like stairs, and down again', () => {
    const stairs = new Floor(twoFloors(), { min: [-3, 0, -8], max: [3, 6, 3] }, 0);
    walker.place([-2, 0, 2], 0);
    down.add('KeyW');
    play(4, stairs);
    expect(walker.feet.y).toBeCloseTo(3, 5);
    down.clear();
    down.add('KeyS');
    play(4.5, stairs);
    expect(walker.feet.y).toBeCloseTo(0, 5);
  });
});

describe('2,000 walks at random, with pictures up to half a second apart', () => {
  it('stay on the floor, and never get stuck', () => {
    let seed = 11;
    const random = (): number => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
    const before = new Vector3();
    for (let walk = 0; walk < 2000; walk++) {
      walker.look(random() * 2 * Math.PI, 0);
      down.clear();
      for (const key of ['KeyW', 'KeyA', 'KeyS', 'KeyD', 'ShiftLeft']) if (random() < 0.4) down.add(key);
      const tick = random() < 0.3 ? 0.5 * random() : TICK_S;
      for (let i = 0; i < 12; i++) {
        walker.step(lobby, tick, true, false);
        expect(lobby.holds(walker.feet), `walk ${walk} at ${walker.feet.toArray()}`).toBe(true);
      }
      if (down.has('KeyW') === down.has('KeyS')) continue;
      before.copy(walker.feet);
      walker.step(lobby, 0.3, true, false);
      if (walker.feet.distanceTo(before) > 0.05) continue;
      // Blocked: back is free, be it only across a narrow gap.
      const back = down.has('KeyW') ? 'KeyS' : 'KeyW';
      down.clear();
      down.add(back);
      play(1);
      expect(walker.feet.distanceTo(before), `walk ${walk} at ${before.toArray()}`).toBeGreaterThan(0.1);
    }
  }, 60_000); // a second; more where others use the machine
});

describe('somebody without a floor below', () => {
  it('is back at the last good place after half a second', () => {
    play(0.1);
    walker.feet.set(30, 5, 30);
    play(0.3);
    expect(walker.feet.x).toBe(30);
    play(0.3);
    expect(walker.feet.toArray()).toEqual(DOOR);
    expect(walker.jump).toBe(1);
  });

  it('who was placed there comes to the floor that is nearest', () => {
    walker.place([-3.75, 0, 3], 0); // in a sofa
    play(0.7);
    expect(lobby.holds(walker.feet)).toBe(true);
    expect(walker.feet.distanceTo(new Vector3(-3.75, 0, 3))).toBeLessThan(1.2);
  });
});

describe('walking by itself', () => {
  it('follows a way around a counter, with steps as at any walk, and says that it is there', () => {
    const from = new Vector3(-3.3, 0, -2.2);
    const to = new Vector3(-3.3, 0, -4.6);
    walker.place(from.toArray(), 0);
    let there = 0;
    const way = routes.find(from, to)!;
    walker.follow(way, Math.PI / 2, () => there++);
    const before = new Vector3();
    for (let i = 0; i < 200 && !there; i++) {
      before.copy(walker.feet);
      play(TICK_S);
      expect(walker.feet.distanceTo(before)).toBeLessThan(0.15);
    }
    expect(there).toBe(1);
    expect(walker.feet.distanceTo(way.at(-1)!)).toBeLessThan(0.1);
    expect(walker.stroll.blocked).toBe(false);
    play(1.5);
    expect(walker.yaw).toBeCloseTo(Math.PI / 2, 2);
    expect(there).toBe(1);
  });

  it('arrives also when pictures are half a second apart', () => {
    const to = new Vector3(2, 0, 1);
    walker.follow(routes.find(walker.feet, to)!, null, null);
    play(6, lobby, 0.5);
    expect(walker.feet.distanceTo(to)).toBeLessThan(0.12);
  });

  it('turns the view to the way, but not for whom looks elsewhere', () => {
    walker.place(DOOR, Math.PI); // the way lies behind
    walker.follow([new Vector3(0, 0, 0)], null, null);
    play(1.6);
    expect(Math.abs(walker.yaw)).toBeLessThan(0.7);
    walker.place(DOOR, Math.PI);
    walker.follow([new Vector3(0, 0, 0)], null, null);
    walker.look(0.1, 0);
    play(1.6);
    expect(walker.yaw).toBeCloseTo(0.1 - Math.PI);
  });

  it('ends when a key is pressed', () => {
    walker.follow([new Vector3(0, 0, 0)], null, () => expect.unreachable());
    play(0.3);
    down.add('KeyS');
    play(0.1);
    expect(walker.stroll.target).toBeNull();
    down.clear();
    play(4);
    expect(walker.feet.z).toBeGreaterThan(3.5);
  });

  it('ends when there is no getting on, and says so', () => {
    walker.follow([new Vector3(0, 0, 30)], null, () => expect.unreachable());
    play(4);
    expect(walker.stroll.target).toBeNull();
    expect(walker.stroll.blocked).toBe(true);
  });
});

describe('sitting', () => {
  it('is one step for the body and a glide for the view', () => {
    walker.place([-4.6, 0, 3], 0);
    walker.sit(SOFA, false);
    expect(walker.feet).toEqual(SOFA.feet);
    expect(walker.jump).toBe(1);
    expect(walker.eyes + walker.glide.offset.y).toBeCloseTo(EYES_M);
    expect(walker.feet.x + walker.glide.offset.x).toBeCloseTo(-4.6);
    expect(walker.yaw + walker.glide.yaw).toBeCloseTo(0);
    play(2);
    expect(walker.glide.offset.length()).toBe(0);
    expect(walker.feet).toEqual(SOFA.feet);
    expect(stood).toBe(0);
  });

  it('is a cut for whom nothing is to glide', () => {
    walker.sit(SOFA, true);
    expect(walker.glide.offset.length()).toBe(0);
    expect(walker.glide.yaw).toBe(0);
  });

  it('ends when one walks, on the free floor before the seat', () => {
    walker.sit(SOFA, true);
    down.add('KeyW');
    play(TICK_S);
    expect(walker.seat).toBeNull();
    expect(stood).toBe(1);
    expect(lobby.holds(walker.feet)).toBe(true);
    expect(walker.feet.distanceTo(SOFA.feet)).toBeLessThan(1.6);
    play(0.5);
    expect(stood).toBe(1);
  });

  it('lets one look around', () => {
    walker.sit(SOFA, true);
    down.add('ArrowLeft');
    play(0.5);
    expect(walker.seat).toBe(SOFA);
    expect(walker.yaw).toBeGreaterThan(Math.PI / 2 + 0.5);
  });
});

it('is moved by the server without a count of its own, by oneself with one (P-7)', () => {
  walker.place([0, 0, 3], 1);
  expect(walker.jump).toBe(0);
  for (let i = 0; i < 9; i++) walker.leap(new Vector3(0, 0, 2), 0);
  expect(walker.jump).toBe(1);
});

describe('others nearby', () => {
  it('push softly while one moves, and stop nobody', () => {
    const board = keyboard();
    const pushed = new Walker(board.keys, (_, out) => void (out.x += 0.9));
    pushed.place(DOOR, 0);
    pushed.step(lobby, 0.5, true, false);
    expect(pushed.feet.x).toBe(0);
    board.down.add('KeyW');
    for (let i = 0; i < 20; i++) pushed.step(lobby, TICK_S, true, false);
    expect(pushed.feet.x).toBeGreaterThan(0.5);
    expect(pushed.feet.z).toBeLessThan(2.8);
  });
});
