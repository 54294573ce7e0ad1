// The room's soft sound: a loop that only those hear who have asked for it.
import { needSound, sound } from '../sound';
import type { SoundRef } from './description';

const FADE_S = 2.5;

export type Hearing = 'off' | 'coming' | 'on' | 'failed';

export class Ambience {
  hearing: Hearing = 'off';
  private sound: SoundRef | null = null;
  private wanted = false;
  private running = false;
  private loop: AudioBufferSourceNode | null = null;
  private playing: string | null = null;
  private run = 0;

  /** The sound of the room one is in, or none. */
  in(sound: SoundRef | null): void {
    this.sound = sound;
    this.update();
  }

  /** Whether one wants to hear it. */
  want(wanted: boolean): void {
    this.wanted = wanted;
    this.update();
  }

  /** Whether one is in the room at all. */
  inside(running: boolean): void {
    this.running = running;
    this.update();
  }

  private update(): void {
    const url = this.wanted && this.running ? (this.sound?.url ?? null) : null;
    if (url === this.playing) return;
    this.silence();
    this.playing = url;
    if (url) void this.play(url, this.sound!.gain, this.run);
  }

  private async play(url: string, gain: number, run: number): Promise<void> {
    this.hearing = 'coming';
    const context = sound();
    try {
      const bytes = await (await fetch(url)).arrayBuffer();
      const buffer = await context.decodeAudioData(bytes);
      if (run !== this.run) return;
      this.loop = looped(context, buffer, gain);
      needSound(this, true);
      this.hearing = 'on';
    } catch {
      if (run === this.run) this.hearing = 'failed';
    }
  }

  private silence(): void {
    this.run++;
    this.loop?.stop();
    this.loop?.disconnect();
    this.loop = null;
    needSound(this, false);
    this.hearing = 'off';
  }
}

function looped(context: AudioContext, buffer: AudioBuffer, gain: number): AudioBufferSourceNode {
  const source = context.createBufferSource();
  const volume = context.createGain();
  source.buffer = buffer;
  source.loop = true;
  volume.gain.setValueAtTime(0, context.currentTime);
  volume.gain.linearRampToValueAtTime(gain, context.currentTime + FADE_S);
  source.connect(volume).connect(context.destination);
  source.start();
  return source;
}
