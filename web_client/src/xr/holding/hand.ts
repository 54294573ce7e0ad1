// A hand that can close about something: when it closes and opens, where it is, and what it feels.
import { Quaternion, Vector3 } from 'three';
import type { Press, Source } from '../sources';
import type { Palm } from './grips';

const UNTRACKED_S = 1; // a hand that is not seen for so long has let go

/** What a controller makes its hand feel, where it has a motor. */
export const Feel = {
  touched: { strength: 0.15, ms: 12 },
  taken: { strength: 0.6, ms: 40 },
  limit: { strength: 0.4, ms: 25 },
  offered: { strength: 0.3, ms: 60 },
  gone: { strength: 0.5, ms: 80 },
  refused: { strength: 0.2, ms: 120 },
} as const;

type Felt = (typeof Feel)[keyof typeof Feel];

export function feels(source: Source, { strength, ms }: Felt): void {
  source.pulse(strength, ms);
}

/** What closes it: the grip of a controller; of a bare hand a fist, or a pinch. */
export function closing({ kind, select, squeeze }: Source): Press {
  return kind === 'hand' && !squeeze.began ? select : squeeze;
}

export function isClosed({ kind, select, squeeze }: Source): boolean {
  return squeeze.down || (kind === 'hand' && select.down);
}

/** One that has hold of an exhibit, while it has a `source`. */
export class Hand implements Palm {
  readonly position = new Vector3();
  readonly rotation = new Quaternion();
  source: Source | null = null;
  private untrackedS = 0;

  close(source: Source): void {
    this.source = source;
    this.untrackedS = 0;
    this.read();
  }

  /** Reads where it is; false once it has let go. */
  step(sources: readonly Source[], seconds: number): boolean {
    const { source } = this;
    if (!source || !sources.includes(source)) return false;
    this.untrackedS = source.tracked ? 0 : this.untrackedS + seconds;
    this.follow();
    return source.tracked ? isClosed(source) : this.untrackedS < UNTRACKED_S;
  }

  /** Reads where it is now, if it is seen. */
  follow(): void {
    if (this.source?.tracked) this.read();
  }

  feels(what: Felt): void {
    if (this.source) feels(this.source, what);
  }

  private read(): void {
    const { matrixWorld } = this.source!.palm;
    this.position.setFromMatrixPosition(matrixWorld);
    this.rotation.setFromRotationMatrix(matrixWorld);
  }
}
