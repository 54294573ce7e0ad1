// Announcements: said once, seen by who comes later, put away when read, and gone when they are old.
import { expect, it } from 'vitest';
import { ANNOUNCEMENT_LIFE_S } from '../protocol/generated';
import { store } from '../store';
import { AT, Lobby, MIKA } from './service.test_help';

const SAID = { seq: 1, at: AT - 60_000, member: 'aiko', text: 'We close at six.' };
const shown = (): string[] => store.notices.value.map(({ text }) => text);

it('is said aloud once, with a sound, and shown', () => {
  const lobby = new Lobby(MIKA);
  lobby.happens({ kind: 'announcement', member: 'aiko', text: 'Welcome' });
  expect([lobby.aloud, lobby.chimes, shown()]).toEqual([['The bank says: Welcome'], ['announced'], ['Welcome']]);
  lobby.load({ announcements: lobby.visit.room.staff.announcements as never }); // the line broke
  expect([lobby.aloud, shown()]).toEqual([[], ['Welcome']]);
});

it('is neither said nor shown to who wrote it', () => {
  const lobby = new Lobby(MIKA);
  lobby.happens({ kind: 'announcement', member: 'mika', text: 'Welcome' });
  expect([lobby.aloud, shown(), store.announcements.value.length]).toEqual([[], [], 1]);
});

it('is seen and heard by who comes later, without a sound', () => {
  const lobby = new Lobby(MIKA);
  lobby.load({ announcements: [SAID] });
  expect([lobby.aloud, lobby.chimes, shown()]).toEqual([['The bank says: We close at six.'], [], ['We close at six.']]);
});

it('stays away once it is put away, but not from the screens', () => {
  const lobby = new Lobby(MIKA);
  lobby.load({ announcements: [SAID] });
  lobby.service.bulletins.putAway(SAID.seq);
  lobby.load({ announcements: [SAID] });
  expect([shown(), store.announcements.value.length]).toEqual([[], 1]);
});

it('is no news any more after ten minutes by the server’s clock', () => {
  const lobby = new Lobby(MIKA);
  lobby.load({ announcements: [SAID] });
  lobby.ms = ANNOUNCEMENT_LIFE_S * 1000 - 60_001;
  lobby.service.step();
  expect(shown()).toHaveLength(1);
  lobby.ms += 2;
  lobby.service.step();
  expect([shown(), store.announcements.value]).toEqual([[], []]);
});

it('of another room is said though the number was put away here', () => {
  const lobby = new Lobby(MIKA);
  lobby.load({ announcements: [SAID] });
  lobby.service.bulletins.putAway(SAID.seq);
  lobby.visit.room.expectState('east');
  lobby.service.elsewhere();
  lobby.load({ room: 'east', announcements: [{ ...SAID, text: 'Welcome to the east' }] });
  expect(shown()).toEqual(['Welcome to the east']);
});
