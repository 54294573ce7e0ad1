import { describe, expect, it } from 'vitest';
import type { MemberView } from '../protocol/generated';
import { arrivals, FRESH_MS, inConsoleOrder } from './arrivals';

const somebody = (member: string, more: Partial<MemberView> = {}): MemberView => ({
  member, slot: 0, role: 'visitor', staff: null, name: member, avatar: 0, away: false, seat: null, aside: false, watching: false, ...more,
});
const names = (members: readonly MemberView[]): string[] => members.map(({ member }) => member);
const NOW = 10_000_000;

describe('who has just come', () => {
  const since = new Map([['ann', NOW - 1000], ['bo', NOW - 2000], ['old', NOW - FRESH_MS], ['kim', NOW], ['bot', NOW], ['gone', NOW]]);
  const all = [
    somebody('bo'), somebody('ann'), somebody('old'), somebody('unknown'),
    somebody('kim', { role: 'staff' }), somebody('bot', { role: 'bot' }), somebody('gone', { away: true }),
  ];

  it('are visitors of the last five minutes who are there, the newest first', () => {
    expect(names(arrivals(all, since, new Set(), NOW))).toEqual(['ann', 'bo']);
  });

  it('are not those who were greeted', () => {
    expect(names(arrivals(all, since, new Set(['ann']), NOW))).toEqual(['bo']);
  });
});

it('lists callers in their order, then visitors, the newest first, then staff, test visitors and oneself', () => {
  const since = new Map([['ann', 1], ['bo', 2], ['cy', 3], ['dee', 4]]);
  const all = ['me', 'bot', 'kim', 'ann', 'bo', 'cy', 'dee', 'eve'].map((name) =>
    somebody(name, { role: name === 'bot' ? 'bot' : name === 'kim' || name === 'me' ? 'staff' : 'visitor' }),
  );
  expect(names(inConsoleOrder(all, since, ['bo', 'ann'], 'me'))).toEqual(['bo', 'ann', 'dee', 'cy', 'eve', 'kim', 'bot', 'me']);
});
