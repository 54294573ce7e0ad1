// Voices by distance: less the farther, nothing where the server ends them, no steps on the way.
import { describe, expect, it } from 'vitest';
import { VOICE_REACH_M, VOICE_STAY_M } from '../protocol/generated';
import { loudness } from './gains';

const METRES = Array.from({ length: 141 }, (_, i) => i / 10);

describe('loudness', () => {
  it('falls with the distance and is over where the server ends it', () => {
    const near = METRES.map((metres) => loudness('near', metres));
    expect(near[0]).toBe(1);
    expect(near.every((now, i) => i === 0 || now <= near[i - 1])).toBe(true);
    expect(loudness('near', 2)).toBeGreaterThan(2 * loudness('near', 8));
    expect(loudness('near', VOICE_REACH_M)).toBeGreaterThan(0);
    expect(loudness('near', VOICE_REACH_M + VOICE_STAY_M)).toBe(0);
    expect(loudness('near', 100)).toBe(0);
  });

  it('has no steps: a pace is never a jump', () => {
    for (const hearing of ['near', 'group'] as const)
      for (const metres of METRES) expect(loudness(hearing, metres) - loudness(hearing, metres + 0.1)).toBeLessThan(0.06);
  });

  it('keeps a closed group in hearing across the room, and the stage everywhere', () => {
    expect(loudness('group', 1)).toBe(1);
    expect(loudness('group', 40)).toBe(0.6);
    expect(loudness('stage', 40)).toBe(1);
  });
});
