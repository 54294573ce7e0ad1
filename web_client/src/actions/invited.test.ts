// An invitation of staff: to a seat, a place or beside them; one goes, or not now, and it does not last.
import { expect, it } from 'vitest';
import { store } from '../store';
import { BO, Lobby, MIKA } from './service.test_help';

const ASKED = { kind: 'member.invited', member: 'aiko', to: 'mika', place: null, seat: null };

it.each([
  [{ seat: 'seat:1' }, { seat: 'seat:1' }],
  [{ place: [1, 0, 2] }, { place: [1, 0, 2] }],
  [{}, { member: 'aiko' }],
])('leads to where one is asked: %j', (where, goal) => {
  const lobby = new Lobby(MIKA);
  lobby.happens({ ...ASKED, ...where });
  expect(store.invitation.value?.name).toBe('Aiko');
  lobby.service.invited.accept();
  expect([lobby.gone, store.invitation.value]).toEqual([[goal], null]);
});

it('is for the one who is asked alone', () => {
  const lobby = new Lobby(BO);
  lobby.happens(ASKED);
  expect(store.invitation.value).toBeNull();
});

it('is put away by oneself, by time, and with who asked', () => {
  const lobby = new Lobby(MIKA);
  lobby.happens(ASKED);
  lobby.service.invited.decline();
  expect([store.invitation.value, lobby.gone]).toEqual([null, []]);
  lobby.happens(ASKED);
  lobby.ms = 61_000;
  lobby.service.step();
  expect(store.invitation.value).toBeNull();
  lobby.happens(ASKED);
  lobby.happens({ kind: 'leave', member: 'aiko', reason: 'left' });
  expect(store.invitation.value).toBeNull();
});

it('says when no way leads there', () => {
  const lobby = new Lobby(MIKA);
  lobby.way = false;
  lobby.happens({ ...ASKED, place: [1, 0, 2] });
  lobby.service.invited.accept();
  expect(lobby.told).toEqual(['There is no way there right now.']);
});
