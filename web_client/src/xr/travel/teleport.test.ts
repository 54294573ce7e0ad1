// Aiming where to go, and going there.
import { type Ray, Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { Floor } from '../../interaction/floor';
import type { Picked } from '../../interaction/picking';
import { FakeSource } from '../testing';
import { type By, type Ground, Teleport } from './teleport';

const FRAME_S = 1 / 72;
const EYE = new Vector3(0, 1.6, 0);
const YAW = 0.4;

let hand: FakeSource;
let done: string[];
let taken: boolean;
/** What is met besides the floor: its kind, id, and the wall z at which it is. */
let ahead: { kind: Picked['kind']; id: string; z: number } | null;
let teleport: Teleport;
const picked: Picked = { kind: null, id: '', distance: Infinity, point: new Vector3() };

function meet(ray: Ray, length: number): Picked {
  picked.kind = null;
  picked.distance = Infinity;
  const floor = -ray.origin.y / ray.direction.y;
  const wall = ahead ? (ahead.z - ray.origin.z) / ray.direction.z : Infinity;
  if (ahead && wall >= 0 && wall <= length && wall < (floor > 0 ? floor : Infinity)) {
    picked.kind = ahead.kind;
    picked.id = ahead.id;
    picked.distance = wall;
  } else if (floor >= 0 && floor <= length) {
    picked.kind = 'floor';
    picked.distance = floor;
    ray.at(floor, picked.point);
  }
  return picked;
}

beforeEach(() => {
  hand = new FakeSource('right');
  hand.ray.origin.set(0.2, 1.2, -0.3);
  hand.aim(0.2, 1, -3);
  done = [];
  taken = false;
  ahead = null;
  const ground: Ground = {
    floor: new Floor(null, { min: [-5, 0, -5], max: [5, 3, 5] }, 0),
    along: (ray) => meet(ray, 40),
    end: meet,
    placeOf: (kind, id) => (id === 'gone' ? null : { at: new Vector3(1, 0, kind === 'seat' ? -2 : -4), yaw: 2 }),
    free: () => !taken,
    leap: ({ x, z }, yaw) => done.push(`leap ${x.toFixed(1)} ${z.toFixed(1)} ${yaw.toFixed(2)}`),
    use: ({ kind, id }) => done.push(`use ${kind} ${id}`),
    hovers: (what) => done.push(what ? `hovers ${what.kind} ${what.id}` : 'hovers nothing'),
  };
  teleport = new Teleport(ground);
});

function frames(count: number, stickLet = false): void {
  for (let i = 0; i < count; i++) {
    hand.frame();
    teleport.step(FRAME_S, stickLet, YAW, EYE);
  }
}

function go(by: By): void {
  if (by === 'button') hand.leap.press();
  if (by === 'floor') hand.select.press();
  teleport.begin(hand, by);
  frames(3);
  hand.leap.release();
  hand.select.release();
  frames(1, true);
}

describe('by a stick', () => {
  it('shows a ring where one would stand, and an arrow for where one looks; let go of, one is there', () => {
    teleport.begin(hand, 'stick');
    frames(2);
    expect(teleport.can).toBe(true);
    expect(teleport.to.at.z).toBeLessThan(-2.5);
    expect(teleport.target.group.visible).toBe(true);
    frames(1, true);
    expect(done[0]).toMatch(/^leap 0\.2 -[34]\.\d 0\.40$/);
    expect([teleport.source, teleport.target.group.visible]).toEqual([null, false]);
  });

  it('turns the arrow', () => {
    teleport.begin(hand, 'stick');
    hand.stickX = -1;
    frames(1);
    expect(teleport.to.yaw).toBeCloseTo(YAW + Math.PI / 2);
    hand.stickX = 0;
    hand.stickY = 1;
    frames(1);
    expect(Math.abs(teleport.to.yaw - YAW)).toBeCloseTo(Math.PI);
    hand.stickX = 1;
    hand.stickY = 0;
    frames(1);
    hand.stickX = 0;
    frames(1, true); // the thumb has let go of it: that is no wish to look ahead
    expect(done[0]).toMatch(/ -1\.17$/);
  });

  it('goes nowhere where one cannot stand: beyond the floor, in a wall, in somebody', () => {
    hand.aim(3.2, 4.2, -0.3);
    go('stick');
    expect(teleport.can).toBe(false);
    hand.aim(0.2, 1, -3);
    ahead = { kind: null, id: '', z: -1 };
    go('stick');
    ahead = null;
    taken = true;
    go('stick');
    expect(done).toEqual([]);
  });

  it('sits down on a seat and goes through a doorway, named meanwhile', () => {
    ahead = { kind: 'seat', id: 'seat:1', z: -1.5 };
    teleport.begin(hand, 'stick');
    frames(2);
    expect([teleport.to.at.z, teleport.to.yaw]).toEqual([-2, 2]);
    frames(1, true);
    ahead = { kind: 'portal', id: 'events', z: -1.5 };
    frames(40);
    go('stick');
    expect(done).toEqual([
      'hovers seat seat:1', 'hovers nothing', 'use seat seat:1', 'hovers portal events', 'hovers nothing', 'use portal events',
    ]);
  });

  it('is given up by a grip, by the menu’s button, or when the hand is lost', () => {
    for (const lose of [() => hand.squeeze.press(), () => hand.menu.press(), () => void (hand.aims = false)]) {
      teleport.begin(hand, 'stick');
      frames(1);
      lose();
      frames(1);
      expect(teleport.source).toBe(null);
      hand.squeeze.release();
      hand.menu.release();
      hand.aims = true;
      frames(1, true);
    }
    expect(done).toEqual([]);
  });
});

it('by a button held: aims while it is down', () => {
  go('button');
  expect(done).toHaveLength(1);
});

it('by the floor itself: goes to the very place that was pressed', () => {
  hand.aim(0.2, 0, -2);
  go('floor');
  expect(done).toEqual(['leap 0.2 -2.0 0.40']);
});

it('one hand at a time, and no faster than the room takes it', () => {
  teleport.begin(hand, 'stick');
  teleport.begin(new FakeSource('left'), 'button');
  expect(teleport.source).toBe(hand);
  frames(1, true);
  go('button');
  expect(done).toHaveLength(1);
  frames(40);
  go('button');
  expect(done).toHaveLength(2);
});
