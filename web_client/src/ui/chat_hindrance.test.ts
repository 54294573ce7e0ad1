// Whether one can write right now: to the room, to staff, to another visitor.
import { beforeEach, expect, it } from 'vitest';
import type { MemberView } from '../protocol/generated';
import { store } from '../store';
import { hindrance, words } from './chat_hindrance';

const MIKA: MemberView = {
  member: 'mika', slot: 0, role: 'visitor', staff: null, name: 'Mika', avatar: 0, away: false, seat: null, aside: false, watching: false,
};
const AIKO: MemberView = { ...MIKA, member: 'aiko', role: 'staff', staff: 'host', name: 'Aiko' };
const BO: MemberView = { ...MIKA, member: 'bo', name: 'Bo' };
const page = (seconds: number) => ({ service: { slowFor: () => seconds } }) as Parameters<typeof hindrance>[0];

beforeEach(() => {
  store.me.value = MIKA;
  store.members.value = [MIKA, AIKO, BO];
  store.silenced.value = new Set();
  store.silencedWhy.value = null;
  store.thread.value = null;
});

it.each([
  [null, 'muted'],
  ['bo', 'muted'],
  ['aiko', undefined],
])('who is muted can write to staff alone: %s', (thread, kind) => {
  store.silenced.value = new Set(['mika']);
  store.thread.value = thread;
  expect(hindrance(page(0))?.kind).toBe(kind);
});

it('slow mode is of the room alone, and tells the seconds', () => {
  expect(hindrance(page(12))).toEqual({ kind: 'slow', seconds: 12 });
  expect(words({ kind: 'slow', seconds: 12 })).toContain('12 s');
  store.thread.value = 'bo';
  expect(hindrance(page(12))).toBeNull();
});

it('says why one is muted, where that is known', () => {
  expect(words({ kind: 'muted' })).not.toContain('(');
  store.silencedWhy.value = 'spam';
  expect(words({ kind: 'muted' })).toContain('Advertising');
});
