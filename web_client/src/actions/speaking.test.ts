// Voice as a person uses it: brought after the room and not before, asked for when somebody wants to speak.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preferences } from '../preferences';
import { store } from '../store';
import type { Around, Voice } from '../voice/voice';
import { voicing } from '../voicing';
import { Speaking } from './speaking';

const AROUND = { me: () => 'me', tell: () => undefined } as unknown as Around;

class FakeVoice {
  readonly done: string[] = [];
  readonly own = {
    mode: '',
    press: (by: string) => void this.done.push(`press ${by}`),
    release: (by: string) => void this.done.push(`release ${by}`),
    latch: () => void this.done.push('latch'),
    choose: (device: string | null) => void this.done.push(`choose ${device}`),
  };
  readonly playback = { volume: -1 };
  toggle = (audience: string): void => void this.done.push(`toggle ${audience}`);
  hush = (): void => void this.done.push('hush');
  group = (members: readonly string[]): void => void this.done.push(`group ${members.join()}`);
  welcomed = (elsewhere: boolean): void => void this.done.push(`welcomed ${elsewhere}`);
  broken = (): void => void this.done.push('broken');
  step = (): void => undefined;
  frame = (head: ArrayLike<number> | null): void => void this.done.push(`frame ${head === null ? 'without' : 'with'} a picture`);
}

let brought: number;
let voice: FakeVoice;
let listeners: Map<string, () => void>;

function speaking(fails = false): Speaking {
  return new Speaking(AROUND, () => {
    brought++;
    return fails ? Promise.reject(new Error('no line')) : Promise.resolve({ openVoice: () => voice as unknown as Voice });
  });
}

async function enter(): Promise<void> {
  store.me.value = { member: 'me', slot: 0, role: 'visitor', staff: null, name: 'Me' };
  store.phase.value = { name: 'joined' };
  await vi.waitFor(() => undefined);
}

async function furnished(): Promise<void> {
  store.loading.value = { name: 'ready' };
  await vi.waitFor(() => undefined);
}

beforeEach(() => {
  brought = 0;
  voice = new FakeVoice();
  listeners = new Map();
  const listen = { addEventListener: (name: string, act: () => void) => void listeners.set(name, act) };
  vi.stubGlobal('window', listen);
  vi.stubGlobal('document', listen);
  vi.stubGlobal('RTCPeerConnection', class {});
  vi.stubGlobal('AudioContext', class {});
  store.graphics.value = 'on';
  store.loading.value = { name: 'waiting' };
  store.phase.value = { name: 'idle' };
  store.aside.value = false;
  voicing.microphone.value = 'off';
  voicing.offered.value = false;
  voicing.group.value = null;
});

afterEach(() => {
  vi.unstubAllGlobals();
  preferences.talk.value = 'push';
  preferences.voices.value = 'normal';
});

describe('what voice takes', () => {
  it('comes once the room is there and one is in it, and not before', async () => {
    const made = speaking();
    await enter();
    expect([brought, voicing.offered.value]).toEqual([0, false]);
    made.toggle();
    made.press('controller');
    made.hear([]);
    expect(voice.done).toEqual([]);
    await furnished();
    expect([brought, voicing.offered.value]).toEqual([1, true]);
  });

  it('is told of a visit that has begun meanwhile', async () => {
    const made = speaking();
    made.welcomed(true);
    await enter();
    await furnished();
    expect(voice.done).toContain('welcomed false');
  });

  it('does not come where a browser has none of it', async () => {
    vi.stubGlobal('RTCPeerConnection', undefined);
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    speaking();
    await enter();
    await furnished();
    expect(brought).toBe(0);
  });

  it('is asked for again with the next visit, if it did not come', async () => {
    speaking(true);
    await enter();
    await furnished();
    store.phase.value = { name: 'idle' };
    await enter();
    expect([brought, voicing.offered.value]).toEqual([2, false]);
  });
});

describe('talking', () => {
  let made: Speaking;

  beforeEach(async () => {
    made = speaking();
    await enter();
    await furnished();
    voice.done.length = 0;
  });

  it('by the key turns the microphone on first: whoever holds it wants to speak', () => {
    made.press('key');
    voicing.microphone.value = 'asking';
    made.press('key');
    voicing.microphone.value = 'on';
    made.press('key');
    made.release('key');
    expect(voice.done).toEqual(['toggle near', 'press key', 'release key']);
  });

  it('by a controller never asks for a microphone: a thumb slips', () => {
    made.press('controller');
    expect(voice.done).toEqual([]);
  });

  it('ends when one looks elsewhere', () => {
    listeners.get('blur')!();
    expect(voice.done).toEqual(['release key', 'release button']);
  });

  it('ends in the safe place at once', () => {
    store.aside.value = true;
    expect(voice.done).toEqual(['hush']);
  });

  it('is as one has chosen it', () => {
    preferences.talk.value = 'open';
    preferences.voices.value = 'off';
    preferences.microphone.value = 'other';
    expect([voice.own.mode, voice.playback.volume, voice.done]).toEqual(['open', 0, ['choose other']]);
    preferences.microphone.value = null;
  });

  it('among oneself and another takes along who is there already', () => {
    made.takeAside('aiko');
    voicing.group.value = { group: 'g', opener: 'me', members: ['me', 'aiko'] };
    made.takeAside('bo');
    expect(voice.done).toEqual(['group aiko', 'group bo,aiko']);
  });
});

it('one listens with each picture, and without one twenty times a second', async () => {
  const made = speaking();
  await enter();
  await furnished();
  made.step();
  made.hear([]);
  preferences.view.value = 'list';
  made.step();
  preferences.view.value = 'space';
  expect(voice.done.filter((one) => one.startsWith('frame'))).toEqual(['frame with a picture', 'frame without a picture']);
});
