// Leading through an exhibit: one step after the other, as long as it takes to read; and who follows.
import { beforeEach, describe, expect, it } from 'vitest';
import { store } from '../store';
import { refused, Room } from './exhibit.test_help';
import { Leading, readingMs } from './leading';

let room: Room;
let leading: Leading;
let looks: (string | null)[];

beforeEach(() => {
  room = new Room();
  looks = [];
  leading = new Leading(room.send, room.visit, (id) => looks.push(id), () => looks.push(null), room.tell, room.now);
});

/** The step is shown: the log has it. */
function shown(hotspot: string): void {
  expect(room.news).toEqual([{ type: 'exhibit.hotspot', exhibit: 'card', hotspot }]);
  room.happens({ kind: 'exhibit.hotspot', hotspot });
}

async function begin(): Promise<void> {
  await leading.begin('card');
  expect(room.sent.shift()).toEqual({ type: 'exhibit.guide', exhibit: 'card', on: true });
  leading.changed(room.happens({ kind: 'exhibit.guided', on: true }));
}

describe('the time for a step', () => {
  it('is at least some seconds, grows with the text, and is that of the slowest language', () => {
    expect(readingMs({ en: 'Chip' })).toBe(6000);
    const long = readingMs({ en: 'x'.repeat(120) });
    expect(long).toBeGreaterThan(8000);
    expect(readingMs({ en: 'x'.repeat(120), zh: '字'.repeat(80) })).toBeGreaterThan(long);
    expect(readingMs({ ja: '字'.repeat(2000) })).toBe(30_000);
  });
});

describe('who leads', () => {
  it('goes through all of it and ends', async () => {
    await begin();
    shown('one');
    for (const next of ['two', 'three']) {
      room.ms += 5000;
      leading.step();
      expect(room.sent).toEqual([]); // there is still time to read
      room.ms += 1100;
      leading.step();
      shown(next);
    }
    room.ms += 7000;
    leading.step();
    expect(room.news).toEqual([
      { type: 'exhibit.hotspot', exhibit: 'card', hotspot: null },
      { type: 'exhibit.guide', exhibit: 'card', on: false },
    ]);
    expect(store.leading.value).toBeNull();
  });

  it('may pause, and goes on with what was left of the time', async () => {
    await begin();
    shown('one');
    room.ms += 4000;
    leading.pause();
    room.ms += 60_000;
    leading.step();
    leading.goOn();
    room.ms += 1900;
    leading.step();
    expect(room.sent).toEqual([]);
    room.ms += 200;
    leading.step();
    shown('two');
  });

  it('turns back and on by hand, and not beyond the ends', async () => {
    await begin();
    shown('one');
    leading.turn('card', -1);
    expect(room.sent).toEqual([]);
    leading.turn('card', 1);
    shown('two');
    room.ms += 5000; // the step that one turned to has its own time
    leading.step();
    expect(room.sent).toEqual([]);
  });

  it('is told if somebody else does', async () => {
    room.answer = refused('guided_by_other');
    await leading.begin('card');
    expect([room.told.length, store.leading.value]).toEqual([1, null]);
  });

  it('leads no longer when the server ends it', async () => {
    await begin();
    leading.changed(room.happens({ kind: 'exhibit.guided', on: false, member: null }));
    expect(store.leading.value).toBeNull();
  });
});

it('who follows looks closer, until they leave or it is over', () => {
  leading.changed(room.happens({ kind: 'exhibit.guided', on: true, member: 'bo' }));
  leading.follow('card');
  expect([store.following.value, looks]).toEqual(['card', ['card']]);
  leading.leave();
  expect([store.following.value, looks]).toEqual([null, ['card', null]]);
  leading.follow('card');
  leading.changed(room.happens({ kind: 'exhibit.guided', on: false, member: null }));
  expect([store.following.value, room.told]).toEqual([null, ['The tour of “Card” is over.']]);
});
