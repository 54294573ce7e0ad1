// A connection among stand-ins: sockets one can speak from, a clock one turns by hand, a memory in the test.
import type { OfferedPose } from '../protocol/generated';
import type { VoiceMessage } from '../protocol/messages';
import { Connection, type Listener, type SocketLike } from './connection';
import type { Memory, Remembered } from './memory';
import type { Phase } from './phases';

export class FakeSocket implements SocketLike {
  binaryType = '';
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: (string | ArrayBuffer)[] = [];

  send(data: string | ArrayBuffer): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  hear(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  shut(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  texts(): Record<string, string>[] {
    return this.sent
      .filter((data) => typeof data === 'string')
      .map((text) => JSON.parse(text) as Record<string, string>);
  }
}

export class FakeClock {
  private now = 0;
  private timers: { at: number; act: () => void }[] = [];

  readonly after = (ms: number, act: () => void): (() => void) => {
    const timer = { at: this.now + ms, act };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((one) => one !== timer));
  };

  /** How long until the next timer. */
  next(): number {
    return Math.min(...this.timers.map(({ at }) => at)) - this.now;
  }

  run(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.timers = this.timers.filter((one) => one !== due);
      this.now = Math.max(this.now, due.at);
      due.act();
    }
    this.now = end;
  }
}

function testMemory(): Memory {
  let kept: Remembered | null = null;
  return { load: () => kept, save: (visit) => void (kept = visit), clear: () => void (kept = null) };
}

/** Lets promises that are ready go on. */
export async function flush(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

export function welcome(over: { room?: string; resumed?: boolean; resume?: string; member?: string } = {}): object {
  const { room = 'lobby', resumed = false, resume = 'token-1', member = 'm_1' } = over;
  return {
    type: 'welcome',
    room,
    scene: `/api/v1/scenes/${room}`,
    you: { member, slot: 3, role: 'visitor', staff: null, name: 'Mika' },
    bounds: { min: [0, 0, 0], max: [1, 1, 1] },
    place: { position: [0, 0, 0], yaw: 0 },
    epoch: 'e1',
    resume,
    resumed,
    tick_hz: 20,
    capacity: 50,
  };
}

export function fixture() {
  const sockets: FakeSocket[] = [];
  const phases: Phase[] = [];
  const voices: VoiceMessage[] = [];
  const errors: string[] = [];
  const clock = new FakeClock();
  const memory = testMemory();
  const place: OfferedPose = { position: [1, 0, 2], yaw: 0.5 };
  let tickets = 0;
  let ids = 0;
  const api = {
    openSession: () => Promise.resolve({ role: 'visitor' }),
    ticket: () => Promise.resolve({ ticket: `ticket-${++tickets}`, expires_in: 30 }),
  };
  const listener: Listener = {
    phase: (phase) => void phases.push(phase),
    welcome: () => {},
    state: () => {},
    own: () => {},
    frame: () => {},
    error: ({ code }) => void errors.push(code),
    voice: (message) => void voices.push(message),
    place: () => place,
  };
  const openSocket = (): FakeSocket => {
    sockets.push(new FakeSocket());
    return sockets.at(-1)!;
  };
  const makeId = (): string => `command-${++ids}`;
  const connection = new Connection({ api, memory, openSocket, after: clock.after, random: () => 0.5, makeId }, listener);
  return {
    connection,
    sockets,
    clock,
    memory,
    api,
    place,
    voices,
    errors,
    phases: () => phases.map(({ name }) => name),
    get socket() {
      return sockets.at(-1)!;
    },
  };
}

export async function enter(f: ReturnType<typeof fixture>): Promise<void> {
  f.connection.enter({ room: 'lobby', name: 'Mika', avatar: 7 });
  await flush();
  f.socket.open();
}
