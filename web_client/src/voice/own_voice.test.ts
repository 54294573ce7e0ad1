// The microphone over time: open when the server lets one be heard and one wants to be, and at no other time.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { voicing } from '../voicing';
import { FakeContext } from './audio.test_help';
import { OwnVoice } from './own_voice';

const audio = vi.hoisted(() => ({ context: null as unknown, needed: [] as boolean[] }));
vi.mock('../sound', () => ({ sound: () => audio.context, needSound: (_: object, needed: boolean) => audio.needed.push(needed) }));

class Track {
  enabled = true;
  readyState = 'live';
  onended: (() => void) | null = null;
  stop(): void {
    this.readyState = 'ended';
  }
}

let now: number;
let tracks: Track[];
let sent: (Track | null)[];
let openWhenSent: boolean;
let lost: number;
let error: string | null;
let own: OwnVoice;

beforeEach(() => {
  now = 0;
  tracks = [];
  sent = [];
  openWhenSent = false;
  lost = 0;
  error = null;
  audio.context = new FakeContext();
  vi.stubGlobal('MediaStream', class {});
  const getUserMedia = async (): Promise<object> => {
    if (error) throw Object.assign(new Error(error), { name: error });
    tracks.push(new Track());
    return { getAudioTracks: () => [tracks.at(-1)] };
  };
  const devices = [{ kind: 'audioinput', deviceId: 'a', label: 'One' }];
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia, enumerateDevices: async () => devices, addEventListener: () => undefined } });
  const track = (sends: MediaStreamTrack | null): void => {
    openWhenSent ||= sends?.enabled ?? false;
    sent.push(sends as unknown as Track);
  };
  own = new OwnVoice({ track, lost: () => lost++, now: () => now });
});

afterEach(() => {
  own.putAway();
  vi.unstubAllGlobals();
});

const have = (): Promise<boolean> => own.have(() => undefined);

it('is closed when it comes, opens while it is held, and not before the server lets one be heard', async () => {
  expect(await have()).toBe(true);
  const [track] = tracks;
  expect([track.enabled, voicing.microphone.value, sent, openWhenSent]).toEqual([false, 'on', [track], false]);
  own.press('key');
  expect([track.enabled, voicing.live.value]).toEqual([false, false]);
  own.grant(true);
  expect([track.enabled, voicing.live.value]).toEqual([true, true]);
  own.release('key');
  now = 300;
  own.keepUp();
  expect([track.enabled, voicing.live.value]).toEqual([false, false]);
});

it('closes at once when the server does not let one be heard any more, whatever is held', async () => {
  await have();
  own.grant(true);
  own.mode = 'open';
  expect(tracks[0].enabled).toBe(true);
  own.grant(false);
  expect([tracks[0].enabled, voicing.live.value]).toEqual([false, false]);
});

it('is given back, and sends nothing more', async () => {
  await have();
  own.grant(true);
  own.latch();
  expect(voicing.latched.value).toBe(true);
  own.putAway();
  expect([tracks[0].readyState, sent.at(-1), voicing.microphone.value, voicing.live.value, voicing.latched.value]).toEqual(['ended', null, 'off', false, false]);
  await have();
  expect(tracks[1].enabled).toBe(false); // the latch of before is open
});

it('that cannot be had is told, and shown until one tries again', async () => {
  error = 'NotAllowedError';
  const told: string[] = [];
  expect(await own.have((problem) => told.push(problem))).toBe(false);
  expect([told, voicing.microphone.value, sent.at(-1)]).toEqual([['refused'], 'refused', null]);
  error = null;
  expect(await have()).toBe(true);
});

it('is another one while one speaks, without a word being lost to the wrong one', async () => {
  await have();
  own.grant(true);
  own.mode = 'open';
  await own.choose('a');
  expect([tracks.length, tracks[0].readyState, tracks[1].enabled, sent.at(-1) === tracks[1]]).toEqual([2, 'ended', true, true]);
  await own.choose('a');
  expect(tracks.length).toBe(2);
  expect(voicing.devices.value).toEqual([{ id: 'a', name: 'One' }]);
});

it('keeps the page awake for its level, and no longer', async () => {
  audio.needed = [];
  await have();
  own.putAway();
  expect(audio.needed).toEqual([true, false]);
});

it('that is pulled out ends it', async () => {
  await have();
  tracks[0].onended!();
  expect(lost).toBe(1);
});
