// What one can do about the people around: their card, muting, a report, how far away they are.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';
import { Pose } from '../protocol/poses';
import { store } from '../store';
import { Visit, type VisitEvents } from '../visit';
import { Company } from './company';

const ANN = { member: 'ann', slot: 0, role: 'visitor', staff: null, name: 'Ann', avatar: 0, away: false, seat: null, aside: false, watching: false } as const;
const BO = { ...ANN, member: 'bo', slot: 1, name: 'Bo' };
const NOBODY: VisitEvents = {
  phase: () => undefined, welcome: () => undefined, change: () => undefined,
  returned: () => undefined, reacted: () => undefined, place: () => null,
};

function company(outcome: Outcome = { kind: 'accepted', seq: 1, repeat: false }) {
  const sent: Draft[] = [];
  const told: string[] = [];
  const visit = new Visit(NOBODY, () => 0);
  visit.member = 'ann';
  visit.room.load({ room: 'lobby', epoch: 'e', seq: 1, locked: false, lock_reason: null, slow: 0, announcements: [], members: [ANN, BO], exhibits: [], chat: [] });
  let heard = 0;
  const made = new Company(visit, {
    send: (draft) => {
      sent.push(draft);
      return Promise.resolve(outcome);
    },
    tell: (text) => told.push(text),
    place: () => [1, 0, 2],
    goTo: (member) => member === 'bo',
    hearing: () => heard++,
    now: () => 0,
  });
  made.changed(null);
  return { made, visit, sent, told, heard: () => heard };
}

beforeEach(() => {
  store.muted.value = new Set();
  store.card.value = null;
  store.news.value = [];
});

describe('a card', () => {
  it('opens for others alone, and closes when they leave', () => {
    const { made, visit } = company();
    made.card('ann');
    made.card('nobody');
    expect(store.card.value).toBeNull();
    made.card('bo');
    expect(store.card.value).toEqual({ member: 'bo', report: false });
    visit.room.apply([{ seq: 2, at: 0, kind: 'leave', member: 'bo', reason: 'left' }]);
    made.changed({ kind: 'left', member: BO });
    expect(store.card.value).toBeNull();
    expect(store.news.value).toEqual([{ kind: 'left', name: 'Bo' }]);
  });
});

it('mutes and hears again, says so, and has the chat made anew', () => {
  const { made, told, heard } = company();
  made.mute('bo');
  expect([...store.muted.value]).toEqual(['bo']);
  made.unmute('bo');
  expect(store.muted.value.size).toBe(0);
  expect(told).toHaveLength(2);
  expect(heard()).toBe(2);
  made.mute('bo');
  made.anew();
  expect(store.muted.value.size).toBe(0);
});

it('reports with or without words, and knows whether it was taken', async () => {
  const { made, sent } = company();
  expect(await made.report('bo', 'spam', '  ')).toBe(true);
  expect(await made.report('bo', 'other', ' so rude ')).toBe(true);
  expect(sent).toEqual([
    { type: 'report', member: 'bo', reason: 'spam', text: null },
    { type: 'report', member: 'bo', reason: 'other', text: 'so rude' },
  ]);
  expect(await company({ kind: 'refused', reason: 'no_such_member' }).made.report('bo', 'spam', '')).toBe(false);
});

it('knows how far away somebody is once they were seen', () => {
  const { made, visit } = company();
  expect(made.distance(BO)).toBeNull();
  visit.tracks.push(0, Object.assign(new Pose(), { slot: 1, x: 4, z: 6 }));
  expect(made.distance(BO)).toBeCloseTo(5);
  expect(made.distance(ANN)).toBe(0);
});

it('says whether one can be taken to somebody', () => {
  const { made, told } = company();
  made.takeTo('bo');
  made.takeTo('cy');
  expect(told[0]).toContain('Bo');
  expect(told[1]).not.toBe(told[0]);
});
