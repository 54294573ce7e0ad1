// Voice put together, with browsers that only pretend: from the button to the line, and what is told on the way.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VoiceState } from '../protocol/generated';
import { store } from '../store';
import { voicing } from '../voicing';
import { FakeContext } from './audio.test_help';
import { settled } from './fake_line.test_help';
import { type Around, openVoice, type Voice } from './voice';

const audio = vi.hoisted(() => ({ context: null as unknown, audible: [] as (() => void)[] }));
vi.mock('../sound', () => ({ sound: () => audio.context, needSound: () => undefined, audible: () => true, whenAudible: (act: () => void) => audio.audible.push(act) }));

type Said = { readonly type: string; readonly id: string } & Record<string, unknown>;

class FakeConnection {
  static readonly made: FakeConnection[] = [];
  connectionState = 'new';
  localDescription = { sdp: 'v=0\r\nm=audio 9\r\na=sendonly\r\n' };
  onconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: { track: object }) => void) | null = null;
  onicecandidate = null;
  closed = false;
  sends: object | null = null;

  constructor(readonly configuration: RTCConfiguration) {
    FakeConnection.made.push(this);
  }

  addTransceiver(): object {
    return { sender: { replaceTrack: async (track: object | null) => void (this.sends = track) } };
  }

  setLocalDescription = async (): Promise<void> => undefined;
  setRemoteDescription = async (): Promise<void> => undefined;
  addIceCandidate = async (): Promise<void> => undefined;
  close(): void {
    this.closed = true;
  }
}

const SILENT: VoiceState = { type: 'voice.state', hear: true, speak: false, muted: false, group: null, stage: null, sessions: [] };
const MEMBER = { role: 'visitor', staff: null, avatar: 0, away: false, seat: null, aside: false } as const;
const members = ['me', 'aiko', 'bo'].map((member, slot) => ({ ...MEMBER, member, slot, name: member.toUpperCase() }));

let said: Said[];
let told: string[];
let track: { enabled: boolean; stop: () => void; readonly readyState: string };
let refuses: boolean;
let voice: Voice;

beforeEach(async () => {
  said = [];
  told = [];
  refuses = false;
  FakeConnection.made.length = 0;
  audio.audible.length = 0;
  audio.context = new FakeContext();
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('MediaStream', class {});
  const getUserMedia = async (): Promise<object> => {
    if (refuses) throw Object.assign(new Error('no'), { name: 'NotAllowedError' });
    let live = true;
    track = { enabled: true, stop: () => (live = false), get readyState() { return live ? 'live' : 'ended'; } };
    return { getAudioTracks: () => [track] };
  };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia, enumerateDevices: async () => [], addEventListener: () => undefined } });
  store.members.value = members as never;
  let ids = 0;
  const around: Around = {
    send: (text) => said.push(JSON.parse(text) as Said) > 0,
    makeId: () => `id-${++ids}`,
    now: () => 0,
    tell: (text) => void told.push(text),
    me: () => 'me',
    slotOf: (member) => members.findIndex((one) => one.member === member),
    silent: () => false,
    headOf: () => false,
    ownHead: () => null,
    speaks: () => undefined,
  };
  voice = openVoice(around);
  audio.audible[0]();
  voice.welcomed(false);
  await answer();
  voice.told({ type: 'voice.ice', servers: [{ urls: ['turn:relay.example'], username: 'u', credential: 'c' }], relay_only: true, life_s: 600 });
  voice.told(SILENT);
});

afterEach(() => {
  voice.end();
  vi.unstubAllGlobals();
});

const tell = (over: Partial<VoiceState>): void => voice.told({ ...SILENT, ...over });

async function answer(reason: string | null = null): Promise<void> {
  voice.told({ type: 'voice.answer', id: said.at(-1)!.id, outcome: reason ? 'refused' : 'accepted', reason: reason as never });
  await settled();
}

