// One visit over as many sockets as it takes: hello, resume, backoff, outbox (PROTOCOL.md H, R, C).
import { Close, type OfferedPose, type Own, type RoomState, type Welcome } from '../protocol/generated';
import { readTickFrame, type TickFrame } from '../protocol/frames';
import { type Draft, type ErrorMessage, readMessage, type ServerMessage, type VoiceMessage } from '../protocol/messages';
import { type Api, ApiError } from './api';
import { backoff } from './backoff';
import type { Memory } from './memory';
import { Outbox, type Outcome } from './outbox';
import { type EndDetails, type EndReason, type Phase, recourse } from './phases';
import { StateAssembly } from './state';

const SILENCE_S = 6; // the server sends at least one frame a second (F-6)
const LATER_MS = 12_000; // after 4008: the window of L-2 and a little
const AGAIN_MS = 1_100;

export interface Identity {
  readonly room: string;
  readonly name: string;
  readonly avatar: number;
  /** Staff at the console: the room in view, without a body in it. */
  readonly watch?: boolean;
}

/** The part of WebSocket that is used; tests bring their own. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string | ArrayBuffer): void;
  close(code?: number): void;
}

/** What a connection needs of the outside. */
export interface Surroundings {
  readonly api: Pick<Api, 'openSession' | 'ticket'>;
  readonly memory: Memory;
  openSocket(): SocketLike;
  /** Calls `act` after `ms`; the answer cancels it. */
  after(ms: number, act: () => void): () => void;
  random(): number;
  makeId(): string;
}

/** Who hears of what comes in. */
export interface Listener {
  phase(phase: Phase): void;
  welcome(welcome: Welcome): void;
  state(state: RoomState): void;
  own(own: Own): void;
  frame(frame: TickFrame): void;
  error(error: ErrorMessage): void;
  voice(message: VoiceMessage): void;
  /** Where the member stands now, to be offered at a resume. */
  place(): OfferedPose | null;
}

export class Connection {
  phase: Phase = { name: 'idle' };
  /** Sockets that were opened so far. */
  sockets = 0;
  private identity: Identity | null = null;
  private socket: SocketLike | null = null;
  private run = 0;
  private attempt = 0;
  private retryAfterMs = 0;
  private farewell: EndDetails = {};
  private cancelTimer = () => {};
  private cancelWatch = () => {};
  private heard = true;
  private member = '';
  private readonly outbox: Outbox;
  private readonly assembly = new StateAssembly();

  constructor(
    private readonly around: Surroundings,
    private readonly listener: Listener,
  ) {
    this.outbox = new Outbox(() => around.makeId());
  }

  /** Enter as somebody, from the start screen. */
  enter(identity: Identity): void {
    this.identity = identity;
    this.attempt = 0;
    this.become({ name: 'opening', attempt: 0 });
    void this.open();
  }

  /** The network is back: who waits for it need wait no longer. Who has left stays away. */
  networkBack(): void {
    if (this.phase.name === 'lost' || this.phase.name === 'opening') this.retry();
  }

  /** Try now instead of waiting, or come back: the person asks for it. */
  retry(): void {
    if (!this.identity || this.phase.name === 'joined' || this.phase.name === 'waiting') return;
    if (this.phase.name !== 'lost') this.become({ name: 'opening', attempt: 0 });
    this.attempt = 0;
    void this.open();
  }

  /** After a visit's end: as before the first one. */
  toEntrance(): void {
    if (this.phase.name === 'ended') this.become({ name: 'idle' });
  }

  /** End the visit. */
  leave(): void {
    if (this.phase.name === 'joined') void this.command({ type: 'leave' });
    else {
      this.drop(Close.NORMAL);
      this.finish('left', 'left');
    }
  }

  /** Say a command; it is repeated over resumes until it has an answer. */
  command(draft: Draft): Promise<Outcome> {
    const { text, outcome } = this.outbox.add(draft);
    if (this.phase.name === 'joined') this.socket?.send(text);
    return outcome;
  }

  /** Says what means nothing on another line, so that it is not repeated there; false where there is no line. */
  sayOnce(text: string): boolean {
    if (this.phase.name !== 'joined' || !this.socket) return false;
    this.socket.send(text);
    return true;
  }

  /** Send a binary frame; latest wins, so nothing is kept when there is no line. */
  sendFrame(frame: ArrayBuffer): void {
    if (this.phase.name === 'joined') this.socket?.send(frame);
  }

  private become(phase: Phase): void {
    this.phase = phase;
    this.listener.phase(phase);
  }

  private async open(): Promise<void> {
    this.drop();
    const run = this.run;
    let hello: string;
    try {
      hello = await this.hello();
    } catch (problem) {
      if (run === this.run) this.refusedByHttp(problem);
      return;
    }
    if (run !== this.run) return;
    const socket = this.around.openSocket();
    this.socket = socket;
    this.sockets++;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(hello);
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = (event) => this.closed(event.code);
  }

