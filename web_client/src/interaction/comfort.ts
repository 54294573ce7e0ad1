// How one likes to move, on a screen and in a headset.

export interface Comfort {
  /** Nothing is to glide. */
  readonly calm: boolean;
  /** Turns faster or slower than usual, which is 1. */
  readonly turning: number;
  readonly posture: 'standing' | 'seated';
  readonly travel: 'teleport' | 'glide';
  readonly turn: 'snap' | 'smooth';
  readonly vignette: boolean;
  readonly hand: 'left' | 'right';
  /** One points by the head. */
  readonly gaze: boolean;
}