async function speaking(): Promise<void> {
  const toggled = voice.toggle('near');
  await settled();
  await answer();
  await toggled;
  tell({ speak: true, sessions: [{ session: 's1', member: 'aiko', side: 'speaker', door: null }] });
  await settled();
}

describe('the microphone', () => {
  it('goes from the button to the line, by relays where the branch says so', async () => {
    expect(said.map(({ type }) => type)).toEqual(['voice.hear']);
    await speaking();
    const [line] = FakeConnection.made;
    expect(said.map(({ type }) => type)).toEqual(['voice.hear', 'voice.speak', 'voice.signal']);
    expect(line.configuration).toMatchObject({ iceTransportPolicy: 'relay', iceServers: [{ username: 'u' }] });
    expect([line.sends === track, voicing.audience.value, voicing.microphone.value]).toEqual([true, 'near', 'on']);
  });

  it('turned off is given back, and the server is told', async () => {
    await speaking();
    await voice.toggle('near');
    expect(said.at(-1)).toMatchObject({ type: 'voice.speak', on: false });
    expect([track.readyState, voicing.microphone.value, voicing.audience.value]).toEqual(['ended', 'off', null]);
  });

  it('that one is refused is told, and nothing is asked of the server', async () => {
    refuses = true;
    await voice.toggle('near');
    expect([said.length, told.length, voicing.microphone.value]).toEqual([1, 1, 'refused']);
  });

  it('is given back when staff mute one, and is not asked for meanwhile', async () => {
    await speaking();
    tell({ muted: true });
    expect([track.readyState, voicing.muted.value, FakeConnection.made[0].closed]).toEqual(['ended', true, true]);
    const before = said.length;
    await voice.toggle('near');
    expect([said.length, voicing.microphone.value]).toEqual([before, 'off']);
  });

  it('stays where one goes on after a broken line, closed until the server agrees', async () => {
    voice.own.mode = 'open';
    await speaking();
    expect(track.enabled).toBe(true);
    voice.broken();
    expect([track.enabled, track.readyState, voicing.audience.value]).toEqual([false, 'live', null]);
    voice.welcomed(false);
    await answer();
    tell({ speak: true });
    expect([track.enabled, voicing.audience.value]).toEqual([true, 'near']);
  });
});

describe('a closed group', () => {
  const group = (opener: string, ...all: string[]): Partial<VoiceState> => ({ group: { group: 'g', opener, members: all } });

  it('that one is taken into is told by whom and with whom', () => {
    tell(group('aiko', 'aiko', 'me'));
    expect(told).toEqual(['AIKO has taken you aside: only you and AIKO hear each other. Turn the microphone on to speak.']);
    tell(group('aiko', 'aiko', 'me', 'bo'));
    expect(told.at(-1)).toBe('Only you and AIKO and BO hear this');
    tell({});
    expect(told.at(-1)).toBe('The conversation among yourselves has ended. Your microphone is off.');
  });

  it('of one\'s own says who hears', () => {
    tell(group('me', 'me', 'bo'));
    expect(told).toEqual(['Only you and BO hear this']);
  });

  it('that cannot be is told why', async () => {
    voice.group(['aiko']);
    await answer('in_group');
    expect(told).toEqual(['They are in another conversation right now.']);
  });
});

describe('what is heard', () => {
  it('from the stage is who stands on it', () => {
    tell({ stage: 'aiko', sessions: [{ session: 's1', member: null, side: 'hearer', door: null }] });
    FakeConnection.made[0].ontrack!({ track: {} });
    expect(voice.playback.peaks.map(({ member }) => member)).toEqual(['aiko']);
    tell({});
    expect([voice.playback.peaks, FakeConnection.made[0].closed]).toEqual([[], true]);
  });

  it('is over with the visit', () => {
    tell({ sessions: [{ session: 's1', member: 'bo', side: 'hearer', door: null }] });
    FakeConnection.made[0].ontrack!({ track: {} });
    voice.end();
    expect([voice.playback.peaks, FakeConnection.made[0].closed]).toEqual([[], true]);
  });
});
