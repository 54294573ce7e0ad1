// What one wants of voice and what the server says of it, brought together: hearing, speaking, the closed group, the stage
// (PROTOCOL.md V). Knows no browser. Whatever takes the right to speak away ends one's wish to: nobody is heard again without
// wanting it.
import type { VoiceIce, VoiceRefusal, VoiceSession, VoiceState } from '../protocol/generated';
import type { Answered, Line } from './line';

/** To those near one, or to one's closed group; to all in the room. */
export type Audience = 'near' | 'all';

/** Why one is not heard any more without having said so. */
export type Taken = 'muted' | 'grouped' | 'ungrouped' | 'otherGroup' | 'aside' | 'stage' | VoiceRefusal | 'failed';

export interface DeskEvents {
  /** These sessions and no others; asked for again with each state. */
  sessions(sessions: readonly VoiceSession[]): void;
  ice(ice: VoiceIce): void;
  /** One is to be heard no more: the microphone is given back. */
  silenced(why: Taken): void;
  /** Something that is shown has changed. */
  changed(): void;
}

const SILENT: VoiceState = { type: 'voice.state', hear: false, speak: false, muted: false, group: null, stage: null, sessions: [] };
const FRESH = 0.8; // of the life of what was given for connections: then it is asked for anew
const AGAIN_MS = 5_000;

export class Desk {
  state: VoiceState = SILENT;
  /** What one wants; null: to be silent. */
  will: Audience | null = null;
  /** The server has taken one's wish, and has not said otherwise since. */
  granted = false;
  /** The branch has no voice at all. */
  off = false;
  private hears = false;
  private joined = false;
  private believes: string | null = null;
  private hearAt = Infinity;
  private asked = 0;

  constructor(
    private readonly line: Pick<Line, 'ask' | 'broken'>,
    private readonly member: () => string,
    private readonly events: DeskEvents,
    private readonly now: () => number,
  ) {}

  // ---- what a person wants

  /** This page can play voices from now on. */
  hear(): void {
    this.hears = true;
    this.sayHear();
  }

  /** To be heard; once the microphone is there. */
  async speak(audience: Audience): Promise<void> {
    const before = this.will;
    this.will = audience;
    this.granted = false;
    if (before === 'all' && audience === 'near') void this.line.ask({ type: 'voice.stage', on: false });
    await this.saySpeak();
  }

  hush(): void {
    if (this.will === 'near') void this.line.ask({ type: 'voice.speak', on: false, group: null });
    if (this.will === 'all') void this.line.ask({ type: 'voice.stage', on: false });
    this.silent();
  }

  /** These and oneself are a closed group. */
  group(members: readonly [string, ...string[]]): Promise<Answered> {
    return this.line.ask({ type: 'voice.group', members: [...members] as [string, ...string[]] });
  }

  ungroup(): Promise<Answered> {
    return this.line.ask({ type: 'voice.ungroup' });
  }

  // ---- what happens

  /** A line has begun, in this room; the server knows nothing of what was wanted (V-1). `elsewhere`: it is another room. */
  welcomed(elsewhere: boolean): void {
    this.line.broken();
    this.joined = true;
    this.become(SILENT);
    if (elsewhere) this.leaveGroup();
    this.sayHear();
    if (this.will) void this.saySpeak();
  }

  /** The line is gone; whoever wanted to speak goes on when it is back. */
  broken(): void {
    this.joined = false;
    this.granted = false;
    this.line.broken();
    this.become(SILENT);
  }

  told(state: VoiceState): void {
    const before = this.state;
    this.state = state;
    const why = this.taken(before);
    this.believes = state.group?.group ?? null;
    this.events.sessions(state.sessions);
    if (why) this.drop(why);
    this.events.changed();
  }

  given(ice: VoiceIce): void {
    this.hearAt = this.now() + ice.life_s * 1000 * FRESH;
    this.events.ice(ice);
  }

  /** From time to time. */
  step(): void {
    if (this.now() >= this.hearAt) this.sayHear();
  }

  // ---- inside

  private sayHear(): void {
    if (!this.hears || !this.joined) return;
    this.hearAt = this.now() + AGAIN_MS; // until there is an answer
    void this.line.ask({ type: 'voice.hear', on: true }).then((answered) => {
      if (answered === 'off') this.hearAt = Infinity;
      if (this.off === (answered === 'off') || answered === 'lost') return;
      this.off = answered === 'off';
      this.events.changed();
    });
  }

  private async saySpeak(): Promise<void> {
    if (!this.joined) return;
    const turn = ++this.asked;
    const all = this.will === 'all';
    const answered = await this.line.ask(all ? { type: 'voice.stage', on: true } : { type: 'voice.speak', on: true, group: this.believes });
    if (turn !== this.asked || !this.will || answered === 'lost') return;
    this.granted = answered === 'accepted';
    if (!this.granted) this.drop(answered === 'other_group' ? 'otherGroup' : (answered as Taken));
    this.events.changed();
  }

  /** What of this state ends one's wish to speak. */
  private taken(before: VoiceState): Taken | null {
    const { state, will } = this;
    if (!will) return null;
    if (state.muted) return 'muted';
    if (before.hear && (state.group?.group ?? null) !== this.believes) return state.group ? 'grouped' : 'ungrouped';
    if (!this.granted) return null;
    if (will === 'near') return state.speak ? null : 'aside';
    return state.stage === this.member() ? null : 'stage';
  }

  /** The group that one was in is not in this room, nor is who was meant to hear. */
  private leaveGroup(): void {
    const was = this.believes;
    this.believes = null;
    if (was !== null && this.will) this.drop('ungrouped');
  }

  private drop(why: Taken): void {
    this.silent();
    this.events.silenced(why);
  }

  private silent(): void {
    this.asked++;
    this.will = null;
    this.granted = false;
    this.events.changed();
  }

  private become(state: VoiceState): void {
    this.state = state;
    this.granted = false;
    this.events.sessions(state.sessions);
    this.events.changed();
  }
}
