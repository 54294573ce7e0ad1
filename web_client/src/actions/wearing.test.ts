// What one does with a headset on reaches the headset, and the room where it concerns the room.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Draft } from '../protocol/messages';
import { store } from '../store';
import { Wearing } from './wearing';

let sent: string[];
let told: string[];
let did: unknown[];
let kept: boolean | null;
let wearing: Wearing;

beforeEach(() => {
  sent = [];
  told = [];
  did = [];
  kept = null;
  store.aside.value = false;
  store.front.value = null;
  store.card.value = null;
  const send = (draft: Draft) => {
    sent.push(draft.type);
    return Promise.resolve({ kind: 'accepted', seq: 1, repeat: false } as const);
  };
  wearing = new Wearing(send, () => kept, (text) => told.push(text));
  wearing.worn = {
    systemKeyboard: false,
    recentre: () => did.push('recentre'),
    raise: (by) => did.push(by),
    end: () => Promise.resolve(void did.push('end')),
    aside: (on) => did.push(on),
  };
});

it('brings recentring and height to the headset, and nothing where there is none', () => {
  wearing.recentre();
  wearing.raise(0.05);
  wearing.worn = null;
  wearing.recentre();
  expect([did, sent]).toEqual([['recentre', 0.05], []]);
});

it('opens the menu in front, and closes whatever is open there', () => {
  wearing.menu();
  expect(store.front.value).toBe('menu');
  store.front.value = 'chat';
  store.card.value = { member: 'bo', report: false };
  wearing.menu();
  expect([store.front.value, store.card.value]).toEqual([null, null]);
});

it('tells once the headset is on where the menu is, and begins with nothing open', () => {
  store.front.value = 'chat';
  wearing.changed(true);
  expect([store.headset.value, store.front.value]).toEqual(['worn', null]);
  expect(told).toEqual([expect.stringContaining('menu')]);
  wearing.changed(false);
  expect(told.length).toBe(1);
});

describe('the safe place', () => {
  it('is there at once, tells the room once, and closes what was open', () => {
    store.front.value = 'people';
    wearing.stepAside();
    wearing.stepAside();
    expect([did, sent, store.aside.value, store.front.value]).toEqual([[true], ['aside.begin'], true, null]);
    wearing.stepBack();
    wearing.stepBack();
    expect([did, sent, store.aside.value]).toEqual([[true, false], ['aside.begin', 'aside.end'], false]);
  });

  it('ends with taking the headset off, by the menu or by the device', async () => {
    wearing.stepAside();
    await wearing.leave();
    expect([sent.at(-1), did.at(-1)]).toEqual(['aside.end', 'end']);
    wearing.stepAside();
    wearing.changed(false);
    expect([sent.at(-1), store.aside.value, store.headset.value]).toEqual(['aside.end', false, 'offered']);
  });

  it('is what the server is told again, when it holds something else after the line was lost', () => {
    wearing.loaded();
    kept = false;
    wearing.loaded();
    expect(sent).toEqual([]);
    kept = true; // a page that was loaded anew
    wearing.loaded();
    wearing.stepAside();
    kept = false; // a server that never heard of it
    wearing.loaded();
    expect(sent).toEqual(['aside.end', 'aside.begin', 'aside.begin']);
  });
});
