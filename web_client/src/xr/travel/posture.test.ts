// Who sits on a chair sees the room from where the others stand; who takes a seat of the room, from there.
import { describe, expect, it } from 'vitest';
import { Posture } from './posture';

describe('the height of the eyes', () => {
  it('is one’s own while one stands, also when one crouches', () => {
    const posture = new Posture();
    expect(posture.step(1.72, null, false)).toBe(0);
    expect(posture.step(0.9, null, false)).toBe(0);
  });

  it('is that of somebody standing for who sits, and goes down with them when they bend', () => {
    const posture = new Posture();
    expect(posture.step(1.18, null, true)).toBeCloseTo(0.42);
    expect(posture.step(0.9, null, true)).toBeCloseTo(0.42);
  });

  it('is taken anew when one says so', () => {
    const posture = new Posture();
    posture.step(1.18, null, true);
    posture.measureAnew();
    expect(posture.step(1.1, null, true)).toBeCloseTo(0.5);
  });

  it('is that of the room’s seat while one has it, standing or sitting', () => {
    const posture = new Posture();
    posture.step(1.7, null, false);
    expect(posture.step(1.7, 1.19, false)).toBeCloseTo(-0.51);
    expect(posture.step(1.7, null, false)).toBe(0);
    posture.step(1.18, null, true);
    expect(posture.step(1.18, 1.19, true)).toBeCloseTo(0.01);
  });

  it('can be raised and lowered, within reason, until the headset is put on anew', () => {
    const posture = new Posture();
    posture.raise(0.1);
    posture.raise(0.05);
    expect(posture.step(1.5, null, false)).toBeCloseTo(0.15);
    posture.raise(9);
    expect(posture.step(1.5, null, false)).toBeCloseTo(0.8);
    posture.forget();
    expect(posture.step(1.5, null, false)).toBe(0);
  });
});
