// What staff do: each act says what it does and why, is answered in words, and a call is taken by one alone.
import { expect, it } from 'vitest';
import { store } from '../store';
import type { Why } from './hosting';
import { AIKO, Lobby } from './service.test_help';

const WHY: Why = { reason: 'spam', text: 'third time' };

it('has the rights that the server tells, none as a visitor and none without an answer', async () => {
  const lobby = new Lobby(AIKO);
  await lobby.service.hosting.welcomed(true);
  expect([...store.rights.value]).toEqual(['greet', 'call.answer']);
  lobby.rights = () => Promise.reject(new Error('no'));
  await lobby.service.hosting.welcomed(true);
  expect(store.rights.value.size).toBe(0);
  lobby.rights = () => Promise.resolve(['announce']);
  await lobby.service.hosting.welcomed(false);
  expect(store.rights.value.size).toBe(0);
});

it('says what is done to whom and why, and tells that it is done', async () => {
  const lobby = new Lobby(AIKO);
  const { hosting } = lobby.service;
  await hosting.mute('bo', true, WHY);
  await hosting.remove('bo', WHY);
  await hosting.ban('bo', 3600, true, WHY);
  await hosting.invite('bo');
  await hosting.announce('We close at six.');
  await hosting.slow(30, WHY);
  await hosting.lock(true, WHY);
  expect(lobby.sent).toEqual([
    { type: 'member.mute', member: 'bo', on: true, ...WHY },
    { type: 'member.remove', member: 'bo', ...WHY },
    { type: 'member.ban', member: 'bo', seconds: 3600, network: true, ...WHY },
    { type: 'member.invite', member: 'bo', place: null, seat: null },
    { type: 'announce', text: 'We close at six.' },
    { type: 'chat.slow', seconds: 30, ...WHY },
    { type: 'room.lock', locked: true, ...WHY },
  ]);
  expect(lobby.told).toEqual([
    'Bo is muted for everybody.', 'Bo is out of the room.', 'Bo is kept out.', 'Bo has your invitation.', 'Announced to everybody.',
  ]);
});

it.each([
  ['is_staff', 'Bo is a member of staff.'],
  ['not_allowed', 'Your role may not do this.'],
  ['bounds', 'That did not work. Please try again.'],
])('tells why it was refused: %s', async (reason, text) => {
  const lobby = new Lobby(AIKO);
  lobby.answer = { kind: 'refused', reason };
  expect(await lobby.service.hosting.remove('bo', WHY)).toBe(false);
  expect(lobby.told).toEqual([text]);
});

it('goes to a caller and waves, but not to one who is taken', async () => {
  const lobby = new Lobby(AIKO);
  await lobby.service.hosting.take('bo');
  expect([lobby.gone, lobby.waves]).toEqual([[{ member: 'bo' }], 1]);
  lobby.answer = { kind: 'refused', reason: 'taken', by: 'mika' };
  await lobby.service.hosting.take('bo');
  expect([lobby.gone.length, lobby.waves, lobby.told]).toEqual([1, 1, ['Mika is on the way already.']]);
  lobby.answer = { kind: 'refused', reason: 'no_such_call' };
  await lobby.service.hosting.finish('bo');
  expect(lobby.told.at(-1)).toBe('This call has ended meanwhile.');
});

it('greets at once, with a wave on arrival, and says when no way leads there', async () => {
  const lobby = new Lobby(AIKO);
  await lobby.service.hosting.greet('bo');
  expect([lobby.sent, lobby.gone, lobby.waves]).toEqual([[{ type: 'member.greet', member: 'bo' }], [{ member: 'bo' }], 1]);
  lobby.way = false;
  await lobby.service.hosting.greet('bo');
  expect([lobby.waves, lobby.told.length]).toEqual([1, 3]);
});

it('leaves to others whom they have greeted, and greets whom one has greeted with another wave', async () => {
  const lobby = new Lobby(AIKO);
  lobby.answer = { kind: 'refused', reason: 'taken', by: 'mika' };
  await lobby.service.hosting.greet('bo');
  expect([lobby.waves, lobby.told]).toEqual([0, ['Mika has greeted Bo already.']]);
  lobby.answer = { kind: 'refused', reason: 'unchanged' };
  await lobby.service.hosting.greet('bo');
  expect([lobby.waves, lobby.told.length]).toEqual([1, 1]);
  lobby.answer = { kind: 'refused', reason: 'no_such_member' };
  await lobby.service.hosting.greet('bo');
  expect([lobby.waves, lobby.told.at(-1)]).toEqual([1, 'Bo is not here any more.']);
});

it('hears of who calls, loud and with what it is about', () => {
  const lobby = new Lobby(AIKO);
  lobby.happens({ kind: 'call.asked', member: 'bo', topic: 'cards', place: 1 });
  lobby.happens({ kind: 'call.asked', member: 'mika', topic: null, place: 2 });
  expect(lobby.aloud).toEqual(['Bo is calling for staff: cards', 'Mika is calling for staff.']);
  expect(lobby.chimes).toEqual(['called', 'called']);
});
