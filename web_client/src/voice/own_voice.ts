// One's own voice: the microphone, whether it is open right now, and how loud one is.
import { needSound, sound } from '../sound';
import { voicing } from '../voicing';
import { barOf, levelOf } from './activity';
import { Microphone, type MicrophoneProblem } from './microphone';
import { type Hold, type TalkMode, TalkSwitch } from './talk_switch';
import { Tap } from './tap';

export interface OwnVoiceEvents {
  /** What is sent from now on; null: nothing. */
  track(track: MediaStreamTrack | null): void;
  /** The microphone has gone without one's doing. */
  lost(): void;
  now(): number;
}

export class OwnVoice {
  private readonly talk = new TalkSwitch();
  private readonly microphone: Microphone;
  private device: string | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private tap: Tap | null = null;
  private granted = false;

  constructor(private readonly events: OwnVoiceEvents) {
    const media: MediaDevices | undefined = navigator.mediaDevices;
    this.microphone = new Microphone(media, () => events.lost());
    media?.addEventListener?.('devicechange', () => void this.lookForDevices());
  }

  /** Asks for the microphone; true once it is there. */
  async have(failed: (problem: MicrophoneProblem) => void): Promise<boolean> {
    voicing.microphone.value = 'asking';
    const problem = await this.microphone.open(this.device);
    const { track } = this.microphone;
    if (problem) {
      this.putAway();
      failed(problem);
    }
    voicing.microphone.value = problem ?? (track ? 'on' : 'off');
    if (!track) return false;
    track.enabled = false; // until one is heard
    this.events.track(track);
    this.listen(track);
    this.keepUp();
    void this.lookForDevices();
    return true;
  }

  putAway(): void {
    this.talk.letGo();
    this.microphone.close();
    this.events.track(null);
    this.source?.disconnect();
    this.tap?.close();
    this.tap = this.source = null;
    needSound(this, false);
    voicing.microphone.value = 'off';
    voicing.level.value = 0;
    this.keepUp();
  }

  /** Another microphone; null: the one of the system. */
  async choose(device: string | null): Promise<void> {
    if (this.device === device) return;
    this.device = device;
    if (this.microphone.track) await this.have(() => this.events.lost());
  }

  // ---- talking

  set mode(mode: TalkMode) {
    this.talk.mode = mode;
    this.talk.letGo();
    this.keepUp();
  }

  press(by: Hold): void {
    this.talk.press(by);
    this.keepUp();
  }

  release(by: Hold): void {
    this.talk.release(by, this.events.now());
    this.keepUp();
  }

  /** Talks until it is pressed again: for who cannot hold a button, or has none to hold. */
  latch(): void {
    if (this.talk.holds('latch')) this.release('latch');
    else this.press('latch');
  }

  /** Whether the server lets one be heard. */
  grant(granted: boolean): void {
    this.granted = granted;
    this.keepUp();
  }

  /** Open when one is to be heard, and at no other time. */
  keepUp(): void {
    const { talk, granted, microphone: { track } } = this;
    const live = track !== null && granted && talk.open(this.events.now());
    if (track && track.enabled !== live) track.enabled = live;
    voicing.live.value = live;
    voicing.latched.value = talk.holds('latch');
  }

  measure(seconds: number): void {
    const level = this.tap && voicing.live.value ? levelOf(this.tap.read()) : 0;
    voicing.level.value = barOf(level, voicing.level.value, seconds);
  }

  private listen(track: MediaStreamTrack): void {
    this.source?.disconnect();
    this.source = sound().createMediaStreamSource(new MediaStream([track]));
    this.tap = new Tap(sound(), this.source);
    needSound(this, true);
  }

  private async lookForDevices(): Promise<void> {
    voicing.devices.value = await this.microphone.devices();
  }
}