  /** The first message: `resume` while there is a token, else `join` with a fresh ticket (H-1). */
  private async hello(): Promise<string> {
    const known = this.around.memory.load();
    const identity = this.identity!;
    if (known && known.room === identity.room) {
      const pose = this.listener.place();
      return JSON.stringify({ type: 'resume', token: known.token, ...(pose ? { pose } : {}) });
    }
    await this.around.api.openSession();
    const { ticket } = await this.around.api.ticket(identity.room);
    const { name, avatar, watch } = identity;
    return JSON.stringify({ type: 'join', ticket, name, avatar, ...(watch && { watch }) });
  }

  private refusedByHttp(problem: unknown): void {
    if (!(problem instanceof ApiError) || problem.passing) return this.again(0);
    const { code, times: { opensAt, until } } = problem;
    const details = { ...(opensAt && { opensAt }), ...(until && { until: Date.parse(until) }) };
    this.finish(code === 'banned' ? 'banned' : 'refused', code, details);
  }

  private receive(data: unknown): void {
    this.heard = true;
    if (typeof data === 'string') {
      const message = readMessage(data);
      if (message) this.hear(message);
    } else if (data instanceof ArrayBuffer) {
      const frame = readTickFrame(data);
      if (frame) this.listener.frame(frame);
    }
  }

  private hear(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.welcomed(message);
      case 'waiting': {
        const { reason, capacity, place, waiting } = message;
        return this.become({ name: 'waiting', reason, capacity, place, waiting });
      }
      case 'ack':
        return this.outbox.acked(message);
      case 'error':
        return this.hearError(message);
      case 'goodbye':
        this.retryAfterMs = (message.retry_after ?? 0) * 1000;
        this.farewell = { ...(message.reason && { why: message.reason }), ...(message.until && { until: message.until }) };
        return;
      case 'state': {
        const state = this.assembly.add(message);
        if (state) this.listener.state(state);
        return;
      }
      case 'own':
        return this.listener.own(message);
      default:
        return this.listener.voice(message);
    }
  }

  private welcomed(welcome: Welcome): void {
    const sameLine = this.phase.name === 'joined'; // another room on the same socket (H-7)
    const elsewhere = this.identity!.room !== welcome.room;
    const identity = { ...this.identity!, room: welcome.room };
    this.identity = identity;
    this.around.memory.save({ ...identity, token: welcome.resume });
    this.attempt = 0;
    this.retryAfterMs = 0;
    this.farewell = {};
    this.assembly.reset();
    // A visit that was not found again cannot know what of the old one was done; and what was said to
    // the room before is not repeated in this one. On the same socket the acks still come.
    const found = this.member === welcome.you.member;
    if (this.member !== '' && (!found || (elsewhere && !sameLine))) this.outbox.abandon();
    this.member = welcome.you.member;
    this.become({ name: 'joined' });
    this.listener.welcome(welcome);
    if (!sameLine) for (const text of this.outbox.unanswered()) this.socket?.send(text);
    this.watch();
  }

  private hearError(error: ErrorMessage): void {
    const id = error.id;
    if (id && this.outbox.text(id) && (error.code === 'try_again' || error.code === 'too_fast')) {
      this.around.after(AGAIN_MS, () => {
        const text = this.outbox.text(id);
        if (text && this.phase.name === 'joined') this.socket?.send(text);
      });
      return;
    }
    this.outbox.failed(error);
    this.listener.error(error);
  }

  private closed(code: number): void {
    this.drop();
    const what = recourse(code);
    switch (what) {
      case 'resume':
        return this.again(this.retryAfterMs);
      case 'resume-later':
        return this.again(LATER_MS);
      case 'restart':
        this.around.memory.clear();
        return this.again(0);
      case 'full':
        return this.become({ name: 'full' });
      case 'replaced':
        return this.become({ name: 'replaced' });
      case 'left':
        return this.finish('left', 'left');
      case 'banned':
        void this.around.api.openSession().catch(() => undefined); // renews the cookie, which has to last as long as the ban
        return this.finish(what, what, this.farewell);
      case 'removed':
      case 'signed_out':
        return this.finish(what, what, this.farewell);
      default:
        return this.finish('misunderstood', String(code));
    }
  }

  private again(atLeastMs: number): void {
    const attempt = this.attempt++;
    this.become({ name: this.member ? 'lost' : 'opening', attempt });
    const wait = Math.max(atLeastMs, backoff(attempt, this.around.random()));
    this.cancelTimer();
    this.cancelTimer = this.around.after(wait, () => void this.open());
  }

  private finish(reason: EndReason, code: string, details: EndDetails = {}): void {
    this.around.memory.clear();
    this.outbox.abandon();
    this.member = '';
    this.become({ name: 'ended', reason, code, ...details });
  }

  /** Notices a line that is dead without a close. Counts its own beats, so a sleeping page is no silence. */
  private watch(): void {
    this.cancelWatch();
    let silent = 0;
    const beat = (): void => {
      silent = this.heard ? 0 : silent + 1;
      this.heard = false;
      if (silent >= SILENCE_S && this.phase.name === 'joined') {
        this.drop();
        this.again(0);
      } else this.cancelWatch = this.around.after(1000, beat);
    };
    this.cancelWatch = this.around.after(1000, beat);
  }

  /** Lets go of the socket and of every timer; what still comes from it is not heard. */
  private drop(code?: number): void {
    this.run++;
    this.cancelTimer();
    this.cancelWatch();
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState <= 1) socket.close(code);
  }
}
