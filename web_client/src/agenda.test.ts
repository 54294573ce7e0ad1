import { expect, it } from 'vitest';
import { agenda, minutesNow, minutesOf } from './agenda';
import type { Programme } from './net/api';

const on = (time: string): Programme => ({ time, title: { en: time }, place: null });
const states = (now: string): string[] =>
  agenda([on('13:00'), on('10:30'), on('15:30')], minutesOf(now)).map(({ state, programme }) => `${programme.time} ${state}`);

it('puts the day in order, and says what comes next', () => {
  expect(states('09:00')).toEqual(['10:30 next', '13:00 later', '15:30 later']);
  expect(states('12:59')).toEqual(['10:30 over', '13:00 next', '15:30 later']);
  expect(states('23:00')).toEqual(['10:30 over', '13:00 over', '15:30 over']);
});

it('lets one join what has just begun, and names the next one all the same', () => {
  expect(states('13:00')).toEqual(['10:30 over', '13:00 now', '15:30 next']);
  expect(states('13:09')).toEqual(['10:30 over', '13:00 now', '15:30 next']);
  expect(states('13:10')).toEqual(['10:30 over', '13:00 over', '15:30 next']);
});

it('counts the minutes by the clock of the branch', () => {
  const now = new Date('2026-06-01T23:58:30Z');
  expect(minutesNow(now, 'Asia/Tokyo')).toBe(minutesOf('08:58'));
  expect(minutesNow(now, 'UTC')).toBe(minutesOf('23:58'));
  expect(agenda([on('09:30')], minutesNow(now, 'Asia/Tokyo'))[0].minutes).toBe(32);
});
