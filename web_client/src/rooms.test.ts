import { describe, expect, it } from 'vitest';
import type { BranchRoom } from './net/api';
import type { Welcome } from './protocol/generated';
import { addressOf, roomOf, roomToEnter } from './rooms';

const room = (name: string): BranchRoom => ({ room: name, title: { en: name }, scene: `/scenes/${name}`, capacity: 9 });
const rooms = [room('lobby'), room('lobby-east')];

describe('the room to enter', () => {
  it.each([
    ['?quality=low&room=lobby-east', undefined, 'lobby-east'],
    ['?room=lobby', 'lobby-east', 'lobby'],
    ['', 'lobby-east', 'lobby-east'],
    ['', undefined, 'lobby'],
    ['?room=vault', undefined, 'lobby'],
    ['', 'closed-since', 'lobby'],
  ])('%s, before in %s: %s', (search, before, wanted) => {
    expect(roomToEnter(rooms, search, before)?.room).toBe(wanted);
  });

  it('is none in a branch without rooms', () => {
    expect(roomToEnter([], '?room=lobby', undefined)).toBeNull();
  });
});

it('names the room in the address and leaves all else there, but the first room needs no name', () => {
  const address = 'https://bank.example/?quality=low&room=vault#x';
  expect(addressOf(address, 'lobby-east', rooms)).toBe('https://bank.example/?quality=low&room=lobby-east#x');
  expect(addressOf(address, 'lobby', rooms)).toBe('https://bank.example/?quality=low#x');
});

it('knows the room of a welcome, also one that was opened later', () => {
  const welcome = { room: 'lobby-east', scene: '/s', capacity: 3 } as Welcome;
  expect(roomOf(welcome, rooms)).toBe(rooms[1]);
  expect(roomOf({ ...welcome, room: 'new' }, rooms)).toEqual({ room: 'new', title: { en: 'new' }, scene: '/s', capacity: 3 });
});
