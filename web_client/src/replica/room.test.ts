import { beforeEach, describe, expect, it } from 'vitest';
import type { ChatView, ReportView, RoomState, WireEntry } from '../protocol/generated';
import { type Change, RoomReplica } from './room';

const state: RoomState = {
  room: 'lobby',
  epoch: 'e1',
  seq: 10,
  locked: false,
  lock_reason: null,
  slow: 0,
  announcements: [],
  members: [{ member: 'm_1', slot: 0, role: 'visitor', staff: null, name: 'Mika', avatar: 1, away: false, seat: null, aside: false, watching: false }],
  exhibits: [
    { exhibit: 'card', index: 0, holder: null, rotation: [0, 0, 0, 1], hotspot: null, offered: null, guide: null, media: null },
  ],
  chat: [{ seq: 4, at: 1, member: 'm_0', name: 'Gone', to: null, to_name: null, text: 'hello' }],
};
const join: WireEntry = { seq: 11, at: 2, kind: 'join', member: 'm_2', slot: 1, role: 'staff', staff: null, name: 'Ren', avatar: 2, watching: false };

const OLD_REPORT: ReportView = {
  seq: 8, at: 1, member: 'm_0', name: 'Gone', about: 'm_1', about_name: 'Mika', reason: 'other', text: null,
};

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

  it('forgets what somebody said to one alone when they go to another room (S-4)', () => {
    const line = { at: 3, kind: 'chat', member: 'm_2' } as const;
    room.apply([join, { ...line, seq: 12, to: null, text: 'hi' }, { ...line, seq: 13, to: 'm_1', text: 'psst' }]);
    room.apply([{ seq: 14, at: 4, kind: 'leave', member: 'm_2', reason: 'moved' }]);
    expect(room.chat.map(({ text }) => text)).toEqual(['hello', 'hi']);
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
    room.apply([join, { seq: 12, at: 3, kind: 'room.locked', member: 'm_2', locked: true, reason: 'safety' }]);
    expect(changes.map(({ kind }) => kind)).toEqual(['state', 'joined', 'locked']);
  });

  it('knows who sits where', () => {
    room.apply([join, { seq: 12, at: 3, kind: 'seat.taken', member: 'm_2', seat: 'seat:1' }]);
    expect(room.members.get('m_2')?.seat).toBe('seat:1');
    expect(changes.at(-1)).toEqual({ kind: 'seat', member: room.members.get('m_2') });
    room.apply([{ seq: 13, at: 4, kind: 'away', member: 'm_2' }]);
    expect(room.bySlot.get(1)).toMatchObject({ seat: 'seat:1', away: true });
    room.apply([{ seq: 14, at: 5, kind: 'seat.left', member: 'm_2', seat: 'seat:1' }]);
    expect(room.members.get('m_2')?.seat).toBeNull();
  });

  it('knows who is aside (Q)', () => {
    room.apply([{ seq: 11, at: 3, kind: 'member.aside', member: 'm_1', on: true, watching: false }]);
    expect(room.bySlot.get(0)).toMatchObject({ member: 'm_1', aside: true });
    expect(changes.at(-1)).toEqual({ kind: 'aside', member: room.members.get('m_1') });
    room.apply([{ seq: 12, at: 4, kind: 'member.aside', member: 'm_1', on: false, watching: false }]);
    expect(room.members.get('m_1')?.aside).toBe(false);
  });

  it('knows since when everybody is here, as far as it is told (S-4)', () => {
    room.own({ type: 'own', seq: 10, chat: [], reports: [], muted: [], greeted: [], calls: [], since: { m_1: 70 } });
    room.apply([join]);
    expect([...room.since]).toEqual([['m_1', 70], ['m_2', 2]]);
    room.apply([{ seq: 12, at: 4, kind: 'leave', member: 'm_1', reason: 'left' }]);
    expect([...room.since]).toEqual([['m_2', 2]]);
    room.load(state);
    expect(room.since.size).toBe(0);
  });

  it('knows who is at the console (Q-7)', () => {
    room.apply([{ ...join, watching: true } as WireEntry]);
    expect(room.members.get('m_2')).toMatchObject({ aside: true, watching: true });
    room.apply([{ seq: 12, at: 4, kind: 'member.aside', member: 'm_2', on: false, watching: false }]);
    expect(room.members.get('m_2')).toMatchObject({ aside: false, watching: false });
    room.apply([{ seq: 13, at: 5, kind: 'member.aside', member: 'm_2', on: true, watching: true }]);
    expect(room.members.get('m_2')).toMatchObject({ aside: true, watching: true });
  });

  it('says what was done with an exhibit, and by whom', () => {
    room.apply([{ seq: 11, at: 2, kind: 'exhibit.guided', member: null, exhibit: 'card', on: false }]);
    expect(changes.at(-1)).toMatchObject({ kind: 'exhibit', what: 'exhibit.guided', by: null });
  });
});

