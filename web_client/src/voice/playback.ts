// The voices of others as they are heard: each from where its speaker stands, as loud as they are near, in the one context of
// the page. `frame` is called with each picture and makes no objects. Browsers take what sounds in a page out of the
// microphone by themselves (echo cancellation), whichever way it sounds.
import { audible, needSound } from '../sound';
import { Activity, levelOf } from './activity';
import { type Hearing, loudness } from './gains';
import { Tap } from './tap';

/** What of somebody is heard. */
export interface Speaker {
  /** One of the page's sessions. */
  readonly session: string;
  readonly member: string;
  readonly slot: number;
  readonly hearing: Hearing;
}

/** Where heads are, in the room. */
export interface Heads {
  /** Writes x, y, z; false where it is not known. */
  headOf(slot: number, out: Float32Array): boolean;
}

interface Voice extends Speaker {
  readonly source: MediaStreamAudioSourceNode;
  readonly gain: GainNode;
  /** None for the stage, which speaks from everywhere. */
  readonly panner: PannerNode | null;
  readonly before: Tap;
  readonly after: Tap;
  readonly activity: Activity;
  readonly element: HTMLAudioElement;
  metres: number;
}

/** For those who look from outside: the loudest sample lately, as it came and as it is heard. */
export interface Peaks {
  readonly member: string;
  readonly came: number;
  readonly heard: number;
  readonly metres: number;
  readonly speaks: boolean;
}

const SAME = 0.005; // of a gain: less is not to be heard
const UNKNOWN_M = 3; // until one has seen somebody stand somewhere

export class Playback {
  private readonly voices: Voice[] = [];
  private readonly out: GainNode;
  private readonly ears: readonly [Tap, Tap];
  private readonly at = new Float32Array(3);
  private readonly head = new Float32Array(3);
  private readonly forward = Float32Array.of(0, 0, -1);

  constructor(
    private readonly context: AudioContext,
    /** Whom one does not want to hear. */
    private readonly silent: (member: string) => boolean,
    private readonly spoke: (member: string, speaks: boolean) => void,
  ) {
    this.out = context.createGain();
    const limiter = context.createDynamicsCompressor(); // eight at once are no louder than one can bear
    this.out.connect(limiter).connect(context.destination);
    const sides = context.createChannelSplitter(2);
    limiter.connect(sides);
    this.ears = [new Tap(context, sides, 0), new Tap(context, sides, 1)];
  }

  /** How loud all of them are; 0: one reads who speaks and hears nobody. */
  set volume(volume: number) {
    this.out.gain.value = volume;
  }

  add(speaker: Speaker, stream: MediaStream): void {
    this.remove(speaker.session);
    const { context } = this;
    const source = context.createMediaStreamSource(stream);
    const gain = context.createGain();
    const panner = speaker.hearing === 'stage' ? null : directed(context);
    const last = panner ? gain.connect(panner) : gain;
    source.connect(gain);
    last.connect(this.out);
    gain.gain.value = 0; // until the next picture
    const taps = { before: new Tap(context, source), after: new Tap(context, last) };
    this.voices.push({ ...speaker, source, gain, panner, ...taps, activity: new Activity(), element: played(stream), metres: UNKNOWN_M });
    needSound(this, true);
  }

  remove(session: string): void {
    const at = this.voices.findIndex((voice) => voice.session === session);
    if (at < 0) return;
    const [{ source, gain, panner, element, before, after, activity, member }] = this.voices.splice(at, 1);
    source.disconnect();
    gain.disconnect();
    panner?.disconnect();
    before.close();
    after.close();
    element.srcObject = null;
    needSound(this, this.voices.length > 0);
    if (activity.speaks) this.spoke(member, false);
  }

  /** With each picture: the head's matrix in the room. Null: one sees no room, and all speak from ahead. */
  frame(head: ArrayLike<number> | null, own: ArrayLike<number> | null, heads: Heads): void {
    if (head) this.listen(head);
    for (let i = 0; i < this.voices.length; i++) this.place(this.voices[i], head !== null, own, heads);
  }

  /** Some ten times a second: who speaks. */
  measure(now: number): void {
    for (const voice of this.voices) {
      const { activity, before, member } = voice;
      const level = this.silent(member) ? 0 : levelOf(before.read());
      if (activity.hear(level, now)) this.spoke(member, activity.speaks);
      voice.after.read();
    }
    for (const ear of this.ears) ear.read();
  }

  /** The page may sound; whether anybody is heard is another question. */
  get sounds(): boolean {
    return audible();
  }

  get peaks(): Peaks[] {
    return this.voices.map(({ member, before, after, metres, activity }) => ({ member, came: before.peak, heard: after.peak, metres, speaks: activity.speaks }));
  }

  /** The loudest sample lately at each ear. */
  get atEars(): readonly [number, number] {
    return [this.ears[0].peak, this.ears[1].peak];
  }

  // ---- a frame

  private listen(m: ArrayLike<number>): void {
    const { context: { listener }, head, forward } = this;
    for (let i = 0; i < 3; i++) {
      head[i] = m[12 + i];
      forward[i] = -m[8 + i];
    }
    if (!listener.positionX) {
      listener.setPosition(m[12], m[13], m[14]); // Firefox
      return listener.setOrientation(-m[8], -m[9], -m[10], m[4], m[5], m[6]);
    }
    listener.positionX.value = m[12];
    listener.positionY.value = m[13];
    listener.positionZ.value = m[14];
    listener.forwardX.value = -m[8];
    listener.forwardY.value = -m[9];
    listener.forwardZ.value = -m[10];
    listener.upX.value = m[4];
    listener.upY.value = m[5];
    listener.upZ.value = m[6];
  }

  private place(voice: Voice, sees: boolean, own: ArrayLike<number> | null, heads: Heads): void {
    const { at, head } = this;
    const { panner, gain } = voice;
    const known = heads.headOf(voice.slot, at);
    const from = sees ? head : own;
    if (known && from) voice.metres = Math.hypot(at[0] - from[0], at[1] - from[1], at[2] - from[2]);
    if (!sees) for (let i = 0; i < 3; i++) at[i] = head[i] + this.forward[i];
    if (panner && (known || !sees)) moveTo(panner, at);
    const loud = this.silent(voice.member) ? 0 : loudness(voice.hearing, voice.metres);
    if (Math.abs(gain.gain.value - loud) > SAME || (loud === 0 && gain.gain.value !== 0)) gain.gain.value = loud;
  }
}

function moveTo(panner: PannerNode, at: Float32Array): void {
  panner.positionX.value = at[0];
  panner.positionY.value = at[1];
  panner.positionZ.value = at[2];
}

/** Says from where it comes alone: how loud it is, `loudness` says. */
function directed(context: AudioContext): PannerNode {
  return new PannerNode(context, { panningModel: 'HRTF', distanceModel: 'linear', rolloffFactor: 0 });
}

/** Chromium gives no samples of what came over a line unless an element plays it as well. */
function played(stream: MediaStream): HTMLAudioElement {
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  void element.play().catch(() => undefined); // it is silent anyway
  return element;
}
