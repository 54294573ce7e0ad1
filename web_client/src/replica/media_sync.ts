// How a clip that is shown is brought to where it ought to be: a little faster or slower, or at once if it is far off. Pure.

const FAR_S = 0.5;
const EXACT_S = 0.015;
const STRENGTH = 0.9; // of what is amiss, so much is made up for in a second
const MOST = 0.15; // a change of pace that is not noticed in a picture

export interface Correction {
  /** To go there at once: what is amiss is too much to be made up for. */
  readonly jump: boolean;
  /** The pace to play at. */
  readonly rate: number;
}

/** What to do with a clip that is `behind` by so many seconds (ahead: negative). */
export function correction(behind: number): Correction {
  if (Math.abs(behind) > FAR_S) return { jump: true, rate: 1 };
  if (Math.abs(behind) < EXACT_S) return { jump: false, rate: 1 };
  return { jump: false, rate: 1 + Math.max(-MOST, Math.min(MOST, behind * STRENGTH)) };
}
