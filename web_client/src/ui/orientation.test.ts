// How an exhibit stands, in degrees that can be said.
import { describe, expect, it } from 'vitest';
import { orientationOf } from './orientation';

/** About an axis, in degrees. */
function rotation(axis: 0 | 1 | 2, degrees: number): [number, number, number, number] {
  const made: [number, number, number, number] = [0, 0, 0, Math.cos((degrees * Math.PI) / 360)];
  made[axis] = Math.sin((degrees * Math.PI) / 360);
  return made;
}

describe('the orientation of an exhibit', () => {
  it('is straight while it was not turned, and nearly so while it was hardly turned', () => {
    const straight = { turned: 0, tilted: 0, upsideDown: false };
    expect(orientationOf([0, 0, 0, 1])).toEqual(straight);
    expect(orientationOf(rotation(1, 6))).toEqual(straight);
  });

  it('goes to the right as the front goes to the right of who stands before it', () => {
    expect(orientationOf(rotation(1, 45)).turned).toBe(-45);
    expect(orientationOf(rotation(1, -90)).turned).toBe(90);
    expect(orientationOf(rotation(1, 180)).turned).toBe(180);
  });

  it('is tilted up when the front looks up', () => {
    expect(orientationOf(rotation(0, -30))).toMatchObject({ turned: 0, tilted: 30 });
    expect(orientationOf(rotation(0, 60))).toMatchObject({ tilted: -60, upsideDown: false });
  });

  it('says when it stands on its head', () => {
    expect(orientationOf(rotation(2, 180)).upsideDown).toBe(true);
    expect(orientationOf(rotation(0, 180)).upsideDown).toBe(true);
  });
});
