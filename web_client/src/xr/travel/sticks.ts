// What thumbsticks ask for: steps of a turn, an arc to aim, the direction of an arrow. Pure; one for each stick.

const FAR = 0.7;
const BACK = 0.35;
const DEAD = 0.15;

/** A stick that is pushed aside or ahead, with a dead middle so that it asks once. */
export class Stick {
  /** Ahead, and held there: one aims. */
  aims = false;
  /** In this frame it was pushed there. */
  begins = false;
  /** In this frame it was let go of. */
  let = false;
  /** -1, 0 or 1: in this frame it asks for one step of a turn, to the left or to the right. */
  turn = 0;
  private aside = false;

  /** `x` to the right, `y` towards oneself; `forward` is false where ahead means to walk. */
  step(x: number, y: number, forward: boolean): void {
    const way = Math.hypot(x, y);
    this.turn = 0;
    this.begins = false;
    this.let = this.aims && way < BACK;
    if (this.let) this.aims = false;
    if (way < BACK) this.aside = false;
    if (this.aims || this.aside) return;
    if (forward && -y > FAR && -y >= Math.abs(x)) this.aims = this.begins = true;
    else if (Math.abs(x) > FAR && Math.abs(x) > Math.abs(y)) {
      this.aside = true;
      this.turn = Math.sign(x);
    }
  }
}

/** It has come back to its middle. */
export function isLet(x: number, y: number): boolean {
  return Math.hypot(x, y) < BACK;
}

/** How far the stick is turned from straight ahead, radians to the left; 0 in its middle. */
export function angleOf(x: number, y: number): number {
  return isLet(x, y) ? 0 : Math.atan2(-x, -y);
}

/** The same stick without what a thumb at rest does to it: 0 to 1 beyond the dead middle. */
export function beyondDead(value: number): number {
  const way = Math.max(0, Math.abs(value) - DEAD) / (1 - DEAD);
  return Math.sign(value) * Math.min(1, way);
}
