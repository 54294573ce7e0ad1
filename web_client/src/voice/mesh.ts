// All sessions of this page, as the server names them (PROTOCOL.md V-3): begun, ended, and renewed where one carries nothing.
import type { VoiceSession } from '../protocol/generated';
import { type Peer, type PeerEvents, Session, type Signal } from './session';

const LONGEST_MS = 60_000;
const FIRST_MS = 8_000; // after a renewal that did not help, then twice as long each time

export interface MeshEvents {
  signal(session: string, signal: Signal): void;
  renew(session: string): void;
  heard(about: VoiceSession, stream: MediaStream): void;
  ended(about: VoiceSession): void;
}

/** How often the way to the same person was renewed, and until when it rests. */
interface Trouble {
  readonly times: number;
  readonly until: number;
}

export class Mesh<P extends Peer = Peer> {
  private readonly sessions = new Map<string, { readonly session: Session; readonly peer: P }>();
  private readonly troubles = new Map<string, Trouble>();
  private track: MediaStreamTrack | null = null;

  constructor(
    private readonly make: (about: VoiceSession, events: PeerEvents) => P,
    private readonly events: MeshEvents,
    private readonly now: () => number,
  ) {}

  /** The sessions that there are from now on: others have ended. */
  bring(wanted: readonly VoiceSession[]): void {
    const named = new Set(wanted.map(({ session }) => session));
    for (const [id, { session }] of this.sessions) if (!named.has(id)) this.end(id, session);
    for (const about of wanted) if (!this.sessions.has(about.session)) this.begin(about);
  }

  signalled(session: string, signal: Signal): void {
    this.sessions.get(session)?.session.signalled(signal);
  }

  /** What one says from now on goes by this microphone. */
  speakBy(track: MediaStreamTrack | null): void {
    this.track = track;
    for (const { session } of this.sessions.values()) session.send(track);
  }

  /** From time to time. */
  step(): void {
    const now = this.now();
    for (const [id, { session }] of this.sessions) {
      const dead = session.step(now);
      if (session.connected) this.troubles.delete(keyOf(session.about));
      else if (dead && this.mayRenew(session.about, now)) this.events.renew(id);
    }
  }

  *all(): Iterable<{ readonly about: VoiceSession; readonly connected: boolean; readonly peer: P }> {
    for (const { session, peer } of this.sessions.values()) yield { about: session.about, connected: session.connected, peer };
  }

  private begin(about: VoiceSession): void {
    let peer!: P;
    const session = new Session(
      about,
      this.now(),
      (events) => (peer = this.make(about, events)),
      (signal) => this.events.signal(about.session, signal),
      { sound: (stream) => this.events.heard(about, stream), now: this.now },
    );
    this.sessions.set(about.session, { session, peer });
    session.begin(this.track);
  }

  private end(id: string, session: Session): void {
    this.sessions.delete(id);
    session.close();
    this.events.ended(session.about);
  }

  /** The next one to the same person is given more and more time, so that a line that cannot be is not tried for ever. */
  private mayRenew(about: VoiceSession, now: number): boolean {
    const key = keyOf(about);
    const before = this.troubles.get(key);
    if (before && now < before.until) return false;
    const times = (before?.times ?? 0) + 1;
    this.troubles.set(key, { times, until: now + Math.min(LONGEST_MS, FIRST_MS * 2 ** (times - 1)) });
    return true;
  }
}

const keyOf = ({ member, side }: VoiceSession): string => `${side} ${member ?? ''}`;
