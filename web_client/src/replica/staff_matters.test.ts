// What staff have said and done: followed by entries, and right after a state whatever comes in between.
import { beforeEach, describe, expect, it } from 'vitest';
import type { MemberView, Own, RoomState, WireEntry } from '../protocol/generated';
import { type Change, RoomReplica } from './room';

const AIKO: MemberView = {
  member: 'm_a', slot: 0, role: 'staff', staff: 'host', name: 'Aiko', avatar: 0, away: false, seat: null, aside: false, watching: false,
};
const MIKA: MemberView = { ...AIKO, member: 'm_1', slot: 1, role: 'visitor', staff: null, name: 'Mika' };
const STATE: RoomState = {
  room: 'lobby', epoch: 'e', seq: 10, locked: true, lock_reason: 'safety', slow: 30, members: [AIKO, MIKA], exhibits: [], chat: [],
  announcements: [{ seq: 7, at: 1, member: 'm_a', text: 'We close at six.' }],
};
const OWN: Own = {
  type: 'own', seq: 10, chat: [], reports: [], muted: ['m_1'], greeted: [], since: {},
  calls: [{ seq: 8, at: 1, caller: 'm_1', topic: 'cards', place: 1, by: null }],
};

let changes: Change[];
let room: RoomReplica;
const entry = (seq: number, rest: object): WireEntry => ({ seq, at: seq, ...rest }) as WireEntry;

beforeEach(() => {
  changes = [];
  room = new RoomReplica((change) => changes.push(change));
  room.load(structuredClone(STATE));
  room.own(structuredClone(OWN));
});

describe('what staff said and did', () => {
  it('is known to who comes later', () => {
    const { locked, slow, announcements, silenced, calls } = room.staff;
    expect([locked, slow, announcements.length, [...silenced], calls.length]).toEqual([true, 30, 1, ['m_1'], 1]);
  });

  it('is followed, and told of', () => {
    room.apply([
      entry(11, { kind: 'announcement', member: 'm_a', text: 'Good evening' }),
      entry(12, { kind: 'chat.slow', member: 'm_a', seconds: 0, reason: 'other' }),
      entry(13, { kind: 'room.locked', member: 'm_a', locked: false, reason: 'other' }),
      entry(14, { kind: 'member.muted', member: 'm_a', about: 'm_1', on: false, reason: 'other' }),
      entry(15, { kind: 'member.greeted', member: 'm_a', to: 'm_1' }),
      entry(16, { kind: 'member.invited', member: 'm_a', to: 'm_1', place: null, seat: 'seat:1' }),
    ]);
    const { locked, slow, announcements, silenced } = room.staff;
    expect([locked, slow, silenced.size, announcements.map(({ text }) => text)]).toEqual([
      false, 0, 0, ['We close at six.', 'Good evening'],
    ]);
    expect(changes.slice(2).map(({ kind }) => kind)).toEqual(['announced', 'slowed', 'locked', 'silenced', 'greeted', 'invited']);
  });

  it('knows who was greeted, until they go', () => {
    room.load(structuredClone(STATE));
    room.own({ ...structuredClone(OWN), greeted: ['m_a'] });
    room.apply([entry(11, { kind: 'member.greeted', member: 'm_a', to: 'm_1' })]);
    expect([...room.staff.greeted]).toEqual(['m_a', 'm_1']);
    room.apply([entry(12, { kind: 'leave', member: 'm_1', reason: 'left' })]);
    expect([...room.staff.greeted]).toEqual(['m_a']);
    room.expectState('lobby-east');
    expect(room.staff.greeted.size).toBe(0);
  });

  it('keeps the last five announcements', () => {
    for (let seq = 11; seq < 18; seq++) room.apply([entry(seq, { kind: 'announcement', member: 'm_a', text: `${seq}` })]);
    expect(room.staff.announcements.map(({ text }) => text)).toEqual(['13', '14', '15', '16', '17']);
  });

  it('is nothing any more in another room', () => {
    room.expectState('lobby-east');
    const { locked, slow, announcements, silenced, calls } = room.staff;
    expect([locked, slow, announcements.length, silenced.size, calls.length]).toEqual([false, 0, 0, 0, 0]);
  });

  it('mutes nobody who has gone', () => {
    room.apply([entry(11, { kind: 'leave', member: 'm_1', reason: 'removed' })]);
    expect(room.staff.silenced.size).toBe(0);
  });
});

describe('calls', () => {
  const what = (): unknown[] => changes.flatMap((change) => (change.kind === 'call' ? [[change.what, change.call.caller]] : []));

  it('are taken, given back and ended', () => {
    room.apply([entry(11, { kind: 'call.taken', member: 'm_a', caller: 'm_1' })]);
    expect(room.staff.calls).toMatchObject([{ caller: 'm_1', by: 'm_a', place: null, topic: 'cards' }]);
    room.apply([entry(12, { kind: 'call.moved', caller: 'm_1', place: 1 })]);
    expect(room.staff.calls).toMatchObject([{ by: null, place: 1 }]);
    room.apply([entry(13, { kind: 'call.ended', member: 'm_a', caller: 'm_1', reason: 'done' })]);
    expect(room.staff.calls).toEqual([]);
    expect(what()).toEqual([['taken', 'm_1'], ['moved', 'm_1'], ['done', 'm_1']]);
  });

  it('come in order, each caller once', () => {
    room.apply([
      entry(11, { kind: 'call.asked', member: 'm_2', topic: null, place: 2 }),
      entry(12, { kind: 'call.ended', member: 'm_1', caller: 'm_1', reason: 'cancelled' }),
      entry(12, { kind: 'call.moved', caller: 'm_2', place: 1 }),
      entry(13, { kind: 'call.asked', member: 'm_1', topic: 'again', place: 2 }),
    ]);
    expect(room.staff.calls.map(({ caller, place }) => [caller, place])).toEqual([['m_2', 1], ['m_1', 2]]);
  });

  it('that came between a state and what only oneself may see of it are not lost', () => {
    room.load(structuredClone(STATE));
    room.apply([
      entry(11, { kind: 'call.taken', member: 'm_a', caller: 'm_1' }),
      entry(12, { kind: 'member.muted', member: 'm_a', about: 'm_1', on: false, reason: 'other' }),
    ]);
    room.own(structuredClone(OWN));
    expect(room.staff.calls).toMatchObject([{ caller: 'm_1', by: 'm_a' }]);
    expect(room.staff.silenced.size).toBe(0);
  });

  it('that one does not know say nothing', () => {
    room.apply([entry(11, { kind: 'call.taken', member: 'm_a', caller: 'm_9' })]);
    expect(what()).toEqual([]);
  });
});
