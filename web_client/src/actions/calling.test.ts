// A visitor calls staff: what is asked, and what they hear of it.
import { expect, it } from 'vitest';
import { store } from '../store';
import { placeWords } from './calling';
import { BO, Lobby, MIKA } from './service.test_help';

const CALL = { seq: 2, at: 0, caller: 'mika', topic: null, by: null };

it('asks with a topic or without, and knows whether staff have it', async () => {
  const lobby = new Lobby(MIKA);
  const { calling } = lobby.service;
  expect([await calling.call('  cards '), await calling.call(' ')]).toEqual([true, true]);
  expect(lobby.sent).toEqual([{ type: 'staff.call', topic: 'cards' }, { type: 'staff.call', topic: null }]);
  lobby.answer = { kind: 'refused', reason: 'unchanged' };
  expect(await calling.call('again')).toBe(true); // they have it already
  lobby.answer = { kind: 'refused', reason: 'not_allowed' };
  expect(await calling.call('')).toBe(false);
  expect(lobby.told).toHaveLength(1);
  calling.cancel();
  expect(lobby.sent.at(-1)).toEqual({ type: 'staff.call_cancel' });
});

it('hears of the place, who comes, that they had to go, and the end', () => {
  const lobby = new Lobby(MIKA);
  lobby.happens({ kind: 'call.asked', member: 'mika', topic: 'cards', place: 2 });
  expect(store.calls.value).toMatchObject([{ caller: 'mika', place: 2 }]);
  lobby.happens({ kind: 'call.moved', caller: 'mika', place: 1 });
  lobby.happens({ kind: 'call.taken', member: 'aiko', caller: 'mika' });
  expect(lobby.aloud).toEqual([
    'Staff have your call. You are number 2 of those who wait. Somebody will come to you.',
    'You are next. Somebody will come to you.',
    'Aiko is on the way to you.',
  ]);
  lobby.happens({ kind: 'call.moved', caller: 'mika', place: 1 });
  lobby.happens({ kind: 'call.taken', member: 'aiko', caller: 'mika' });
  lobby.happens({ kind: 'call.ended', member: 'aiko', caller: 'mika', reason: 'done' });
  expect(lobby.told).toEqual(['Aiko had to go. You wait in your old place.', 'Aiko has ended your call.']);
  expect(store.calls.value).toEqual([]);
});

it('calls off in silence but for a word, and says nothing after one has gone', () => {
  const lobby = new Lobby(MIKA);
  lobby.happens({ kind: 'call.asked', member: 'mika', topic: null, place: 1 });
  lobby.happens({ kind: 'call.ended', member: 'mika', caller: 'mika', reason: 'cancelled' });
  expect(lobby.told).toEqual(['Your call is cancelled.']);
  lobby.happens({ kind: 'call.asked', member: 'mika', topic: null, place: 1 });
  lobby.happens({ kind: 'call.ended', member: null, caller: 'mika', reason: 'gone' });
  expect(lobby.told).toHaveLength(1);
});

it('is still there after a line that broke', () => {
  const lobby = new Lobby(BO);
  lobby.load({}, { calls: [{ ...CALL, caller: 'bo', place: 3 }] });
  expect(store.calls.value).toMatchObject([{ caller: 'bo', place: 3 }]);
});

it('counts places from the next one', () => {
  expect(placeWords({ ...CALL, place: 1 })).toContain('You are next');
  expect(placeWords({ ...CALL, place: 4 })).toContain('number 4');
});
