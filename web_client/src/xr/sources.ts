// What is in the hands of who wears a headset, once a frame: controllers, bare hands, or the gaze alone.
import type { Object3D, Ray, Vector3 } from 'three';

/** A button in this frame; `began` and `ended` hold for one frame each. `value`: how far it is pressed, 0 to 1. */
export interface Press {
  readonly down: boolean;
  readonly began: boolean;
  readonly ended: boolean;
  readonly value: number;
}

export interface Source {
  readonly side: XRHandedness;
  readonly kind: 'controller' | 'hand' | 'gaze';
  /** In this frame. */
  readonly tracked: boolean;
  /** In the room. */
  readonly ray: Ray;
  /** The hand's frame as it is told (PROTOCOL.md P-10), its world matrix up to date. */
  readonly palm: Object3D;
  /** What touches, in the room: the index finger's tip, a controller's front; NaN where there is none. */
  readonly tip: Vector3;
  readonly select: Press;
  readonly squeeze: Press;
  readonly menu: Press;
  /** The thumbstick, -1 to 1: right, and towards oneself. */
  readonly stickX: number;
  readonly stickY: number;
  readonly object: XRInputSource | null;
  /** Nothing where there is no motor. */
  pulse(strength: number, ms: number): void;
}
