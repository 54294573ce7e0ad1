// What can be pointed at or touched before the room is: a panel, a button of one's own. Rays, finger tips and the gaze
// all speak to it in the same words.
import type { Ray, Vector3 } from 'three';
import type { Source } from './sources';

export interface Pointable {
  /** Metres along the ray to where it meets this; Infinity if it does not. Writes the place into `at`. */
  reach(ray: Ray, at: Vector3): number;
  /** Signed metres of `tip` before the surface (negative: through it); Infinity beside it. Absent: cannot be touched. */
  before?(tip: Vector3): number;
  /** Whether a press at `at` does something there. Absent: it does. Only there a gaze that rests presses. */
  usable?(at: Vector3): boolean;
  /** In every frame in which it is pointed at or nearly touched; `at` is where, of a touch the tip itself. */
  over(source: Source, at: Vector3): void;
  out(source: Source): void;
  press(source: Source, at: Vector3): void;
  drag(source: Source, at: Vector3): void;
  release(source: Source, at: Vector3, inside: boolean): void;
}
