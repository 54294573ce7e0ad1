// Voice as tests see it from outside: whether one is heard, and what one hears of whom. No sound, no word, no name.
import type { Controller } from './controller';
import type { Peaks } from './voice/playback';
import type { Way } from './voice/voice';
import { voicing } from './voicing';

export interface ProbeVoice {
  /** It has come, and this page may sound. */
  readonly ready: boolean;
  readonly microphone: string;
  readonly audience: string | null;
  readonly live: boolean;
  readonly muted: boolean;
  /** How loud oneself is, 0 to 1. */
  readonly level: number;
  readonly group: readonly string[];
  readonly stage: string | null;
  readonly speaking: readonly string[];
  /** Who comes in, and how loud they are as they come and as they are heard. */
  readonly heard: readonly Peaks[];
  /** At the left ear and at the right one. */
  readonly ears: readonly [number, number];
}

export function voiceOf({ speaking: { voice } }: Controller): ProbeVoice {
  return {
    ready: voice?.playback.sounds ?? false,
    microphone: voicing.microphone.value,
    audience: voicing.audience.value,
    live: voicing.live.value,
    muted: voicing.muted.value,
    level: voicing.level.value,
    group: voicing.group.value?.members ?? [],
    stage: voicing.stage.value,
    speaking: [...voicing.speaking.value],
    heard: voice?.playback.peaks ?? [],
    ears: voice?.playback.atEars ?? [0, 0],
  };
}

/** What each way has carried so far. */
export function waysOf({ speaking: { voice } }: Controller): Promise<readonly Way[]> {
  return voice?.ways() ?? Promise.resolve([]);
}
