import { beforeEach, describe, expect, it } from 'vitest';
import type { RoomState, WireEntry } from '../protocol/generated';
import { type Change, RoomReplica } from './room';

const state: RoomState = {
  room: 'lobby',
  epoch: 'e1',
  seq: 10,
  locked: false,
  members: [{ member: 'm_1', slot: 0, role: 'visitor', name: 'Mika', avatar: 1, away: false, seat: null }],
  exhibits: [
    { exhibit: 'card', index: 0, holder: null, rotation: [0, 0, 0, 1], hotspot: null, offered: null, guide: null, media: null },
  ],
  chat: [{ seq: 4, at: 1, member: 'm_0', name: 'Gone', to: null, to_name: null, text: 'hello' }],
};
const join: WireEntry = { seq: 11, at: 2, kind: 'join', member: 'm_2', slot: 1, role: 'staff', name: 'Ren', avatar: 2 };

let changes: Change[];
let room: RoomReplica;

beforeEach(() => {
  changes = [];
  room = new RoomReplica((change) => changes.push(change));
  room.load(structuredClone(state));
});

describe('the replica of a room', () => {
  it('takes entries in order and skips what the state had', () => {
    room.apply([{ seq: 10, at: 1, kind: 'leave', member: 'm_1', reason: 'left' }, join]);
    expect([...room.members.keys()]).toEqual(['m_1', 'm_2']);
    expect(room.seq).toBe(11);
    expect(room.bySlot.get(1)?.name).toBe('Ren');
  });

  it('takes several entries of one number: a holder who goes away lets go', () => {
    room.apply([
      { seq: 11, at: 2, kind: 'exhibit.taken', member: 'm_1', exhibit: 'card' },
      { seq: 12, at: 3, kind: 'away', member: 'm_1' },
      { seq: 12, at: 3, kind: 'exhibit.released', member: null, exhibit: 'card', rotation: [0, 1, 0, 0] },
    ]);
    expect(room.members.get('m_1')?.away).toBe(true);
    expect(room.exhibits.get('card')).toMatchObject({ holder: null, rotation: [0, 1, 0, 0] });
  });

  it('says a chat line with the name of its time', () => {
    room.apply([join, { seq: 12, at: 3, kind: 'chat', member: 'm_2', to: null, text: 'hi' }]);
    room.apply([{ seq: 13, at: 4, kind: 'leave', member: 'm_2', reason: 'moved' }]);
    expect(room.chat.map(({ name, text }) => [name, text])).toEqual([
      ['Gone', 'hello'],
      ['Ren', 'hi'],
    ]);
  });

  it('forgets what somebody said when their visit is over', () => {
    room.apply([join, { seq: 12, at: 3, kind: 'chat', member: 'm_2', to: null, text: 'hi' }]);
    room.apply([{ seq: 13, at: 4, kind: 'leave', member: 'm_2', reason: 'left' }]);
    expect(room.chat.map(({ text }) => text)).toEqual(['hello']);
  });

  it('keeps what comes before a state until the state is there', () => {
    room.expectState('lobby');
    room.apply([join]);
    expect(room.members.has('m_2')).toBe(false);
    room.load(structuredClone({ ...state, epoch: 'e2' }));
    expect(room.members.has('m_2')).toBe(true);
    expect(room.epoch).toBe('e2');
  });

  it('keeps nothing of a room that one has left, also before the state of the next has come', () => {
    room.expectState('lobby-east');
    expect([room.members.size, room.bySlot.size, room.exhibits.size, room.chat.length]).toEqual([0, 0, 0, 0]);
    expect(changes.at(-1)).toEqual({ kind: 'state' });
    room.load({ ...structuredClone(state), room: 'lobby-east', seq: 2, members: [] });
    room.apply([{ ...join, seq: 3 }]);
    expect([...room.members.keys()]).toEqual(['m_2']);
  });

  it('keeps everything over a broken line until the state has come', () => {
    room.expectState('lobby');
    expect(room.members.size).toBe(1);
  });

  it('forgets everything for a fresh state, also of a lower number', () => {
    room.apply([join]);
    room.load({ ...state, epoch: 'e2', seq: 3, members: [], chat: [] });
    expect(room.members.size).toBe(0);
    expect(room.seq).toBe(3);
    room.apply([{ ...join, seq: 4 }]);
    expect(room.members.size).toBe(1);
  });

  it('does not give up a slot that somebody else has by now', () => {
    room.apply([
      { seq: 11, at: 2, kind: 'leave', member: 'm_1', reason: 'expired' },
      { ...join, seq: 12, slot: 0 },
      { seq: 13, at: 4, kind: 'leave', member: 'm_1', reason: 'expired' },
    ]);
    expect(room.bySlot.get(0)?.member).toBe('m_2');
  });

  it('tells what changed', () => {
    room.apply([join, { seq: 12, at: 3, kind: 'room.locked', member: 'm_2', locked: true }]);
    expect(changes.map(({ kind }) => kind)).toEqual(['state', 'joined', 'locked']);
  });
});
