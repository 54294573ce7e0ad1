// Push to talk over time, and the open microphone.
import { expect, it } from 'vitest';
import { TalkSwitch } from './talk_switch';

it('is open while anything is held, and a moment longer', () => {
  const talk = new TalkSwitch();
  expect(talk.open(0)).toBe(false);
  talk.press('key');
  talk.press('controller');
  expect(talk.open(100)).toBe(true);
  talk.release('key', 200);
  expect(talk.open(5000)).toBe(true);
  talk.release('controller', 5000);
  expect([talk.open(5200), talk.open(5260)]).toEqual([true, false]);
});

it('does not open by a release of what was not held', () => {
  const talk = new TalkSwitch();
  talk.release('key', 1000);
  expect(talk.open(1001)).toBe(false);
});

it('lets go of all at once, without the moment', () => {
  const talk = new TalkSwitch();
  talk.press('latch');
  expect(talk.holds('latch')).toBe(true);
  talk.letGo();
  expect([talk.open(0), talk.holds('latch')]).toEqual([false, false]);
  talk.press('key');
  talk.release('key', 10);
  talk.letGo();
  expect(talk.open(11)).toBe(false);
});

it('is always open where one wishes so', () => {
  const talk = new TalkSwitch();
  talk.mode = 'open';
  expect(talk.open(0)).toBe(true);
});
