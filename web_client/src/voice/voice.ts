// Voice as the page has it: the desk, the sessions, the microphone and what is heard, put together. Comes in a chunk of its
// own, after the room. Nothing of what is said is kept anywhere.
import { t } from '../i18n';
import type { ErrorMessage, VoiceMessage } from '../protocol/messages';
import type { VoiceIce, VoiceSession, VoiceState } from '../protocol/generated';
import { sound, whenAudible } from '../sound';
import { listed, nameOf, voicing } from '../voicing';
import { type Audience, Desk } from './desk';
import { DoorPeer } from './door';
import type { Hearing } from './gains';
import { Line } from './line';
import { Mesh } from './mesh';
import { OwnVoice } from './own_voice';
import { type Carried, RtcPeer } from './peer';
import { type Heads, Playback } from './playback';
import { groupWords, problemWords, silencedWords } from './words';

/** What voice needs of the page. */
export interface Around extends Heads {
  /** Says a text on the line there is; false where there is none. */
  send(text: string): boolean;
  makeId(): string;
  now(): number;
  tell(text: string, loud: boolean): void;
  me(): string;
  slotOf(member: string): number;
  /** Whom one does not want to hear. */
  silent(member: string): boolean;
  /** Where one's head is without a picture of the room. */
  ownHead(): ArrayLike<number> | null;
  /** Somebody begins to speak, goes on, or stops. */
  speaks(member: string, on: boolean): void;
}

/** A session as it is, for those who look from outside. */
export interface Way extends Carried {
  readonly member: string | null;
  readonly side: VoiceSession['side'];
  readonly connected: boolean;
}

const MEASURES_MS = 80;

export class Voice {
  readonly playback: Playback;
  /** Whether and by what one speaks. */
  readonly own: OwnVoice;
  private readonly line: Line;
  private readonly desk: Desk;
  private readonly mesh: Mesh<RtcPeer | DoorPeer>;
  private ice: VoiceIce | null = null;
  private measuredAt = 0;

  constructor(private readonly around: Around) {
    const { now } = around;
    this.line = new Line((text) => around.send(text), () => around.makeId());
    this.playback = new Playback(sound(), (member) => around.silent(member), (member, on) => this.spoke(member, on));
    this.own = new OwnVoice({ track: (track) => this.mesh.speakBy(track), lost: () => this.lost(), now });
    this.mesh = new Mesh<RtcPeer | DoorPeer>((about, events) => (about.door ? new DoorPeer(about, about.door, events) : new RtcPeer(about, this.ice, events)), {
      signal: (session, signal) => this.line.signal(session, signal),
      renew: (session) => void this.line.ask({ type: 'voice.renew', session }),
      heard: (about, stream) => this.heard(about, stream),
      ended: ({ session }) => this.playback.remove(session),
    }, now);
    this.desk = new Desk(this.line, () => around.me(), {
      sessions: (sessions) => this.mesh.bring(sessions),
      ice: (ice) => (this.ice = ice),
      silenced: (why) => this.silenced(silencedWords(why, this.desk.state)),
      changed: () => this.show(),
    }, now);
    whenAudible(() => this.desk.hear());
  }

  // ---- what a person does

  /** The microphone on, for this audience, or off if it is on for them. */
  async toggle(audience: Audience): Promise<void> {
    if (this.desk.will === audience || voicing.microphone.value === 'asking') return this.hush();
    if (voicing.muted.value) return this.around.tell(t('voice.mutedHelp'), true);
    if (!(await this.haveMicrophone())) return;
    void this.desk.speak(audience);
  }

  /** The microphone off, and given back. */
  hush(): void {
    this.desk.hush();
    this.own.putAway();
  }

  group(members: readonly [string, ...string[]]): void {
    void this.desk.group(members).then((answered) => {
      if (answered !== 'accepted') this.around.tell(groupWords(answered), true);
    });
  }

  ungroup(): void {
    void this.desk.ungroup();
  }

  // ---- what happens

  welcomed(elsewhere: boolean): void {
    this.desk.welcomed(elsewhere);
  }

  broken(): void {
    this.desk.broken();
  }

  told(message: VoiceMessage): void {
    switch (message.type) {
      case 'voice.state': {
        this.compare(message);
        return this.desk.told(message);
      }
      case 'voice.ice':
        return this.desk.given(message);
      case 'voice.signalled':
        return this.mesh.signalled(message.session, message.data);
      case 'voice.answer':
        return this.line.answered(message);
    }
  }

  failed(error: ErrorMessage): void {
    this.line.failed(error);
  }

  /** Twenty times a second. */
  step(): void {
    const now = this.around.now();
    this.desk.step();
    this.mesh.step();
    this.own.keepUp();
    if (now - this.measuredAt < MEASURES_MS) return;
    this.measure((now - this.measuredAt) / 1000);
    this.measuredAt = now;
  }

  /** With each picture; `head` is the eyes' matrix, null without a picture of the room. */
  frame(head: ArrayLike<number> | null): void {
    this.playback.frame(head, head ? null : this.around.ownHead(), this.around);
  }

  /** The visit is over. */
  end(): void {
    this.hush();
    this.desk.broken();
  }

  async ways(): Promise<Way[]> {
    const all = [...this.mesh.all()].map(async ({ about: { member, side }, connected, peer }) => ({ member, side, connected, ...(await peer.carried()) }));
    return Promise.all(all);
  }

  private async haveMicrophone(): Promise<boolean> {
    return this.own.have((problem) => {
      this.desk.hush();
      this.around.tell(problemWords(problem), true);
    });
  }

  private lost(): void {
    this.hush();
    voicing.microphone.value = 'none';
    this.around.tell(problemWords('none'), true);
  }

  private silenced(words: string | null): void {
    this.own.putAway();
    if (words) this.around.tell(words, true);
  }

  // ---- what is heard

  private heard({ session, member, side }: VoiceSession, stream: MediaStream): void {
    const { state } = this.desk;
    const speaker = member ?? state.stage;
    if (side !== 'hearer' || speaker === null) return;
    const hearing: Hearing = member === null ? 'stage' : state.group ? 'group' : 'near';
    this.playback.add({ session, member: speaker, slot: this.around.slotOf(speaker), hearing }, stream);
  }

  private measure(seconds: number): void {
    this.playback.measure(this.around.now());
    for (const member of voicing.speaking.value) this.around.speaks(member, true);
    this.own.measure(seconds);
  }

  private spoke(member: string, on: boolean): void {
    const speaking = new Set(voicing.speaking.value);
    if (on) speaking.add(member);
    else speaking.delete(member);
    voicing.speaking.value = speaking;
    this.around.speaks(member, on);
  }

  // ---- what is shown

  /** What has changed around one is told in words. */
  private compare({ group }: VoiceState): void {
    const before = this.desk.state;
    if (!group && before.group) this.around.tell(t('voice.groupOver'), false);
    if (!group || group.members.join() === before.group?.members.join()) return;
    const name = nameOf(group.opener);
    const others = group.members.filter((member) => member !== this.around.me()).map(nameOf);
    const mine = group.opener === this.around.me() || before.group !== null;
    this.around.tell(t(mine ? 'voice.onlyYou' : 'voice.takenAside', { name, names: listed(others) }), false);
  }

  private show(): void {
    const { state, granted, will, off } = this.desk;
    voicing.offered.value = !off;
    voicing.muted.value = state.muted;
    voicing.group.value = state.group;
    voicing.stage.value = state.stage;
    voicing.audience.value = granted ? will : null;
    this.own.grant(granted && will !== null);
  }
}

export function openVoice(around: Around): Voice {
  return new Voice(around);
}
