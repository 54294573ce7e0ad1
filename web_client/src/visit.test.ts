// What comes of exhibits in a frame and in the log, as the visit shows it.
import { beforeEach, expect, it } from 'vitest';
import { Room } from './actions/exhibit.test_help';
import { HELD_RECORD_BYTES } from './protocol/generated';
import type { Section, TickFrame } from './protocol/frames';
import { Held, writeHeld } from './protocol/poses';
import { At } from './replica/places';

const NONE: Section = { offset: 0, count: 0, size: 0 };
const BOX = { min: [0, 0, 0], max: [20, 5, 20] };
let room: Room;
let ms: number;

beforeEach(() => {
  room = new Room();
  room.visit.box = BOX;
  room.visit.slot = 0;
  ms = 1000;
});

/** A tick's frame with this record: Bo (slot 1) has the card here. */
function hears(x: number, { full = false, slot = 1, carried = true } = {}): void {
  const held = new Held();
  Object.assign(held, { slot, carried });
  held.position.set([x, 1, 2]);
  const view = new DataView(new ArrayBuffer(HELD_RECORD_BYTES));
  writeHeld(view, 0, BOX, held);
  const frame: TickFrame = {
    view, full, tick: 1, timeMs: (ms += 50), headset: NONE, pace: 2, stride: 4, desktop: NONE, far: NONE, reactions: NONE,
    held: { offset: 0, count: 1, size: HELD_RECORD_BYTES }, entries: [],
  };
  room.visit.frame(frame);
}

function after(seconds: number): Float32Array {
  room.visit.places.step(ms, seconds, false);
  return room.visit.places.shown('card')!;
}

it('an exhibit is shown where somebody carries it, and at home when they let go', () => {
  room.happens({ kind: 'exhibit.taken', member: 'bo' });
  hears(4);
  expect(after(0.1)[At.away]).toBeLessThan(0.5);
  expect(after(1)).toMatchObject({ [At.x]: 4, [At.away]: 1 });
  room.happens({ kind: 'exhibit.released', member: 'bo', rotation: [0, 0.6, 0, 0.8] });
  expect(after(2)).toMatchObject({ [At.away]: 0 });
  expect(after(2)[At.turn + 1]).toBeCloseTo(0.6, 5);
});

it('who has just come sees it there at once', () => {
  hears(4, { full: true });
  expect(after(0.01)[At.away]).toBe(1);
});

it('what is told of one\'s own hand is no news', () => {
  hears(4, { slot: 0 });
  expect(after(1)[At.away]).toBe(0);
  expect(room.visit.heldRecords).toBe(0);
});

it('what is handed on goes home only if the next one says so, or nothing', () => {
  hears(4);
  after(1);
  room.happens({ kind: 'exhibit.taken', member: 'bo' });
  expect(after(0.9)[At.away]).toBe(1);
  hears(4.5);
  expect(after(5)[At.away]).toBe(1);
  hears(0, { carried: false });
  expect(after(2)[At.away]).toBe(0);
});

it('after a new state what nobody holds is at home', () => {
  hears(4);
  after(1);
  const { exhibit, visit } = room;
  visit.room.load({ room: 'lobby', epoch: 'e', seq: 9, locked: false, lock_reason: null, slow: 0, announcements: [], members: [], exhibits: [{ ...exhibit, holder: null }], chat: [] });
  expect(after(2)[At.away]).toBe(0);
});

it('what a frame says of its line holds until the next one, and not for another visit', () => {
  hears(4);
  expect(room.visit.pace).toBe(2);
  expect(room.visit.clock.spacing).toBe(200);
  room.visit.welcome({
    type: 'welcome', room: 'lobby', scene: '', epoch: 'e', resume: '', resumed: true, tick_hz: 20, capacity: 9, time: 0, frame_time: 0,
    you: { member: 'me', slot: 0, role: 'visitor', staff: null, name: '' }, place: { position: [0, 0, 0], yaw: 0 },
    bounds: { min: [0, 0, 0], max: [20, 5, 20] },
  });
  expect(room.visit.pace).toBe(0);
  expect(room.visit.clock.spacing).toBe(50);
});
