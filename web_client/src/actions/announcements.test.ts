// The live region's gathering: nothing important is lost, nothing floods.
import { describe, expect, it } from 'vitest';
import { Announcements, type News, PAUSE_MS } from './announcements';

const SECOND = 1000;

function heard(...news: News[]): ReturnType<Announcements['due']> {
  const announcements = new Announcements();
  for (const one of news) announcements.add(one, 0);
  return announcements.due(SECOND);
}

const came = (name: string): News => ({ kind: 'came', name });
const says = (name: string, text: string, toMe = false): News => ({ kind: 'said', name, text, toMe });

describe('announcements', () => {
  it('says nothing when nothing has happened', () => {
    expect(heard()).toBeNull();
  });

  it('waits a moment for what comes together', () => {
    const announcements = new Announcements();
    announcements.add(came('Ann'), 0);
    expect(announcements.due(10)).toBeNull();
    announcements.add(came('Bo'), 100);
    expect(announcements.due(500)).toEqual([{ kind: 'came', names: ['Ann', 'Bo'], count: 2 }]);
  });

  it('never speaks twice within two seconds, and then says all that has come meanwhile', () => {
    const announcements = new Announcements();
    const times: number[] = [];
    let sentences = 0;
    for (let now = 0; now < 60 * SECOND; now += 50) {
      announcements.add(says('Ann', `line ${now}`), now);
      const due = announcements.due(now);
      if (due) times.push(now);
      sentences += due?.length ?? 0;
    }
    expect(times.length).toBeGreaterThan(20);
    for (let i = 1; i < times.length; i++) expect(times[i] - times[i - 1]).toBeGreaterThanOrEqual(PAUSE_MS);
    expect(sentences / times.length).toBeLessThanOrEqual(3);
  });

  it('counts a crowd instead of calling every name', () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    expect(heard(...names.map(came))).toEqual([{ kind: 'came', names: ['A', 'B', 'C'], count: 5 }]);
  });

  it('does not mention who came and was gone again', () => {
    expect(heard(came('A'), came('B'), { kind: 'left', name: 'A' })).toEqual([{ kind: 'came', names: ['B'], count: 1 }]);
    expect(heard(came('A'), { kind: 'left', name: 'A' })).toBeNull();
  });

  it('reads out what is for oneself before the chatter of the room', () => {
    const sentences = heard(says('B', 'psst', true), says('A', 'one'), says('A', 'two'), says('A', 'three'));
    expect(sentences).toEqual([
      says('B', 'psst', true),
      says('A', 'two'),
      { kind: 'messages', count: 2 },
    ]);
  });

  it('tells of many who do the same as one, and of each once', () => {
    const clap = (name: string): News => ({ kind: 'reacted', name, reaction: 'clap' });
    expect(heard(clap('A'), clap('A'), clap('B'), clap('C'), clap('D'))).toEqual([
      { kind: 'reacted', names: ['A', 'B', 'C'], count: 4, reaction: 'clap' },
    ]);
  });

  it('begins with what needs attention, and says the same words once', () => {
    const lost: News = { kind: 'told', text: 'The line is lost', loud: true };
    expect(heard(came('A'), lost, lost, { kind: 'told', text: 'Ann took the card', loud: false })).toEqual([
      { kind: 'told', text: 'The line is lost' },
      { kind: 'came', names: ['A'], count: 1 },
      { kind: 'told', text: 'Ann took the card' },
    ]);
  });

  it('forgets what nobody could be told while it was news', () => {
    const announcements = new Announcements();
    announcements.add(came('A'), 0);
    expect(announcements.due(60 * SECOND)).toBeNull();
  });
});
