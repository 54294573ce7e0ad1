import { describe, expect, it } from 'vitest';
import type { CallView } from '../protocol/generated';
import type { Glance } from './api';
import { callsElsewhere, LONG_MS, waitingNow } from './waiting';

const call = (seq: number, caller: string, at: number, by: string | null = null): CallView => ({
  seq, at, caller, topic: null, place: by === null ? 1 : null, by,
});
const room = (name: string, calls: number, called: number | null): Glance => ({
  room: name, people: 0, staff: 0, waiting: 0, calls, called, locked: false, slow: 0,
});

describe('who waits', () => {
  it('keeps the order of asking, whoever came to know of it first; whom somebody goes to comes behind', () => {
    const calls = [call(7, 'cy', 70), call(5, 'ann', 50), call(4, 'dee', 40, 'kim'), call(3, 'bo', 30, 'me')];
    expect(waitingNow(calls, 'me', 100).map(({ call: { caller }, taken }) => [caller, taken])).toEqual([
      ['ann', 'no'], ['cy', 'no'], ['bo', 'mine'], ['dee', 'theirs'],
    ]);
  });

  it('says how long, and from two minutes on that it is long, as long as nobody goes', () => {
    const at = 1_000_000;
    const [young] = waitingNow([call(1, 'ann', at)], 'me', at + LONG_MS - 1);
    const [old] = waitingNow([call(1, 'ann', at)], 'me', at + LONG_MS);
    const [taken] = waitingNow([call(1, 'ann', at, 'me')], 'me', at + LONG_MS);
    expect([young, old, taken].map(({ ms, long }) => [ms, long])).toEqual([
      [LONG_MS - 1, false], [LONG_MS, true], [LONG_MS, false],
    ]);
  });

  it('has nobody wait a negative time when the clocks differ', () => {
    expect(waitingNow([call(1, 'ann', 500)], 'me', 400)[0].ms).toBe(0);
  });
});

it('names the other rooms where somebody calls, the longest wait first', () => {
  const rooms = [room('lobby', 3, 10), room('hall', 1, 30), room('pod', 2, 20), room('quiet', 0, null)];
  expect(callsElsewhere(rooms, 'lobby').map((one) => one.room)).toEqual(['pod', 'hall']);
});
