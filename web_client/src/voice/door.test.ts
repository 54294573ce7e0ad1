// The stage by LiveKit: in by its address and token, one's microphone on it, and out again.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DoorPeer } from './door';
import { settled } from './fake_line.test_help';

interface FakeRoom {
  state: string;
  readonly said: string[];
  readonly on: (event: string, act: (value: unknown) => void) => void;
  readonly hear: (event: string, value?: unknown) => void;
}

const made = vi.hoisted(() => ({ rooms: [] as unknown[], refuses: false }));

vi.mock('livekit-client', () => {
  class Room {
    state = 'disconnected';
    readonly said: string[] = [];
    private readonly acts = new Map<string, (value: unknown) => void>();
    readonly localParticipant = {
      publishTrack: async (track: { id: string }) => void this.said.push(`publish ${track.id}`),
      unpublishTrack: async (track: { id: string }, stop: boolean) => void this.said.push(`unpublish ${track.id} ${stop}`),
    };

    constructor() {
      made.rooms.push(this);
    }

    on(event: string, act: (value: unknown) => void): void {
      this.acts.set(event, act);
    }

    hear(event: string, value?: unknown): void {
      this.acts.get(event)?.(value);
    }

    async connect(url: string, token: string, { autoSubscribe }: { autoSubscribe: boolean }): Promise<void> {
      if (made.refuses) throw new Error('no');
      this.said.push(`connect ${url} ${token} ${autoSubscribe}`);
      this.state = 'connected';
    }

    async disconnect(): Promise<void> {
      this.said.push('disconnect');
      this.hear('disconnected');
    }
  }
  const RoomEvent = { TrackSubscribed: 'subscribed', Reconnecting: 'reconnecting', Reconnected: 'reconnected', Disconnected: 'disconnected' };
  return { Room, RoomEvent };
});

const DOOR = { url: 'wss://stage.example', token: 'secret' };
const track = (id: string): MediaStreamTrack => ({ id }) as MediaStreamTrack;
const room = (): FakeRoom => made.rooms.at(-1) as FakeRoom;

let told: string[];

function enter(side: 'speaker' | 'hearer'): DoorPeer {
  return new DoorPeer({ side }, DOOR, { candidate: () => undefined, became: (state) => told.push(state), sound: () => told.push('sound') });
}

/** Until what comes by an import is there. */
async function there(): Promise<void> {
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
  await settled();
}

beforeEach(() => {
  told = [];
  made.rooms.length = 0;
  made.refuses = false;
  vi.stubGlobal('MediaStream', class {});
});

afterEach(() => vi.unstubAllGlobals());

it('takes the microphone that there is, then another one, and leaves both alone', async () => {
  const peer = enter('speaker');
  peer.send(track('one'));
  await there();
  const two = track('two');
  for (const _ of [1, 2]) {
    peer.send(two);
    await settled();
  }
  expect(room().said).toEqual(['connect wss://stage.example secret false', 'publish one', 'unpublish one false', 'publish two']);
});

it('hears what comes, and tells how the line is', async () => {
  enter('hearer');
  await there();
  room().hear('subscribed', { mediaStreamTrack: track('aiko') });
  room().hear('reconnecting');
  room().hear('reconnected');
  room().hear('disconnected');
  expect(room().said).toEqual(['connect wss://stage.example secret true']);
  expect(told).toEqual(['connected', 'sound', 'broken', 'connected', 'failed']);
});

it('is left when the session ends, which is no failure', async () => {
  const peer = enter('hearer');
  await there();
  peer.close();
  expect([room().said.at(-1), told]).toEqual(['disconnect', ['connected']]);
});

it('that does not open is told', async () => {
  made.refuses = true;
  enter('speaker');
  await there();
  expect(told).toEqual(['failed']);
});
