// A greeting of staff: says who it is, for the one who is greeted alone, and does not last.
import { beforeEach, expect, it } from 'vitest';
import { store } from '../store';
import { AIKO, BO, Lobby, MIKA } from './service.test_help';

const GREETED = { kind: 'member.greeted', member: 'aiko', to: 'mika' };

beforeEach(() => void (store.greeting.value = null));

it('says who greets, with a sound', () => {
  const lobby = new Lobby(MIKA);
  lobby.happens(GREETED);
  expect([store.greeting.value, lobby.chimes]).toEqual([{ by: 'aiko', name: 'Aiko', staff: 'host' }, ['called']]);
});

it('is for the one who is greeted; to others of staff it is known', () => {
  for (const me of [BO, AIKO]) {
    const lobby = new Lobby(me);
    lobby.happens(GREETED);
    expect([store.greeting.value, lobby.chimes, [...store.greeted.value]]).toEqual([null, [], ['mika']]);
  }
});

it('is put away by oneself, by time, in another room, and with who greeted', () => {
  const lobby = new Lobby(MIKA);
  const away = [
    (): void => lobby.service.greeted.putAway(),
    (): void => {
      lobby.ms += 61_000;
      lobby.service.step();
    },
    (): void => lobby.service.elsewhere(),
    (): void => lobby.happens({ kind: 'leave', member: 'aiko', reason: 'left' }),
  ];
  for (const act of away) {
    lobby.happens(GREETED);
    expect(store.greeting.value).not.toBeNull();
    act();
    expect(store.greeting.value).toBeNull();
  }
});
