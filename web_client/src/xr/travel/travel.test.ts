// Sticks and buttons of both hands, as one likes to move.
import { Group, Quaternion, Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { Floor } from '../../interaction/floor';
import { keyboard } from '../../interaction/keys.test_help';
import type { Picked } from '../../interaction/picking';
import { Walker } from '../../interaction/walker';
import { yawOf } from '../../protocol/quaternion';
import type { Head } from '../head';
import { FakeSource } from '../testing';
import { Footing } from './footing';
import type { Ground } from './teleport';
import { type Gait, Travel } from './travel';

const FRAME_S = 1 / 72;
const PLACE: Picked = { kind: 'floor', id: '', distance: 1, point: new Vector3(1, 0, -2) };

let left: FakeSource, right: FakeSource;
let walker: Walker;
let gait: { -readonly [K in keyof Gait]: Gait[K] };
let travel: Travel;
let busy: FakeSource | null;
let leaps: number;

beforeEach(() => {
  left = new FakeSource('left');
  right = new FakeSource('right');
  walker = new Walker(keyboard().keys);
  gait = { calm: false, travel: 'teleport', turn: 'snap', turning: 1, vignette: true, hand: 'right' };
  busy = null;
  leaps = 0;
  const head = {
    position: new Vector3(0, 1.6, 0),
    rotation: new Quaternion(),
    get yaw() { return yawOf(this.rotation.toArray()); },
    turned: () => undefined,
  };
  const ground: Ground = {
    floor: new Floor(null, { min: [-9, 0, -9], max: [9, 3, 9] }, 0),
    along: () => PLACE, end: () => PLACE, placeOf: () => null, free: () => true,
    leap: () => void leaps++, use: () => undefined, hovers: () => undefined,
  };
  travel = new Travel([left, right], ground, walker, new Footing(new Group(), head), head as unknown as Head, gait, []);
});

function frames(count: number): void {
  for (let i = 0; i < count; i++) {
    left.frame();
    right.frame();
    travel.step(FRAME_S, (source) => source === busy);
  }
}

function push(source: FakeSource, x: number, y: number, count = 3): void {
  source.stickX = x;
  source.stickY = y;
  frames(count);
  source.stickX = source.stickY = 0;
  frames(1);
}

const steps = (): number => Math.round((walker.yaw / Math.PI) * 6 * 1e6) / 1e6;

describe('leaping', () => {
  it.each(['left', 'right'])('is by either stick: %s', (side) => {
    push(side === 'left' ? left : right, 0, -1);
    expect(leaps).toBe(1);
  });

  it('is by the button of a hand as well', () => {
    left.leap.press();
    frames(3);
    expect(travel.teleport.source).toBe(left);
    left.leap.release();
    frames(1);
    expect(leaps).toBe(1);
  });

  it('that was given up does not begin again before the stick has been back', () => {
    right.stickY = -1;
    frames(2);
    right.squeeze.press();
    frames(1);
    right.squeeze.release();
    frames(3);
    expect(travel.teleport.source).toBe(null);
    right.stickY = 0;
    frames(1);
    expect(leaps).toBe(0);
    push(right, 0, -1);
    expect(leaps).toBe(1);
  });

  it('is not by a hand that is busy', () => {
    busy = right;
    push(right, 0, -1);
    push(right, 1, 0);
    expect([leaps, steps()]).toEqual([0, 0]);
  });
});

describe('turning', () => {
  it('is in steps, by either stick, but not by the one that aims', () => {
    push(right, 1, 0);
    push(left, -1, 0);
    push(left, -1, 0);
    expect(steps()).toBe(1);
    right.stickY = -1;
    frames(2);
    push(right, 1, 0);
    expect(steps()).toBe(1);
  });

  it('is smooth where one likes it so, and dims the edge of the view', () => {
    gait.turn = 'smooth';
    push(right, 1, 0, 72);
    expect(steps()).toBeLessThan(-1.5);
    expect(travel.vignette.share).toBeGreaterThan(0.9);
    gait.vignette = false;
    frames(72);
    expect(travel.vignette.share).toBe(0);
  });

  it('is in steps all the same where nothing is to glide', () => {
    gait.turn = 'smooth';
    gait.calm = true;
    push(right, 1, 0, 72);
    expect(steps()).toBe(-1);
  });
});

describe('gliding', () => {
  beforeEach(() => {
    gait.travel = 'glide';
  });

  it('is by the hand that does not point; the other one turns and leaps', () => {
    push(left, 0.7, -0.7, 72);
    expect(walker.feet.x).toBeGreaterThan(0.8);
    expect(walker.feet.z).toBeLessThan(-0.8);
    expect([steps(), leaps]).toEqual([0, 0]);
    push(right, 1, 0);
    push(right, 0, -1);
    expect([steps(), leaps]).toEqual([-1, 1]);
  });

  it('is by the right hand for who points with the left', () => {
    gait.hand = 'left';
    push(right, 0, -1, 72);
    expect(walker.feet.z).toBeLessThan(-1);
  });

  it('and turning are both done by the only hand there is', () => {
    left.tracked = false;
    push(right, 0, -1, 72);
    expect(walker.feet.z).toBeLessThan(-1);
    push(right, 1, 0);
    expect(steps()).toBe(-1);
  });

  it('gets one up from a seat of the room', () => {
    const place = new Vector3(2, 0, -4);
    walker.sit({ id: 'seat:1', feet: place, front: new Vector3(2, 0, -3), yaw: 0, height: 0.46, eyes: 1.2 }, true);
    frames(2);
    expect(walker.seat?.id).toBe('seat:1');
    push(left, 0, -1, 10);
    expect(walker.seat).toBe(null);
  });
});
