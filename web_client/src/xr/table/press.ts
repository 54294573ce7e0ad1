// What a press on the table means: one that lets go where it was is a tap, one that moves turns the thing.
import { headingOf } from './aim';
import type { Ray } from 'three';

const TAP_RAD = 0.03;
/** The finger on the glass and the hand in the air have little way to go. */
const GAIN = 3;

export class Press {
  /** The input that is down; null: none. */
  input: XRInputSource | null = null;
  /** NaN until a frame has told where it points. */
  private last = NaN;
  private moved = 0;

  begin(input: XRInputSource): void {
    this.input = input;
    this.last = NaN;
    this.moved = 0;
  }

  /** In every frame while it is down: by how much the thing turns. */
  turn(ray: Ray, view: Ray): number {
    const heading = this.heading(ray, view);
    const by = Number.isNaN(this.last) ? 0 : wrapped(heading - this.last);
    this.last = heading;
    this.moved += Math.abs(by);
    return this.moved > TAP_RAD ? by * GAIN : 0;
  }

  /** It is let go of; true if it was a tap. */
  end(): boolean {
    this.input = null;
    return this.moved <= TAP_RAD;
  }

  /** A finger lies on the glass: where it points to turns with the telephone, and that is no movement of the finger. */
  private heading(ray: Ray, view: Ray): number {
    return this.input?.targetRayMode === 'screen' ? headingOf(ray) - headingOf(view) : headingOf(ray);
  }
}

function wrapped(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
