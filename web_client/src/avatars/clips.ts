// Clips as evenly spaced frames: what people do, as rotations that fit everybody. Sampling makes nothing new.
import type { Body } from './body';
import { JOINT_COUNT, REFERENCE_REST } from './skeleton';
import type { Stance } from './stance';

export const FRAMES_PER_S = 30;
const SEAT_HIPS_M = 0.58; // as in scenes/people/clips/stands.py
const STANDING_HIPS_M = REFERENCE_REST[1];

/** What a clip says of itself (`extras.vbranch` in clips.glb). */
export interface ClipTraits {
  readonly loop: boolean;
  /** Metres that the feet say for one cycle, on the reference body; 0 where they stay. */
  readonly stride: number;
  /** The share of a cycle in which a foot stands; 1 where they stay. */
  readonly duty: number;
  /** `upper` leaves hips and legs to others. */
  readonly mask: 'full' | 'upper';
  readonly marks: Readonly<Record<string, number>>;
  /** Made about a seat: the hips' way is the same for everybody, but that tall people begin it or end it higher. */
  readonly absoluteHips: boolean;
}

export class Clip {
  readonly duration: number;

  /** `rotations` has `frames` x joints x 4, `hips` frames x 3 (metres on the reference body); a loop's last frame is its first again. */
  constructor(
    readonly name: string,
    readonly traits: ClipTraits,
    private readonly frames: number,
    private readonly rotations: Float32Array,
    private readonly hips: Float32Array,
  ) {
    if (frames < 2) throw new Error(`clip ${name} has ${frames} frames`);
    this.duration = (frames - 1) / FRAMES_PER_S;
  }

  /** Adds this moment (seconds; a loop goes round, others hold their ends) to `out` by `weight` to joints `first` up to `end`; `out` is normalised at the end. */
  add(time: number, weight: number, body: Body, out: Stance, first = 0, end = JOINT_COUNT): void {
    const at = this.frameAt(time);
    const frame = Math.min(this.frames - 2, Math.floor(at));
    const t = at - frame;
    this.addRotations(frame, t, weight, out.rotations, first, end);
    if (first > 0) return;
    const { absoluteHips } = this.traits;
    const scale = absoluteHips ? 1 : body.scale;
    for (let k = 0; k < 3; k++) {
      const a = this.hips[frame * 3 + k];
      const value = a + (this.hips[frame * 3 + 3 + k] - a) * t;
      out.hips[k] += (value * scale + (absoluteHips && k === 1 ? overSeat(value, body) : 0)) * weight;
    }
  }

  private frameAt(time: number): number {
    if (!this.traits.loop) return Math.min(this.duration, Math.max(0, time)) * FRAMES_PER_S;
    const turn = time % this.duration;
    return (turn < 0 ? turn + this.duration : turn) * FRAMES_PER_S;
  }

  private addRotations(frame: number, t: number, weight: number, out: Float32Array, first: number, end: number): void {
    const r = this.rotations;
    const size = JOINT_COUNT * 4;
    const a = frame * size;
    const b = a + size;
    for (let i = first * 4; i < end * 4; i += 4) {
      // Neighbouring frames lie on the same side (`clips_file` sees to it), so a plain mean is near enough.
      const x = r[a + i] + (r[b + i] - r[a + i]) * t;
      const y = r[a + i + 1] + (r[b + i + 1] - r[a + i + 1]) * t;
      const z = r[a + i + 2] + (r[b + i + 2] - r[a + i + 2]) * t;
      const w = r[a + i + 3] + (r[b + i + 3] - r[a + i + 3]) * t;
      const same = x * out[i] + y * out[i + 1] + z * out[i + 2] + w * out[i + 3] >= 0;
      const s = same ? weight : -weight;
      out[i] += x * s;
      out[i + 1] += y * s;
      out[i + 2] += z * s;
      out[i + 3] += w * s;
    }
  }
}

/** By how much hips that are this high on the reference body are higher on this one: nothing on the seat, all of it standing. */
function overSeat(height: number, body: Body): number {
  return ((body.scale - 1) * STANDING_HIPS_M * (height - SEAT_HIPS_M)) / (STANDING_HIPS_M - SEAT_HIPS_M);
}

export class ClipSet {
  private readonly byName: ReadonlyMap<string, Clip>;

  constructor(clips: Iterable<Clip>) {
    this.byName = new Map([...clips].map((clip) => [clip.name, clip]));
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  get(name: string): Clip {
    const found = this.byName.get(name);
    if (!found) throw new Error(`there is no clip ${name}`);
    return found;
  }
}
