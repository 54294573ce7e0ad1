// The page's one audio context: it wakes when something is to be heard, and rests when nothing is.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

class Context extends EventTarget {
  state = 'suspended';
  touched = false;

  resume(): Promise<void> {
    return this.touched ? this.turn('running') : Promise.reject(new Error('not touched'));
  }

  suspend(): Promise<void> {
    return this.turn('suspended');
  }

  turn(state: string): Promise<void> {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
    return Promise.resolve();
  }
}

let made: Context[];
let page: EventTarget;
let sounds: typeof import('./sound');

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  made = [];
  page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.stubGlobal('AudioContext', function () {
    return made[made.push(new Context()) - 1];
  });
  sounds = await import('./sound');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function touch(): void {
  for (const context of made) context.touched = true;
  page.dispatchEvent(new Event('pointerdown'));
}

it('is made once, and tells once that the page may sound, also when it rests by then', async () => {
  const acts: string[] = [];
  sounds.whenAudible(() => acts.push('first'));
  expect([made.length, acts, sounds.audible()]).toEqual([1, [], false]);
  touch();
  expect([acts, sounds.audible()]).toEqual([['first'], true]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(made[0].state).toBe('suspended');
  sounds.whenAudible(() => acts.push('later'));
  sounds.needSound({}, true);
  expect([made.length, made[0].state, acts, sounds.audible()]).toEqual([1, 'running', ['first', 'later'], true]);
});

it('rests when nothing is to be heard, and not at once', async () => {
  const [ambience, voice] = [{}, {}];
  sounds.sound();
  touch();
  sounds.needSound(ambience, true);
  sounds.needSound(voice, true);
  sounds.needSound(ambience, false);
  await vi.advanceTimersByTimeAsync(5000);
  expect(made[0].state).toBe('running');
  sounds.needSound(voice, false);
  await vi.advanceTimersByTimeAsync(1900);
  expect(made[0].state).toBe('running');
  await vi.advanceTimersByTimeAsync(100);
  expect(made[0].state).toBe('suspended');
});

it('does not go to sleep where somebody is heard again meanwhile', async () => {
  const voice = {};
  sounds.sound();
  touch();
  sounds.needSound(voice, true);
  sounds.needSound(voice, false);
  await vi.advanceTimersByTimeAsync(1000);
  sounds.needSound(voice, true);
  await vi.advanceTimersByTimeAsync(5000);
  expect(made[0].state).toBe('running');
});

it('is not woken by touches while it rests, only where something should be heard', async () => {
  sounds.sound();
  touch();
  await vi.advanceTimersByTimeAsync(2000);
  touch();
  expect(made[0].state).toBe('suspended');
  sounds.needSound({}, true);
  void made[0].turn('interrupted'); // a phone call
  touch();
  expect(made[0].state).toBe('running');
});

it('is awake for a moment', async () => {
  sounds.sound();
  touch();
  await vi.advanceTimersByTimeAsync(2000);
  sounds.soundFor(1500);
  expect(made[0].state).toBe('running');
  await vi.advanceTimersByTimeAsync(3400);
  expect(made[0].state).toBe('running');
  await vi.advanceTimersByTimeAsync(100);
  expect(made[0].state).toBe('suspended');
});

it('makes no context for who needs nothing any more', () => {
  sounds.needSound({}, false);
  expect(made).toEqual([]);
});
