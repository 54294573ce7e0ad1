// A clip over a stance: softly in and out, in all joints or in some. Nothing is made in a frame.
import type { Body } from './body';
import type { Clip } from './clips';
import { Stance } from './stance';

const layer = new Stance();

/** Mixes the clip's moment (seconds) into `stance` by `share` (0 to 1, eased) of each joint's part in `mask`; null: all of it. */
export function overlay(clip: Clip, time: number, share: number, mask: Float32Array | null, body: Body, stance: Stance, count: number): void {
  layer.clear();
  clip.add(time, 1, body, layer, 0, count);
  layer.normalise(count);
  stance.mix(layer, share * share * (3 - 2 * share), mask, count);
}
