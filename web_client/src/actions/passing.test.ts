import { beforeEach, expect, it } from 'vitest';
import { Room } from './exhibit.test_help';
import { Passing } from './passing';

let room: Room;
let passing: Passing;
let inHand: string | null;
let offers: (string | null)[];

beforeEach(() => {
  room = new Room();
  offers = [];
  inHand = 'card';
  room.happens({ kind: 'exhibit.taken', member: 'ann' });
  const offer = (to: string | null): void => {
    offers.push(to);
    room.happens({ kind: 'exhibit.offered', to });
  };
  passing = new Passing(room.visit, { get exhibit() { return inHand; }, offer }, room.now);
});

/** Bo (1) or nobody (-1) reaches for it, for so long. */
function reached(slot: number, ms: number): void {
  for (const end = room.ms + ms; room.ms < end; room.ms += 100) passing.reached(slot);
}

it('what one holds is offered to who reaches for it, once', () => {
  reached(1, 3000);
  expect(offers).toEqual(['bo']);
});

it('it is not offered any more when they have been gone for a while', () => {
  reached(1, 300);
  reached(-1, 1000);
  reached(1, 300);
  expect(offers).toEqual(['bo']);
  reached(-1, 3000);
  expect(offers).toEqual(['bo', null]);
  reached(1, 300);
  expect(offers).toEqual(['bo', null, 'bo']);
});

it('an offer that has lapsed is not made again while they stay', () => {
  reached(1, 500);
  room.happens({ kind: 'exhibit.offered', to: null });
  reached(1, 500);
  reached(-1, 3000);
  expect(offers).toEqual(['bo']);
});

it('an offer that one has made oneself is left alone', () => {
  room.happens({ kind: 'exhibit.offered', to: 'cleo' });
  reached(1, 500);
  reached(-1, 3000);
  expect(offers).toEqual([]);
});

it('nothing is offered that is not in hand, nor to who has lost the line', () => {
  inHand = null;
  reached(1, 500);
  inHand = 'card';
  room.happens({ kind: 'away', member: 'bo' });
  reached(1, 500);
  expect(offers).toEqual([]);
});

it('the next thing in hand is offered anew', () => {
  reached(1, 300);
  inHand = null;
  reached(1, 300);
  inHand = 'card';
  room.happens({ kind: 'exhibit.offered', to: null });
  reached(1, 300);
  expect(offers).toEqual(['bo', 'bo']);
});
