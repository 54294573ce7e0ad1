// A screen follows what the room says of its clip.
import { describe, expect, it } from 'vitest';
import { placeOf, Projector, runs, type Screen } from './projector';

const AT = 1_790_000_000_000;
const playing = { playing: true, position: 4, at: AT };

/** A screen whose clip moves on as time does. */
function screen() {
  const made = {
    currentTime: 0, paused: true, seeking: false, playbackRate: 1, muted: true, readyState: 4,
    play: () => {
      made.paused = false;
      return Promise.resolve();
    },
    pause: () => void (made.paused = true),
    pass: (seconds: number) => void (made.currentTime += made.paused ? 0 : seconds * made.playbackRate),
  };
  return made satisfies Screen & { pass(seconds: number): void };
}

it('is where the server says, and not beyond its end', () => {
  expect(placeOf(playing, 20, AT + 1500)).toBe(5.5);
  expect(placeOf(playing, 20, AT + 60_000)).toBe(20);
  expect(runs(playing, 20, AT + 60_000)).toBe(false);
  expect(placeOf({ ...playing, playing: false }, 20, AT + 60_000)).toBe(4);
});

describe('a screen', () => {
  it('comes in where the others are, and stays in step', () => {
    const shown = screen();
    const projector = new Projector(shown, 20);
    for (let ms = 3000; ms < 9000; ms += 50) {
      projector.follow(playing, AT + ms, ms);
      shown.pass(0.05 * 1.01); // its clock runs a little fast
    }
    expect(Math.abs(shown.currentTime - 13)).toBeLessThan(0.1);
  });

  it('rests where somebody has stopped it, and at its end', () => {
    const shown = screen();
    const projector = new Projector(shown, 20);
    projector.follow(playing, AT, 0);
    expect(shown.paused).toBe(false);
    projector.follow({ playing: false, position: 7, at: AT }, AT + 5000, 5000);
    expect([shown.paused, shown.currentTime]).toEqual([true, 7]);
    projector.follow(playing, AT + 60_000, 60_000);
    expect([shown.paused, shown.currentTime]).toEqual([true, 20]);
  });

  it('gives a jump its time before it jumps again', () => {
    const shown = screen();
    const projector = new Projector(shown, 20);
    projector.follow(playing, AT, 0);
    shown.currentTime = 0; // it has not arrived
    projector.follow(playing, AT + 100, 100);
    expect(shown.currentTime).toBe(0);
    projector.follow(playing, AT + 900, 900);
    expect(shown.currentTime).toBeCloseTo(4.9);
  });
});
