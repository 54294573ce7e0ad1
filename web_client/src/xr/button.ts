// One button over time: told by events or by its state, read once a frame, so that no press is lost between two frames.
import type { Press } from './sources';

export class Button implements Press {
  down = false;
  began = false;
  ended = false;
  value = 0;
  private held = false;
  private starts = false;
  private ends = false;

  /** It is pressed from now on; the next frame sees it. */
  press(): void {
    if (!this.held) this.starts = true;
    this.held = true;
  }

  release(): void {
    if (this.held) this.ends = true;
    this.held = false;
  }

  /** As it is now: for what has no events. */
  set(pressed: boolean): void {
    if (pressed) this.press();
    else this.release();
  }

  /** Once a frame; `value` is how far it is pressed, where the device says so. */
  step(value: number | null): void {
    this.began = this.starts;
    this.ended = this.ends;
    this.starts = this.ends = false;
    this.down = this.held;
    this.value = value ?? (this.down ? 1 : 0);
  }
}
