// Looking closer: with a view that goes there, and without one.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { store } from '../store';
import { Room } from './exhibit.test_help';
import { type Eyes, Looking } from './looking';

let room: Room;
let done: string[];
let possible: boolean;
let looking: Looking;
const eyes: Eyes = {
  lookCloser: (id) => (done.push(`to ${id}`), possible),
  lookBack: () => void done.push('back'),
  lookAtSpot: (id, hotspot) => void done.push(`${id} ${hotspot}`),
};

beforeEach(() => {
  room = new Room();
  done = [];
  possible = true;
  store.graphics.value = 'on';
  looking = new Looking(() => eyes, (place) => done.push(`stands before ${place.join()}`), (id) => (store.focus.value = id), room.tell);
});
afterEach(() => void (store.graphics.value = 'unknown'));

it('goes there, means it from now on, and comes back once', () => {
  looking.closer('card');
  expect([store.closer.value, store.focus.value, done]).toEqual(['card', 'card', ['to card', 'card null']]);
  looking.spotShown('card', 'one');
  looking.toggle();
  looking.back();
  expect([store.closer.value, done.slice(2)]).toEqual([null, ['card one', 'back']]);
});

it('stays where that is not possible', () => {
  possible = false;
  looking.closer('card');
  expect(store.closer.value).toBeNull();
});

it('is told that it is in somebody\'s hand, where that is why', () => {
  possible = false;
  looking.closer('card');
  expect(room.told).toEqual([]);
  room.happens({ kind: 'exhibit.taken', member: 'bo' });
  store.exhibits.value = new Map(room.visit.room.exhibits);
  looking.closer('card');
  expect([store.closer.value, room.told]).toEqual([null, ['Somebody else has it in hand right now.']]);
});

it('without a picture one stands beside it and is told so', () => {
  store.graphics.value = 'off';
  looking.closer('card');
  expect([done, room.told]).toEqual([['stands before 1,1.5,2'], ['You stand beside “Card” now.']]);
});

it('whoever walks off follows nobody', () => {
  looking.closer('card');
  store.following.value = 'card';
  looking.gone();
  expect([store.closer.value, store.following.value]).toEqual([null, null]);
});
