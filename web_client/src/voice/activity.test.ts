// Who speaks, over time: words and pauses, and noise that is neither.
import { describe, expect, it } from 'vitest';
import { Activity, barOf, levelOf } from './activity';

const STEP_MS = 50;

/** What is said of `levels`, one each 50 ms. */
function heard(levels: readonly number[]): boolean[] {
  const activity = new Activity();
  return levels.map((level, i) => {
    activity.hear(level, i * STEP_MS);
    return activity.speaks;
  });
}

const times = (level: number, count: number): number[] => Array.from({ length: count }, () => level);

describe('activity', () => {
  it('begins with a word, not with a click', () => {
    expect(heard([0, 0.5, 0, 0, 0.5, 0]).some(Boolean)).toBe(false);
    expect(heard(times(0.05, 4))).toEqual([false, false, true, true]);
  });

  it('goes on over a pause between words, and ends after a longer one', () => {
    const said = heard([...times(0.05, 6), ...times(0, 10), ...times(0.05, 2), ...times(0, 20)]);
    expect(said.slice(2, 18).every(Boolean)).toBe(true);
    expect(said.at(-1)).toBe(false);
  });

  it('is no trembling between the two thresholds', () => {
    expect(heard(times(0.009, 40)).some(Boolean)).toBe(false);
    expect(heard([...times(0.05, 4), ...times(0.009, 60)]).slice(2).every(Boolean)).toBe(true);
  });

  it('says when it changes, once', () => {
    const activity = new Activity();
    const changes = [...times(0.05, 6), ...times(0, 30)].filter((level, i) => activity.hear(level, i * STEP_MS));
    expect(changes).toEqual([0.05, 0]);
  });
});

describe('the bar', () => {
  it('shows a voice, rises at once and falls slowly', () => {
    expect(levelOf(Float32Array.from([0.5, -0.5]))).toBeCloseTo(0.5);
    expect(barOf(0, 0, 0.1)).toBe(0);
    expect(barOf(0.0001, 0, 0.1)).toBe(0);
    const loud = barOf(0.1, 0, 0.1);
    expect(loud).toBeGreaterThan(0.6);
    expect(barOf(1, 0, 0.1)).toBe(1);
    expect(barOf(0, loud, 0.1)).toBeCloseTo(loud - 0.16);
  });
});
