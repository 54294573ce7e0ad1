// Head and hands of who wears a headset: what is shown moves softly to what is known, and a lost hand sinks to the side.
import { Field, HAND_FIELDS } from './fields';
import { grown } from './grown';
import { difference, multiply, uprightTurn } from './slerp';

const PART = 7; // of a hand: 3 of position, 4 of rotation
const SIZE = 4 + 2 * PART;
const SOFT_S = 0.11;
const FASTEST_M_S = 2.5; // at which a hand is corrected
const SINK_S = 0.5; // until a lost hand is at the side
const REST_X = 0.24; // the place of a hanging fist, from the eyes
const REST_Y = -0.83;
const REST_Z = 0.08;
const GONE = 1e-4;

/** What is shown differs from the path by so much, and that fades. */
export class Grip {
  /** Since the last picture. */
  seconds = 0.5;
  private left = new Float32Array(0); // differences: head's rotation, then two hands
  private lost = new Float32Array(0); // two a slot: seconds for which a lost hand is still shown; Infinity while it is known
  private busy = new Uint8Array(0); // there is a difference

  makeRoom(capacity: number): void {
    this.left = grown(this.left, new Float32Array(capacity * SIZE));
    this.lost = grown(this.lost, new Float32Array(capacity * 2));
    this.busy = grown(this.busy, new Uint8Array(capacity));
  }

  /** As the path says, at once. */
  cut(slot: number, path: Float32Array): void {
    this.busy[slot] = 0;
    for (let side = 0; side < 2; side++)
      this.lost[slot * 2 + side] = path[Field.headset] === 1 && path[HAND_FIELDS[side]] === 1 ? Infinity : 0;
  }

  /**
   * Changes `path` into what is to be shown. `shown` (from `at`) is what was shown before; `bent` says that the path is
   * another one since.
   */
  step(slot: number, path: Float32Array, shown: Float32Array, at: number, bent: boolean): void {
    const worn = path[Field.headset] === 1;
    if (!worn && shown[at + Field.headset] === 0) {
      this.cut(slot, path);
      return;
    }
    const known = this.busy[slot] === 1;
    if (!known && !bent && this.isSame(slot, path, shown, at)) return;
    if (known) this.fade(slot);
    else this.clear(slot);
    if (bent) difference(shown, at + Field.head, path, Field.head, this.left, slot * SIZE);
    this.hand(slot, 0, path, shown, at, bent);
    this.hand(slot, 1, path, shown, at, bent);
    this.apply(slot, path);
  }

  /** Both hands are tracked, and were: the path is all there is to show. */
  private isSame(slot: number, path: Float32Array, shown: Float32Array, at: number): boolean {
    const now = path[Field.leftTracked] + path[Field.rightTracked];
    const before = this.lost[slot * 2] === Infinity && this.lost[slot * 2 + 1] === Infinity;
    return now === 2 && before && shown[at + Field.headset] === 1;
  }

  private clear(slot: number): void {
    const d = slot * SIZE;
    this.left.fill(0, d, d + SIZE);
    this.left[d + 3] = this.left[d + 4 + 6] = this.left[d + 4 + PART + 6] = 1;
  }

  private fade(slot: number): void {
    const { seconds } = this;
    const d = slot * SIZE;
    const keep = Math.exp(-seconds / SOFT_S);
    this.fadeTurn(d, keep);
    for (let hand = d + 4; hand < d + SIZE; hand += PART) {
      const far = Math.sqrt(this.left[hand] ** 2 + this.left[hand + 1] ** 2 + this.left[hand + 2] ** 2);
      const kept = far > 0 ? Math.max(keep, 1 - (FASTEST_M_S * seconds) / far) : 0;
      for (let i = 0; i < 3; i++) this.left[hand + i] *= kept;
      this.fadeTurn(hand + 3, Math.max(keep, kept));
    }
  }

  private fadeTurn(q: number, keep: number): void {
    const d = this.left;
    for (let i = 0; i < 3; i++) d[q + i] *= keep;
    d[q + 3] += (1 - d[q + 3]) * (1 - keep);
    const scale = 1 / Math.sqrt(d[q] ** 2 + d[q + 1] ** 2 + d[q + 2] ** 2 + d[q + 3] ** 2);
    for (let i = 0; i < 4; i++) d[q + i] *= scale;
  }

  private hand(
    slot: number, side: number, path: Float32Array, shown: Float32Array, at: number, bent: boolean,
  ): void {
    const hand = HAND_FIELDS[side];
    const worn = path[Field.headset] === 1;
    const tracked = worn && path[hand] === 1;
    const i = slot * 2 + side;
    const before = this.lost[i] === Infinity;
    if (!tracked) rest(side, path);
    if (tracked && shown[at + hand] === 0) rest(side, shown, at, path[Field.yaw]); // it comes from where a hand hangs
    if (bent || tracked !== before) this.differ(slot, side, path, shown, at);
    this.lost[i] = tracked ? Infinity : before ? SINK_S : Math.max(0, this.lost[i] - this.seconds);
    path[hand] = worn && this.lost[i] > 0 ? 1 : 0;
  }

  private differ(slot: number, side: number, path: Float32Array, shown: Float32Array, at: number): void {
    const d = slot * SIZE + 4 + side * PART;
    const hand = HAND_FIELDS[side] + 1;
    for (let i = 0; i < 3; i++) this.left[d + i] = shown[at + hand + i] - path[hand + i];
    difference(shown, at + hand + 3, path, hand + 3, this.left, d + 3);
  }

  private apply(slot: number, path: Float32Array): void {
    const { left } = this;
    const d = slot * SIZE;
    let much = 1 - left[d + 3];
    multiply(left, d, path, Field.head, path, Field.head);
    for (let side = 0; side < 2; side++) {
      const from = d + 4 + side * PART;
      const hand = HAND_FIELDS[side] + 1;
      for (let i = 0; i < 3; i++) path[hand + i] += left[from + i];
      multiply(left, from + 3, path, hand + 3, path, hand + 3);
      much += Math.abs(left[from]) + Math.abs(left[from + 1]) + Math.abs(left[from + 2]) + 1 - left[from + 6];
    }
    this.busy[slot] = much > GONE ? 1 : 0;
  }
}

/** The place of a hand that hangs at the side of who looks along `yaw`. */
function rest(side: number, out: Float32Array, at = 0, yaw = out[at + Field.yaw]): void {
  const hand = at + HAND_FIELDS[side] + 1;
  const x = side === 0 ? -REST_X : REST_X;
  const sin = Math.sin(yaw);
  const cos = Math.cos(yaw);
  out[hand] = x * cos + REST_Z * sin;
  out[hand + 1] = REST_Y;
  out[hand + 2] = REST_Z * cos - x * sin;
  uprightTurn(yaw, 0, out, hand + 3);
}