describe('what only oneself may see', () => {
  const words = { at: 3, kind: 'chat', member: 'm_1', to: 'm_2', text: 'psst' } as const;
  const line: ChatView = { seq: 7, at: 1, member: 'm_2', name: 'Ren', to: 'm_1', to_name: 'Mika', text: 'earlier' };

  it('is said with the names of both', () => {
    room.apply([join, { seq: 12, ...words }]);
    expect(room.chat.at(-1)).toMatchObject({ seq: 12, name: 'Mika', to: 'm_2', to_name: 'Ren', text: 'psst' });
    expect(changes.at(-1)).toEqual({ kind: 'chat', line: room.chat.at(-1) });
  });

  it('comes after a state, in its place among the lines, and newer ones stay', () => {
    room.apply([join, { seq: 12, ...words }]);
    room.own({ type: 'own', seq: 10, chat: [line], reports: [], muted: [], greeted: [], calls: [], since: {} });
    expect(room.chat.map(({ seq }) => seq)).toEqual([4, 7, 12]);
    expect(changes.at(-1)).toEqual({ kind: 'own' });
  });

  it('is replaced by the next one', () => {
    room.own({ type: 'own', seq: 10, chat: [line], reports: [], muted: [], greeted: [], calls: [], since: {} });
    room.load(structuredClone(state));
    room.own({ type: 'own', seq: 10, chat: [], reports: [], muted: [], greeted: [], calls: [], since: {} });
    expect(room.chat.map(({ text }) => text)).toEqual(['hello']);
  });

  it('does not push out what was said to the room, nor the other way round', () => {
    room.apply([join]);
    for (let i = 0; i < 150; i++) room.apply([{ seq: 12 + i, ...words, to: i % 2 ? 'm_2' : null, text: `${i}` }]);
    for (let i = 0; i < 200; i++) room.apply([{ seq: 200 + i, ...words, text: `more ${i}` }]);
    const shared = room.chat.filter(({ to }) => to === null);
    expect([shared.length, room.chat.length - shared.length]).toEqual([76, 100]);
    expect(room.chat.at(-1)?.text).toBe('more 199');
  });

  it('is, for staff, what was reported, as long as the visits last', () => {
    const report = { at: 3, kind: 'report', reason: 'spam', text: 'again' } as const;
    room.own({ type: 'own', seq: 10, chat: [], reports: [{ ...OLD_REPORT, seq: 8 }], muted: [], greeted: [], calls: [], since: {} });
    room.apply([join, { seq: 12, ...report, member: 'm_1', about: 'm_2' }]);
    expect(room.reports.map(({ seq, name, about_name }) => [seq, name, about_name])).toEqual([
      [8, 'Gone', 'Mika'],
      [12, 'Mika', 'Ren'],
    ]);
    expect(changes.at(-1)).toEqual({ kind: 'report', report: room.reports[1] });
    room.apply([{ seq: 13, at: 4, kind: 'leave', member: 'm_1', reason: 'left' }]);
    expect(room.reports.map(({ seq, text }) => [seq, text])).toEqual([[12, null]]);
  });
});
