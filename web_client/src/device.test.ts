import { expect, it } from 'vitest';
import { comesSlowly, type Found, networkOf, sentences } from './device';

const found = (more: Partial<Found>): Found => ({
  graphics: 'on',
  quality: 'high',
  headset: 'no',
  network: 'usual',
  list: false,
  ...more,
});

it('knows a slow line by what the browser tells, and none at all', () => {
  expect(networkOf(true, undefined)).toBe('usual');
  expect(networkOf(true, { effectiveType: '4g', downlink: 10 })).toBe('usual');
  expect(networkOf(true, { effectiveType: 'slow-2g' })).toBe('slow');
  expect(networkOf(true, { effectiveType: '4g', downlink: 0.9 })).toBe('slow');
  expect(networkOf(false, { effectiveType: '4g' })).toBe('offline');
});

it('knows a slow line by the bytes that came, but not by the first second', () => {
  expect(comesSlowly(50_000, 1)).toBe(false);
  expect(comesSlowly(300_000, 5)).toBe(true);
  expect(comesSlowly(3_000_000, 5)).toBe(false);
});

it('says what the device shows, and no more than there is to say', () => {
  expect(sentences(found({}))).toEqual(['device.full']);
  expect(sentences(found({ quality: 'low', headset: 'offered' }))).toEqual(['device.simple', 'device.headset']);
  expect(sentences(found({ network: 'slow' }))).toEqual(['device.full', 'device.slow']);
  expect(sentences(found({ graphics: 'off', network: 'slow' }))).toEqual(['device.none']);
  expect(sentences(found({ list: true, headset: 'offered', network: 'slow' }))).toEqual(['device.list']);
});
