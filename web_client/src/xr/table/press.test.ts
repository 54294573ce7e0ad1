// A press that stays is a tap; one that moves turns the thing, and is none.
import { Ray, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Press } from './press';

const HAND = { targetRayMode: 'tracked-pointer' } as XRInputSource;
const FINGER = { targetRayMode: 'screen' } as XRInputSource;
const to = (yaw: number): Ray => new Ray(new Vector3(), new Vector3(-Math.sin(yaw), 0, -Math.cos(yaw)));
const AHEAD = to(0);

describe('a press', () => {
  it('that trembles is a tap and turns nothing', () => {
    const press = new Press();
    press.begin(HAND);
    expect([0.5, 0.505, 0.498, 0.502].map((yaw) => press.turn(to(yaw), AHEAD))).toEqual([0, 0, 0, 0]);
    expect(press.end()).toBe(true);
    expect(press.input).toBeNull();
  });

  it('that moves turns the thing by more than the hand, and is no tap', () => {
    const press = new Press();
    press.begin(HAND);
    const turned = [0, 0.05, 0.1, 0.2].map((yaw) => press.turn(to(yaw), AHEAD));
    expect(turned[0]).toBe(0);
    expect(turned[3]).toBeCloseTo(0.3);
    expect(press.end()).toBe(false);
  });

  it('goes on past the back', () => {
    const press = new Press();
    press.begin(HAND);
    for (const yaw of [2.9, 3]) press.turn(to(yaw), AHEAD);
    expect(press.turn(to(-3.1), AHEAD)).toBeCloseTo(3 * (2 * Math.PI - 6.1));
  });

  it('of a finger is not moved by moving the telephone', () => {
    const press = new Press();
    press.begin(FINGER);
    for (const yaw of [0, 0.3, 0.9]) expect(press.turn(to(yaw + 0.1), to(yaw))).toBeCloseTo(0);
    expect(press.end()).toBe(true);
  });
});
