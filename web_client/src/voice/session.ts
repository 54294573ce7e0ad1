// One way of sound from its speaker to its hearer (PROTOCOL.md V-5): one offer, one answer, candidates of both sides in
// their turn. Knows no browser: what carries it is a `Peer`. Whatever fails is not mended here but renewed (V-6).
import type { Answer, Candidate, Candidates, Offer, VoiceSession } from '../protocol/generated';
import { MAX_CANDIDATE, MAX_CANDIDATES, VOICE_CANDIDATES, VOICE_SIGNALS } from '../protocol/generated';

export type Signal = Offer | Answer | Candidates;

/** The part of a peer connection that is used; everything about one sound. */
export interface Peer {
  /** The speaker's description, which is its own from now on. */
  offer(): Promise<string>;
  /** The hearer's, to the speaker's. */
  answer(offer: string): Promise<string>;
  accept(answer: string): Promise<void>;
  add(candidate: Candidate): Promise<void>;
  /** What is sent from now on. */
  send(track: MediaStreamTrack | null): void;
  close(): void;
}

/** What a peer tells. `broken` may mend by itself, `failed` does not. */
export interface PeerEvents {
  candidate(candidate: Candidate): void;
  became(state: 'connected' | 'broken' | 'failed'): void;
  sound(stream: MediaStream): void;
}

const CONNECTS_MS = 12_000; // a relay on a slow line takes its time
const MENDS_MS = 4_000;
const GATHERS_MS = 60; // candidates come in a row: they go in one message

export class Session {
  private readonly peer: Peer;
  private readonly received: Candidate[] = [];
  private readonly gathered: Candidate[] = [];
  private described = false; // the other side knows this one's description, so that candidates make sense to it
  private knows = false; // and this one the other's
  private found = 0;
  private said = 0;
  private saidAt = -Infinity;
  private badSince: number | null;
  private wasConnected = false;
  private failed = false;
  private closed = false;
  private turn: Promise<void> = Promise.resolve();
  connected = false;

  constructor(
    readonly about: VoiceSession,
    now: number,
    make: (events: PeerEvents) => Peer,
    private readonly say: (signal: Signal) => void,
    events: { sound(stream: MediaStream): void; now(): number },
  ) {
    this.badSince = now;
    this.peer = make({
      candidate: (candidate) => this.gather(candidate),
      became: (state) => this.became(state, events.now()),
      sound: (stream) => !this.closed && events.sound(stream),
    });
  }

  /** The speaker begins; a hearer waits for the offer. By a door one goes without either. */
  begin(track: MediaStreamTrack | null): void {
    if (this.about.side !== 'speaker') return;
    this.peer.send(track);
    if (this.about.door) return;
    this.next(async () => this.describe({ kind: 'offer', sdp: await this.peer.offer() }));
  }

  /** Another microphone. */
  send(track: MediaStreamTrack | null): void {
    if (this.about.side === 'speaker') this.peer.send(track);
  }

  /** What the other side says; in the order in which it was said. */
  signalled(signal: Signal): void {
    this.next(() => this.take(signal));
  }

  /** From time to time: candidates go out. True if another session has to take this one's place. */
  step(now: number): boolean {
    if (this.described && this.gathered.length > 0 && now - this.saidAt >= GATHERS_MS) this.sayCandidates(now);
    const patience = this.wasConnected ? MENDS_MS : CONNECTS_MS;
    return this.failed || (this.badSince !== null && now - this.badSince >= patience);
  }

  close(): void {
    this.closed = true;
    this.peer.close();
  }

  // ---- inside

  private async take(signal: Signal): Promise<void> {
    if (signal.kind === 'offer') {
      const sdp = await this.peer.answer(signal.sdp);
      await this.known();
      this.describe({ kind: 'answer', sdp });
    } else if (signal.kind === 'answer') {
      await this.peer.accept(signal.sdp);
      await this.known();
    } else if (!this.knows) this.received.push(...signal.candidates);
    else for (const candidate of signal.candidates) await this.peer.add(candidate);
  }

  /** What came before it could be used. */
  private async known(): Promise<void> {
    this.knows = true;
    for (const candidate of this.received.splice(0)) await this.peer.add(candidate);
  }

  private describe(signal: Offer | Answer): void {
    if (this.closed) return;
    this.say(signal);
    this.described = true;
  }

  private gather(candidate: Candidate): void {
    if (candidate.candidate.length > MAX_CANDIDATE || this.found >= VOICE_CANDIDATES) return;
    this.found++;
    this.gathered.push(candidate);
  }

  private sayCandidates(now: number): void {
    const [first, ...others] = this.gathered.splice(0, MAX_CANDIDATES);
    if (!first || this.said >= VOICE_SIGNALS) return;
    this.said++;
    this.saidAt = now;
    this.say({ kind: 'candidates', candidates: [first, ...others] });
  }

  private became(state: 'connected' | 'broken' | 'failed', now: number): void {
    if (state === 'failed') this.failed = true;
    this.connected = state === 'connected';
    this.wasConnected ||= this.connected;
    if (this.connected) this.badSince = null;
    else this.badSince ??= now;
  }

  /** One thing after the other; what the browser refuses ends it. */
  private next(act: () => Promise<void>): void {
    this.turn = this.turn.then(() => (this.closed ? undefined : act())).catch(() => void (this.failed = true));
  }
}
