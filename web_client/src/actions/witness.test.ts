// Others' doings in words: each that one could miss, and none of one's own.
import { beforeEach, expect, it } from 'vitest';
import type { ExhibitView, MemberView } from '../protocol/generated';
import type { Change } from '../replica/room';
import type { SceneDescription } from '../scene/description';
import { store } from '../store';
import { witness } from './witness';

const BO: MemberView = { member: 'bo', slot: 1, role: 'visitor', staff: null, name: 'Bo', avatar: 0, away: false, seat: null, aside: false, watching: false };
const CARD: ExhibitView = {
  exhibit: 'card', index: 0, holder: null, rotation: [0, 0, 0, 1], hotspot: null, offered: null, guide: null, media: null,
};

function told(change: Change): string[] {
  store.news.value = [];
  witness(change, 'me', new Map([['bo', BO]]));
  return store.news.value.map((news) => ('text' in news ? news.text : ''));
}

beforeEach(() => {
  const chip = { id: 'chip', node: 'n', title: { en: 'Chip' }, text: { en: '' } };
  const card = { id: 'card', node: 'n', title: { en: 'Card' }, summary: { en: '' }, turn: 'free', hotspots: [chip] };
  store.scene.value = { exhibits: [card] } as unknown as SceneDescription;
});

it('tells of exhibits that others take, show and put back', () => {
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.taken', by: 'bo' })).toEqual(['Bo took “Card” in hand.']);
  expect(told({ kind: 'exhibit', exhibit: { ...CARD, hotspot: 'chip' }, what: 'exhibit.hotspot', by: 'bo' })).toEqual(['Bo shows “Chip” on “Card”.']);
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.released', by: 'bo' })).toEqual(['“Card” is back in its place.']);
});

it('tells of offers to others, of who leads, and of clips', () => {
  const exhibit = { ...CARD, offered: 'bo', guide: 'bo', media: { playing: true, position: 0, at: 0 } };
  expect(told({ kind: 'exhibit', exhibit, what: 'exhibit.offered', by: 'bo' })).toEqual(['Bo offers “Card” to Bo.']);
  expect(told({ kind: 'exhibit', exhibit, what: 'exhibit.guided', by: 'bo' })).toEqual(['Bo is showing “Card” to everybody.']);
  expect(told({ kind: 'exhibit', exhibit, what: 'exhibit.media', by: 'bo' })).toEqual(['Bo plays the clip of “Card”.']);
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.released', by: null })).toEqual(['“Card” is back in its place.']);
});

it('leaves an offer to oneself to the notice that answers it, and says nothing of what has ended', () => {
  expect(told({ kind: 'exhibit', exhibit: { ...CARD, offered: 'me' }, what: 'exhibit.offered', by: 'bo' })).toEqual([]);
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.offered', by: null })).toEqual([]);
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.guided', by: null })).toEqual([]);
});

it('is silent about turning, closing, and what oneself does', () => {
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.settled', by: 'bo' })).toEqual([]);
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.hotspot', by: 'bo' })).toEqual([]);
  expect(told({ kind: 'exhibit', exhibit: CARD, what: 'exhibit.taken', by: 'me' })).toEqual([]);
});

it('tells of somebody who sits down, and staff of a report', () => {
  expect(told({ kind: 'seat', member: { ...BO, seat: 'sofa' } })).toEqual(['Bo sat down.']);
  expect(told({ kind: 'seat', member: BO })).toEqual([]);
  const report = { seq: 1, at: 0, member: 'x', name: 'X', about: 'bo', about_name: 'Bo', reason: 'spam', text: null } as const;
  expect(told({ kind: 'report', report })).toEqual(['New report about Bo: Advertising or flooding the chat.']);
});
