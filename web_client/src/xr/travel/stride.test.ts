// Gliding and turning by sticks.
import { Vector2, Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { Floor } from '../../interaction/floor';
import { Stride } from './stride';

const FRAME_S = 1 / 72;
const floor = new Floor(null, { min: [-10, 0, -10], max: [10, 3, 10] }, 0);
const nobody = (): undefined => undefined;
let stride: Stride;
let feet: Vector3;
const push = new Vector3();

beforeEach(() => {
  stride = new Stride();
  feet = new Vector3();
});

function hold(x: number, y: number, yaw: number, seconds: number, crowding: (feet: Vector3, out: Vector3) => void = nobody): number {
  let most = 0;
  for (let t = 0; t < seconds; t += FRAME_S) {
    const before = feet.clone();
    stride.begin();
    stride.glide(new Vector2(x, y), yaw, feet, floor, FRAME_S, push, crowding);
    most = Math.max(most, feet.distanceTo(before) / FRAME_S);
  }
  return most;
}

describe('gliding', () => {
  it('goes where the head looks, at an easy pace', () => {
    expect(hold(0, -1, -Math.PI / 2, 2)).toBeLessThan(1.81);
    expect(feet.x).toBeGreaterThan(3);
    expect(Math.abs(feet.z)).toBeLessThan(1e-6);
    expect(stride.share).toBeGreaterThan(0.95);
  });

  it('is no faster across than ahead', () => {
    expect(hold(1, -1, 0, 1)).toBeLessThan(1.81);
    expect(feet.x).toBeCloseTo(-feet.z);
  });

  it('starts and stops softly, and stands for a thumb at rest', () => {
    expect(hold(0, -1, 0, FRAME_S)).toBeLessThan(0.3);
    hold(0, -1, 0, 1);
    hold(0.1, -0.1, 0, 1);
    const { z } = feet;
    hold(0.1, -0.1, 0, 1);
    expect(feet.z).toBe(z);
    expect(stride.share).toBeLessThan(0.02);
  });

  it('gives way to others', () => {
    hold(0, -1, 0, 1, (_, out) => void (out.x += 0.5));
    expect(feet.x).toBeGreaterThan(0.3);
  });

  it('ends at the end of the floor', () => {
    hold(0, -1, 0, 9);
    expect(feet.z).toBeCloseTo(-10);
  });
});

it('turns as long as the stick is held, to the side it is held to', () => {
  let angle = 0;
  for (let t = 0; t < 1; t += FRAME_S) angle += stride.turn(1, 1, FRAME_S);
  expect(angle).toBeLessThan(-0.8);
  expect(angle).toBeGreaterThan(-1.2);
  let slow = 0;
  for (let t = 0; t < 1; t += FRAME_S) slow += stride.turn(1, 0.6, FRAME_S);
  expect(slow).toBeGreaterThan(-0.75);
});
