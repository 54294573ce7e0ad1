import { describe, expect, it } from 'vitest';
import { ServerClock } from './clock';

/** Frames every 50 ms from server time `from`, each with its lag; the shown time is asked 60 times a second. */
function play(clock: ServerClock, lags: readonly number[], from = 1_000): { local: number; shown: number }[] {
  const arrivals = lags.map((lag, i) => ({ server: from + i * 50, at: 10_000 + i * 50 + lag }));
  const shown: { local: number; shown: number }[] = [];
  let next = 0;
  for (let local = 10_000; local < 10_000 + lags.length * 50; local += 16) {
    while (next < arrivals.length && arrivals[next].at <= local) {
      clock.frame(arrivals[next].server % 2 ** 32, arrivals[next].at);
      next++;
    }
    if (clock.ready) shown.push({ local, shown: clock.shown(local) });
  }
  return shown;
}

const steady = Array.from({ length: 200 }, () => 30);
const jittery = Array.from({ length: 200 }, (_, i) => 30 + ((i * 37) % 60));

describe('the clock that follows the server', () => {
  it('shows a moment about two ticks ago', () => {
    const clock = new ServerClock();
    const last = play(clock, steady).at(-1)!;
    expect(last.local - 10_000 + 1_000 - 30 - last.shown).toBeCloseTo(110, 0);
  });

  it('never runs backwards, whatever the jitter', () => {
    const shown = play(new ServerClock(), jittery);
    for (let i = 1; i < shown.length; i++) expect(shown[i].shown).toBeGreaterThanOrEqual(shown[i - 1].shown);
  });

  it('runs at nearly the speed of time once it has settled', () => {
    const shown = play(new ServerClock(), jittery).slice(-100);
    const speed = (shown.at(-1)!.shown - shown[0].shown) / (shown.at(-1)!.local - shown[0].local);
    expect(Math.abs(speed - 1)).toBeLessThan(0.05);
  });

  it('waits longer when frames come unevenly', () => {
    const calm = new ServerClock();
    const uneasy = new ServerClock();
    play(calm, steady);
    play(uneasy, jittery);
    expect(uneasy.delayMs).toBeGreaterThan(calm.delayMs + 30);
  });

  it('counts on when the server time passes 2^32', () => {
    const clock = new ServerClock();
    clock.frame(2 ** 32 - 20, 0);
    expect(clock.frame(30, 50)).toBe(2 ** 32 + 30);
  });
});

describe('the server\'s own clock', () => {
  it('is known from the welcome, and then as the quickest frames tell it, past the wrap of their time', () => {
    const clock = new ServerClock();
    clock.tie(1_790_000_000_000, 2 ** 32 - 1000, 5000); // read late: 400 ms lay in between
    expect(clock.unixAt(5100)).toBe(1_790_000_000_100);
    clock.frame(2 ** 32 - 500, 5120);
    clock.frame(500, 6100); // 1500 ms after the welcome was sent, 80 ms on its way or by another clock
    expect(clock.unixAt(6100)).toBe(1_790_000_000_000 + 1500);
    expect(clock.unixAt(7100)).toBe(1_790_000_000_000 + 2500);
  });
});
