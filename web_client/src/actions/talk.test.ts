// Talking on a broken line: a line is kept, said once, or offered again.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';
import { RoomReplica } from '../replica/room';
import { store } from '../store';
import { Talk } from './talk';

interface Sent {
  readonly draft: Draft;
  readonly answer: (outcome: Outcome) => void;
}

function talking(): { talk: Talk; sent: Sent[] } {
  const sent: Sent[] = [];
  const send = (draft: Draft) => new Promise<Outcome>((answer) => sent.push({ draft, answer }));
  return { talk: new Talk(send, new RoomReplica(() => undefined)), sent };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  store.pending.value = [];
  store.chat.value = [];
});

describe('a line that is said', () => {
  it('is pending until the log has it (E-2)', async () => {
    const { talk, sent } = talking();
    talk.say('hello');
    expect(store.pending.value.map(({ text, status }) => [text, status])).toEqual([['hello', 'sending']]);
    sent[0].answer({ kind: 'accepted', seq: 1, repeat: false });
    await settled();
    expect(store.pending.value).toEqual([]);
  });

  it('is offered again when it was refused, keeps its place, and is said once more only when asked', async () => {
    const { talk, sent } = talking();
    talk.say('one');
    talk.say('two');
    sent[0].answer({ kind: 'refused', reason: 'too_fast' });
    await settled();
    expect(store.pending.value.map(({ text, status }) => [text, status])).toEqual([['one', 'failed'], ['two', 'sending']]);
    expect(sent).toHaveLength(2);
    talk.again(store.pending.value[0].key);
    talk.again(store.pending.value[0].key); // it is on its way already
    expect(sent).toHaveLength(3);
    sent[2].answer({ kind: 'accepted', seq: 2, repeat: false });
    await settled();
    expect(store.pending.value.map(({ text }) => text)).toEqual(['two']);
  });
});

it.each([
  ['slow', 'slow', 2],
  ['muted', 'muted', 1],
])('a line that was refused as %s says so', async (reason, status, tries) => {
  const { talk, sent } = talking();
  talk.say('hello');
  sent[0].answer({ kind: 'refused', reason });
  await settled();
  expect(store.pending.value.map((line) => line.status)).toEqual([status]);
  talk.again(store.pending.value[0].key);
  expect(sent).toHaveLength(tries); // who is muted would be refused again
});

const ANN = { member: 'ann', slot: 0, role: 'visitor', staff: null, name: 'Ann', avatar: 0, away: false, seat: null, aside: false, watching: false } as const;
const BO = { ...ANN, member: 'bo', slot: 1, name: 'Bo' };

/** Ann talks, in a room with Bo. */
function together(): { talk: Talk; room: RoomReplica; sent: Sent[]; hears: (text: string, to: string | null) => void } {
  const sent: Sent[] = [];
  const send = (draft: Draft) => new Promise<Outcome>((answer) => sent.push({ draft, answer }));
  let seq = 1;
  const room = new RoomReplica((change) => {
    if (change.kind === 'chat') talk.heard(change.line);
    if (change.kind === 'own') talk.restored();
  });
  const talk = new Talk(send, room, () => 0);
  room.load({ room: 'lobby', epoch: 'e', seq, locked: false, lock_reason: null, slow: 0, announcements: [], members: [ANN, BO], exhibits: [], chat: [] });
  const hears = (text: string, to: string | null): void =>
    room.apply([{ seq: ++seq, at: 5, kind: 'chat', member: 'bo', to, text }]);
  return { talk, room, sent, hears };
}

