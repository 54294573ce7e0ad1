// Reactions: what is sent, what is seen of others, and what the panels are told.
import { beforeEach, describe, expect, it } from 'vitest';
import { Reaction as Code } from '../protocol/generated';
import { type Reaction, REACTIONS } from '../reactions';
import { RoomReplica } from '../replica/room';
import { store } from '../store';
import { Expressing } from './expressing';

const BO = { member: 'bo', slot: 3, role: 'visitor', staff: null, name: 'Bo', avatar: 0, away: false, seat: null, aside: false, watching: false } as const;

function expressing(): { acts: Expressing; sent: number[]; seen: [number, string][]; clock: { now: number } } {
  const sent: number[] = [];
  const seen: [number, string][] = [];
  const clock = { now: 0 };
  const room = new RoomReplica(() => undefined);
  room.load({ room: 'lobby', epoch: 'e', seq: 1, locked: false, lock_reason: null, slow: 0, announcements: [], members: [BO], exhibits: [], chat: [] });
  const scenes = { react: (slot: number, { name }: Reaction) => void seen.push([slot, name]) };
  const acts = new Expressing((code) => sent.push(code), room, () => scenes, () => clock.now);
  return { acts, sent, seen, clock };
}

beforeEach(() => {
  store.me.value = { member: 'me', slot: 0, role: 'visitor', staff: null, name: 'Me' };
  store.muted.value = new Set();
  store.reactions.value = new Map();
  store.news.value = [];
});

it('has every reaction of the wire, and each once (G-2)', () => {
  expect(REACTIONS.map(({ code }) => code).sort((a, b) => a - b)).toEqual(Object.values(Code).sort((a, b) => a - b));
  const keys = REACTIONS.map(({ key }) => key).filter((key) => key !== '');
  expect(new Set(keys).size).toBe(keys.length);
});

describe('showing a reaction', () => {
  it('sends it and echoes it to oneself', () => {
    const { acts, sent } = expressing();
    acts.show('heart');
    expect(sent).toEqual([Code.HEART]);
    expect(store.reactions.value.get('me')?.reaction).toBe('heart');
  });

  it('sends no more than the room takes (G-3)', () => {
    const { acts, sent, clock } = expressing();
    for (clock.now = 0; clock.now < 10_000; clock.now += 50) acts.show('clap');
    expect(sent.length).toBeGreaterThan(20);
    expect(sent.length).toBeLessThanOrEqual(24);
  });
});

describe('what others show', () => {
  it('is seen in the room, told, and gone after a moment', () => {
    const { acts, seen, clock } = expressing();
    acts.heard(3, Code.WAVE);
    acts.step();
    expect(seen).toEqual([[3, 'wave']]);
    expect(store.reactions.value.get('bo')).toMatchObject({ reaction: 'wave', times: 1 });
    expect(store.news.value).toEqual([{ kind: 'reacted', name: 'Bo', reaction: 'wave' }]);
    clock.now = 5000;
    acts.step();
    expect(store.reactions.value.size).toBe(0);
  });

  it('is not seen of somebody who is muted, of nobody, or of what this page does not know', () => {
    const { acts, seen } = expressing();
    store.muted.value = new Set(['bo']);
    acts.heard(3, Code.WAVE);
    store.muted.value = new Set();
    acts.heard(3, 63);
    acts.heard(7, Code.WAVE);
    acts.step();
    expect(seen).toEqual([]);
    expect(store.news.value).toEqual([]);
  });
});
