// What is said to the room of a clip: from where it plays, where it stops.
import { beforeEach, expect, it } from 'vitest';
import { AT, refused, Room } from './exhibit.test_help';
import { Playing } from './playing';

let room: Room;
let playing: Playing;

beforeEach(() => {
  room = new Room();
  playing = new Playing(room.send, room.visit, () => null, room.tell, room.now);
});

const said = (on: boolean, position: number) => [{ type: 'exhibit.media', exhibit: 'card', playing: on, position }];

it('begins at the beginning, stops where it is, and goes on from there', () => {
  playing.toggle('card');
  expect(room.news).toEqual(said(true, 0));
  room.happens({ kind: 'exhibit.media', playing: true, position: 0, at: AT });
  room.ms = 7500;
  playing.toggle('card');
  expect(room.news).toEqual(said(false, 7.5));
  room.happens({ kind: 'exhibit.media', playing: false, position: 7.5, at: AT + 7500 });
  room.ms = 60_000;
  playing.toggle('card');
  expect(room.news).toEqual(said(true, 7.5));
});

it('plays again from the beginning once it is over', () => {
  room.happens({ kind: 'exhibit.media', playing: true, position: 15, at: AT });
  room.ms = 6000;
  playing.toggle('card');
  expect(room.news).toEqual(said(true, 0));
});

it('goes to a second within its length, and plays on or not as before', () => {
  playing.seek('card', 99);
  expect(room.news).toEqual(said(false, 20));
  room.happens({ kind: 'exhibit.media', playing: true, position: 2, at: AT });
  playing.seek('card', 12);
  expect(room.news).toEqual(said(true, 12));
});

it('tells one who may not, because somebody else leads', async () => {
  room.answer = refused('guided_by_other');
  playing.toggle('card');
  await Promise.resolve();
  expect(room.told).toEqual(['Somebody else is showing this right now.']);
});
