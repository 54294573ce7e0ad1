// What the room does to oneself and to all: muted, slow, locked; what is shown of it, and when one may write again.
import { describe, expect, it } from 'vitest';
import { store } from '../store';
import { AIKO, AT, BO, Lobby, MIKA } from './service.test_help';

describe('muted by staff', () => {
  const MUTED = { kind: 'member.muted', member: 'aiko', about: 'mika', on: true, reason: 'spam' };

  it('is told to oneself with the reason, until it is over', () => {
    const lobby = new Lobby(MIKA);
    lobby.happens(MUTED);
    expect([store.silenced.value.has('mika'), store.silencedWhy.value]).toEqual([true, 'spam']);
    expect(lobby.told.at(-1)).toContain('Advertising');
    lobby.happens({ ...MUTED, on: false });
    expect([store.silenced.value.size, store.silencedWhy.value, lobby.told.length]).toEqual([0, null, 2]);
  });

  it('is known to staff, who are told nothing of their own deed', () => {
    const lobby = new Lobby(AIKO);
    lobby.happens(MUTED);
    expect([store.silenced.value.has('mika'), lobby.told]).toEqual([true, []]);
  });

  it('is still so after a line that broke', () => {
    const lobby = new Lobby(MIKA);
    lobby.load({}, { muted: ['mika'] });
    expect(store.silenced.value.has('mika')).toBe(true);
  });
});

describe('slow mode', () => {
  it('counts from one’s last line by the server’s clock, and never longer than it says', () => {
    const lobby = new Lobby(MIKA);
    lobby.happens({ kind: 'chat.slow', member: 'aiko', seconds: 30, reason: 'spam' });
    expect([lobby.service.slowFor(), lobby.told.length]).toEqual([0, 1]);
    store.saidAt.value = AT;
    lobby.ms = 10_000;
    expect(lobby.service.slowFor()).toBe(20);
    lobby.ms = 30_000;
    expect(lobby.service.slowFor()).toBe(0);
    store.saidAt.value = AT + 999_000; // the server's clock was set back
    expect(lobby.service.slowFor()).toBe(30);
  });

  it('lets staff write as they like', () => {
    const lobby = new Lobby(AIKO);
    lobby.happens({ kind: 'chat.slow', member: 'aiko', seconds: 30, reason: 'spam' });
    store.saidAt.value = AT;
    expect(lobby.service.slowFor()).toBe(0);
  });
});

describe('the door', () => {
  it('is told when it closes and opens', () => {
    const lobby = new Lobby(BO);
    lobby.happens({ kind: 'room.locked', member: 'aiko', locked: true, reason: 'safety' });
    expect([store.locked.value, lobby.told.length]).toEqual([true, 1]);
    lobby.load({ locked: false });
    expect(store.locked.value).toBe(false);
  });

  it('of another room is known to be closed from when one stood there until it opens for one', () => {
    const { service } = new Lobby(BO);
    service.foundShut('east', true);
    service.foundShut('west', true);
    service.foundShut('east', false);
    expect([...store.shut.value]).toEqual(['west']);
  });
});

it('sounds for people who come in, not for bots', () => {
  const lobby = new Lobby(MIKA);
  const joins = { kind: 'join', slot: 5, staff: null, name: 'Cy', avatar: 0 };
  lobby.happens({ ...joins, member: 'cy', role: 'visitor' });
  lobby.happens({ ...joins, member: 'bot', role: 'bot', slot: 6 });
  expect(lobby.chimes).toEqual(['came']);
});
