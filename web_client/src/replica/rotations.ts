// How each exhibit is turned as it is shown: it glides to the newest held or settled rotation.
import { slerp } from './slerp';

const GLIDE_PER_S = 14; // a held record every 50 ms melts into one movement

interface Turn {
  readonly shown: Float32Array;
  readonly goal: Float32Array;
}

export class Rotations {
  private readonly turns = new Map<string, Turn>();
  private readonly all: Turn[] = [];

  /** The rotation to go to; `now` puts it there at once (a fresh state, or one's own hand). */
  set(exhibit: string, rotation: ArrayLike<number>, now = false): void {
    let turn = this.turns.get(exhibit);
    if (!turn) {
      turn = { shown: new Float32Array(4), goal: new Float32Array(4) };
      this.turns.set(exhibit, turn);
      this.all.push(turn);
      now = true;
    }
    turn.goal.set(rotation);
    if (now) turn.shown.set(rotation);
  }

  /** Another room has other exhibits. */
  forget(): void {
    this.turns.clear();
    this.all.length = 0;
  }

  /** As it is shown now; null when the room has no such exhibit. */
  shown(exhibit: string): Float32Array | null {
    return this.turns.get(exhibit)?.shown ?? null;
  }

  step(seconds: number): void {
    const t = 1 - Math.exp(-GLIDE_PER_S * seconds);
    for (const { shown, goal } of this.all) slerp(shown, 0, goal, 0, t, shown, 0);
  }
}
