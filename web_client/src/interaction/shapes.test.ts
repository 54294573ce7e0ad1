import { Ray, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { hitBox, hitUpright } from './shapes';

const ray = (from: number[], to: number[]): Ray => {
  const origin = new Vector3(...from);
  return new Ray(origin, new Vector3(...to).sub(origin).normalize());
};

describe('somebody who stands', () => {
  const at = (r: Ray): number => hitUpright(r, 0, 0, -5, 0.25, 1.75);

  it('is met where the body begins', () => expect(at(ray([0, 1.6, 0], [0, 1.6, -5]))).toBeCloseTo(4.75));

  it('is missed beside, above, below and behind', () => {
    expect(at(ray([0, 1.6, 0], [0.4, 1.6, -5]))).toBe(Infinity);
    expect(at(ray([0, 1.6, 0], [0, 2.2, -5]))).toBe(Infinity);
    expect(at(ray([0, 1.6, 0], [0, -0.2, -4.5]))).toBe(Infinity);
    expect(at(ray([0, 1.6, -9], [0, 1.6, -12]))).toBe(Infinity);
    expect(at(ray([0, 1.6, 0], [0, 0, 0]))).toBe(Infinity);
  });
});

describe('a seat', () => {
  const low = [-0.3, 0, -0.4];
  const high = [0.3, 0.9, 0.3];

  it('is met from before and from the side', () => {
    expect(hitBox(ray([0, 0.5, -3], [0, 0.5, 0]), new Vector3(), 0, low, high)).toBeCloseTo(2.6);
    expect(hitBox(ray([3, 0.5, 0], [0, 0.5, 0]), new Vector3(), 0, low, high)).toBeCloseTo(2.7);
  });

  it('turns with the one who would sit there', () => {
    const quarter = Math.PI / 2; // its front is at -X
    expect(hitBox(ray([-3, 0.5, 0], [0, 0.5, 0]), new Vector3(), quarter, low, high)).toBeCloseTo(2.6);
    expect(hitBox(ray([3, 0.5, 0], [0, 0.5, 0]), new Vector3(), quarter, low, high)).toBeCloseTo(2.7);
  });

  it('is missed above, beside and behind', () => {
    expect(hitBox(ray([0, 1, -3], [0, 1, 0]), new Vector3(), 0, low, high)).toBe(Infinity);
    expect(hitBox(ray([0.5, 0.5, -3], [0.5, 0.5, 0]), new Vector3(), 0, low, high)).toBe(Infinity);
    expect(hitBox(ray([0, 0.5, 3], [0, 0.5, 6]), new Vector3(), 0, low, high)).toBe(Infinity);
  });
});
