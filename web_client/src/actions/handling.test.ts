// Offering what is in hand, and taking what is offered.
import { beforeEach, describe, expect, it } from 'vitest';
import { Held } from '../protocol/poses';
import { At } from '../replica/places';
import { store } from '../store';
import { refused, Room } from './exhibit.test_help';
import { Handling, OFFER_MS } from './handling';

let room: Room;
let handling: Handling;

beforeEach(() => {
  room = new Room();
  handling = new Handling(room.send, () => undefined, room.visit, () => null, room.tell, room.now);
});

function takes(member: string): void {
  handling.changed(room.happens({ kind: 'exhibit.taken', member }));
}

async function offers(to: string): Promise<void> {
  await handling.offer(to);
  expect(room.news).toEqual([{ type: 'exhibit.offer', exhibit: 'card', to }]);
  handling.changed(room.happens({ kind: 'exhibit.offered', to }));
}

describe('an offer', () => {
  it('is not made of what one does not hold', async () => {
    await handling.offer('bo');
    expect(room.sent).toEqual([]);
  });

  it('lapses when nobody takes it up, and is taken back', async () => {
    takes('ann');
    await offers('bo');
    room.ms = OFFER_MS - 1;
    handling.step();
    expect(room.sent).toEqual([]);
    room.ms = OFFER_MS;
    handling.step();
    handling.step();
    expect(room.news).toEqual([{ type: 'exhibit.offer', exhibit: 'card', to: null }]);
    expect(room.told).toEqual(['Your offer has not been taken up.']);
  });

  it('ends when it is taken up: it is out of one\'s hands', async () => {
    takes('ann');
    await offers('bo');
    takes('bo');
    room.ms = 2 * OFFER_MS;
    handling.step();
    expect([store.holding.value, room.sent]).toEqual([null, []]);
  });

  it('to somebody who has gone is told', async () => {
    takes('ann');
    room.answer = refused('no_such_member');
    await handling.offer('bo');
    expect(room.told).toEqual(['They are not here any more.']);
  });

  it('is taken up by taking, and what was declined once may be offered again', async () => {
    takes('bo');
    handling.changed(room.happens({ kind: 'exhibit.offered', member: 'bo', to: 'ann' }));
    handling.decline('card');
    expect(store.declined.value.has('card')).toBe(true);
    handling.changed(room.happens({ kind: 'exhibit.offered', member: 'bo', to: null }));
    expect(store.declined.value.has('card')).toBe(false);
    await handling.accept('card');
    expect(room.news).toEqual([{ type: 'exhibit.take', exhibit: 'card' }]);
    expect(store.focus.value).toBe('card');
  });
});

it('while one looks closer, that is what is meant, whatever one passes', () => {
  handling.pointed('card');
  store.closer.value = 'card';
  handling.near('other');
  expect(store.focus.value).toBe('card');
});

it('what the server gives back is out of hand', () => {
  takes('ann');
  expect(store.holding.value).toBe('card');
  handling.changed(room.happens({ kind: 'exhibit.released', member: null, rotation: [0, 0, 0, 1] }));
  expect([store.holding.value, handling.grasp.exhibit]).toEqual([null, null]);
});

it('what one is handed is turned as it was in the hand before', () => {
  const record = new Held();
  record.carried = true;
  record.rotation.set([0, 1, 0, 0]);
  room.visit.places.heard('card', 100, record, false);
  takes('ann');
  expect(Array.from(handling.grasp.shown)).toEqual([0, 1, 0, 0]);
  expect(handling.grasp.held.carried).toBe(false);
});

describe('what one carries', () => {
  function carries(): void {
    takes('ann');
    handling.grasp.carry({ position: { x: 4, y: 1, z: 4 }, rotation: { x: 0, y: 0, z: 0, w: 1 }, scale: 2 }, 0);
    room.visit.places.own('card', handling.grasp.held);
    room.visit.places.step(0, 5, false);
  }
  const away = (): number => room.visit.places.shown('card')![At.away];

  it('goes home when it is put back', () => {
    carries();
    expect(away()).toBe(1);
    handling.putBack();
    room.visit.places.step(0, 5, false);
    expect(away()).toBe(0);
  });

  it('goes home when the line is lost', () => {
    carries();
    handling.letGo();
    room.visit.places.step(0, 5, false);
    expect(away()).toBe(0);
  });

  it('stays where it is when somebody takes it over, until they say where', () => {
    carries();
    handling.changed(room.happens({ kind: 'exhibit.offered', to: 'bo' }));
    takes('bo');
    room.visit.places.step(0, 0.5, false);
    expect(away()).toBe(1);
  });

  it('is made larger by a button', () => {
    carries();
    handling.resize(1.25);
    expect(handling.grasp.held.scale).toBe(2.5);
  });
});

it('says whether it was taken', async () => {
  expect(await handling.take('card')).toBe(true);
  room.answer = refused('held_by_other');
  expect(await handling.take('card')).toBe(false);
});