describe('a conversation with one person', () => {
  beforeEach(() => {
    store.me.value = { member: 'ann', slot: 0, role: 'visitor', staff: null, name: 'Ann' };
    store.threads.value = [];
    store.thread.value = null;
    store.unread.value = new Map();
    store.muted.value = new Set();
    store.chatOpen.value = true;
    store.news.value = [];
  });

  it('is said to that one alone, and begins with their first line', () => {
    const { talk, sent, hears } = together();
    hears('psst', 'ann');
    expect(store.threads.value).toEqual([{ member: 'bo', name: 'Bo' }]);
    expect(store.chat.value.map(({ text, with: other }) => [text, other])).toEqual([['psst', 'bo']]);
    talk.open('bo');
    talk.say('yes?');
    talk.open(null);
    talk.say('all of you');
    expect(sent.map(({ draft }) => draft)).toEqual([
      { type: 'chat', text: 'yes?', to: 'bo' },
      { type: 'chat', text: 'all of you', to: null },
    ]);
  });

  it('counts what was not seen, and no longer when it is', () => {
    const { talk, hears } = together();
    hears('to all', null);
    hears('psst', 'ann');
    hears('hello?', 'ann');
    expect([...store.unread.value]).toEqual([['bo', 2]]);
    talk.open('bo');
    expect(store.unread.value.size).toBe(0);
    talk.unfold(false);
    hears('still there?', 'ann');
    expect([...store.unread.value]).toEqual([['bo', 1]]);
    talk.unfold(true);
    expect(store.unread.value.size).toBe(0);
  });

  it('keeps what is under way when the other one is not there any more', async () => {
    const { talk, sent } = together();
    talk.open('bo');
    talk.say('bye');
    sent[0].answer({ kind: 'refused', reason: 'no_such_member' });
    await settled();
    expect(store.pending.value.map(({ text, status }) => [text, status])).toEqual([['bye', 'gone']]);
    talk.again(store.pending.value[0].key);
    expect(sent).toHaveLength(1); // it would be refused again
  });

  it('is there again after one has come back', () => {
    const { room } = together();
    const line = { seq: 1, at: 5, member: 'ann', name: 'Ann', to: 'bo', to_name: 'Bo', text: 'as I said' };
    room.own({ type: 'own', seq: 1, chat: [line], reports: [], muted: [], greeted: [], calls: [], since: {} });
    expect(store.threads.value).toEqual([{ member: 'bo', name: 'Bo' }]);
    expect(store.chat.value).toMatchObject([{ text: 'as I said', with: 'bo', mine: true }]);
  });
});

it('hears nothing of who is muted, and all of it again afterwards', () => {
  store.me.value = { member: 'ann', slot: 0, role: 'visitor', staff: null, name: 'Ann' };
  store.unread.value = new Map();
  store.news.value = [];
  const { talk, hears } = together();
  hears('before', null);
  store.news.value = [];
  store.muted.value = new Set(['bo']);
  talk.changed();
  hears('while muted', null);
  expect([store.chat.value, store.news.value, store.unread.value.size]).toEqual([[], [], 0]);
  store.muted.value = new Set();
  talk.changed();
  expect(store.chat.value.map(({ text }) => text)).toEqual(['before', 'while muted']);
});

it('knows when one said the last thing to the room, also from before the line broke', () => {
  store.me.value = { member: 'bo', slot: 1, role: 'visitor', staff: null, name: 'Bo' };
  store.saidAt.value = null;
  const { hears, room } = together();
  hears('psst', 'ann');
  expect(store.saidAt.value).toBeNull();
  hears('to all', null);
  expect(store.saidAt.value).toBe(5);
  const line = { seq: 1, at: 9, member: 'bo', name: 'Bo', to: null, to_name: null, text: 'earlier' };
  const { members, exhibits } = room;
  room.load({
    room: 'lobby', epoch: 'e', seq: 9, locked: false, lock_reason: null, slow: 0, announcements: [],
    members: [...members.values()], exhibits: [...exhibits.values()], chat: [line],
  });
  room.own({ type: 'own', seq: 9, chat: [], reports: [], muted: [], greeted: [], calls: [], since: {} });
  expect(store.saidAt.value).toBe(9);
});
