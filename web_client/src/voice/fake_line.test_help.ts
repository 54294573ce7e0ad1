// Two pages and the server between them, as far as voice goes, with a link and a clock that a test turns: the server passes
// signals on by the rules of V-5, and peers connect when each has what it needs of the other.
import { type Candidate, VOICE_SIGNALS, type VoiceSession } from '../protocol/generated';
import { Mesh } from './mesh';
import type { Peer, PeerEvents, Signal } from './session';

export const A_TRACK = { kind: 'audio' } as MediaStreamTrack;

/** A peer connection that only remembers; `link` says whether candidates lead anywhere. */
export class FakePeer implements Peer {
  track: MediaStreamTrack | null = null;
  closed = false;
  readonly added: Candidate[] = [];
  refuses = false;
  private local = false;
  private remote = false;

  constructor(
    readonly events: PeerEvents,
    private readonly link: { up: boolean },
  ) {}

  async offer(): Promise<string> {
    await Promise.resolve();
    this.local = true;
    this.gather();
    return 'offer';
  }

  async answer(offer: string): Promise<string> {
    await Promise.resolve();
    if (this.refuses || offer !== 'offer') throw new Error('not understood');
    this.local = this.remote = true;
    this.gather();
    return 'answer';
  }

  async accept(answer: string): Promise<void> {
    await Promise.resolve();
    if (!this.local || this.remote || answer !== 'answer') throw new Error('out of turn');
    this.remote = true;
  }

  async add(candidate: Candidate): Promise<void> {
    await Promise.resolve();
    if (!this.remote) throw new Error('a candidate before its description'); // as browsers do
    this.added.push(candidate);
    if (this.link.up && this.added.length === 3) this.connect();
  }

  send(track: MediaStreamTrack | null): void {
    this.track = track;
  }

  close(): void {
    this.closed = true;
  }

  connect(): void {
    this.events.became('connected');
    this.events.sound({ id: 'sound' } as MediaStream);
  }

  private gather(): void {
    for (let line = 0; line < 3; line++) this.events.candidate({ candidate: `candidate:${line}`, mid: '0', line: 0 });
  }
}

export interface Page {
  readonly mesh: Mesh<FakePeer>;
  readonly peers: FakePeer[];
  readonly heard: string[];
  readonly ended: string[];
  readonly renewed: string[];
  /** What it said, by kind. */
  readonly said: Signal[];
}

interface Way {
  readonly session: string;
  readonly speaker: string;
  readonly hearer: string;
  offered: boolean;
  answered: boolean;
}

export class FakeBranch {
  now = 0;
  readonly link = { up: true };
  readonly pages = new Map<string, Page>();
  readonly refused: string[] = [];
  /** Signals on the way, when they are held. */
  readonly underway: (() => void)[] = [];
  held = false;
  private ways: Way[] = [];
  private ids = 0;

  page(name: string): Page {
    const page: Page = {
      peers: [], heard: [], ended: [], renewed: [], said: [],
      mesh: new Mesh<FakePeer>(
        (_, events) => {
          page.peers.push(new FakePeer(events, this.link));
          return page.peers.at(-1)!;
        },
        {
          signal: (session, signal) => this.pass(name, session, signal),
          renew: (session) => this.renew(name, session),
          heard: ({ member }) => void page.heard.push(member ?? ''),
          ended: ({ member }) => void page.ended.push(member ?? ''),
        },
        () => this.now,
      ),
    };
    this.pages.set(name, page);
    return page;
  }

  /** Who is to be heard by whom, from now on. */
  hears(...pairs: readonly (readonly [speaker: string, hearer: string])[]): void {
    const same = (way: Way, [speaker, hearer]: readonly [string, string]): boolean => way.speaker === speaker && way.hearer === hearer;
    this.ways = pairs.map((pair) => this.ways.find((way) => same(way, pair)) ?? this.way(...pair));
    this.tell();
  }

  /** Lets time pass in small steps, and all that is ready go on. */
  async run(ms: number): Promise<void> {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += 50;
      for (const { mesh } of this.pages.values()) mesh.step();
      await settled();
    }
  }

  private way(speaker: string, hearer: string): Way {
    return { session: `s${++this.ids}`, speaker, hearer, offered: false, answered: false };
  }

  private tell(): void {
    for (const [name, { mesh }] of this.pages)
      mesh.bring(
        this.ways.flatMap(({ session, speaker, hearer }): VoiceSession[] => {
          if (speaker === name) return [{ session, member: hearer, side: 'speaker', door: null }];
          return hearer === name ? [{ session, member: speaker, side: 'hearer', door: null }] : [];
        }),
      );
  }

  private pass(from: string, session: string, signal: Signal): void {
    const page = this.pages.get(from)!;
    page.said.push(signal);
    const way = this.ways.find((one) => one.session === session);
    if (!way || !this.takes(way, from, signal)) return void this.refused.push(`${from} ${signal.kind}`);
    const to = this.pages.get(from === way.speaker ? way.hearer : way.speaker)!;
    const go = (): void => to.mesh.signalled(session, JSON.parse(JSON.stringify(signal)) as Signal);
    if (this.held) this.underway.push(go);
    else go();
  }

  private takes(way: Way, from: string, { kind }: Signal): boolean {
    if (kind === 'offer') return from === way.speaker && !way.offered && (way.offered = true);
    if (kind === 'answer') return from === way.hearer && way.offered && !way.answered && (way.answered = true);
    return way.offered && this.pages.get(from)!.said.length <= VOICE_SIGNALS;
  }

  private renew(from: string, session: string): void {
    this.pages.get(from)!.renewed.push(session);
    const way = this.ways.find((one) => one.session === session);
    if (!way) return;
    this.ways = this.ways.map((one) => (one === way ? this.way(way.speaker, way.hearer) : one));
    this.tell();
  }
}

export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
