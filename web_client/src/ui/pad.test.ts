import { describe, expect, it } from 'vitest';
import { pushOf } from './pad';

describe('the walking pad', () => {
  it('walks where it is pushed', () => {
    expect(pushOf(0, -20)).toMatchObject({ forward: 0.5, length: 0.5 });
    expect(pushOf(20, 0)).toMatchObject({ right: 0.5, length: 0.5 });
  });

  it('does not go further than its rim', () => {
    const { right, forward, length } = pushOf(300, 400);
    expect(length).toBe(1);
    expect(right).toBeCloseTo(0.6);
    expect(forward).toBeCloseTo(-0.8);
  });

  it('does not walk by a resting thumb', () => expect(pushOf(2, 3)).toEqual({ right: 0, forward: 0, length: 0 }));
});
