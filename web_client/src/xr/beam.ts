// What one hand, or the gaze, points at in this frame: written by pointing, read by who draws it.
import { Vector3 } from 'three';
import type { Pointable } from './pointable';
import type { Source } from './sources';

export class Beam {
  shown = false;
  /** It ends at something. */
  met = false;
  pressed = false;
  /** How long a gaze has rested, 0 to 1. */
  progress = 0;
  readonly to = new Vector3();
  over: Pointable | null = null;
  held: Pointable | null = null;
  /** A tip is near it, so many metres before it. */
  touches = false;
  before = Infinity;
  /** How far the room is, and what of it was pressed. */
  room = Infinity;
  usable = false;
  pressedKind = '';
  pressedId = '';

  constructor(readonly source: Source) {}
}
