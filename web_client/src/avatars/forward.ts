// From a stance to the joints' places (forward kinematics), and to the matrices that move the mesh's vertices.
import type { Body } from './body';
import { multiply, rotate } from './rotation';
import { BODY_JOINTS, JOINT_COUNT, PARENTS } from './skeleton';
import type { Stance } from './stance';

/** Numbers a joint takes in a pose row: a 3x4 matrix, row by row. */
export const MATRIX_SIZE = 12;
export const ROW_SIZE = JOINT_COUNT * MATRIX_SIZE;

/** Where the joints of one figure are, in the figure's frame: one is enough for all, used one after the other. */
export class Frame {
  /** Rotation of each joint against the room's axes, x y z w. */
  readonly rotations = new Float64Array(JOINT_COUNT * 4);
  /** Place of each joint, metres. */
  readonly places = new Float64Array(JOINT_COUNT * 3);

  /** Reads the whole stance, or from joint `first` on, when those before are known to be right. */
  solve(body: Body, stance: Stance, first = 0, count = JOINT_COUNT): void {
    for (let j = first; j < count; j++) this.joint(body, stance, j);
  }

  private joint(body: Body, stance: Stance, j: number): void {
    const { rotations: q, places: p } = this;
    const l = stance.rotations;
    const i = j * 4;
    const k = j * 3;
    const parent = PARENTS[j];
    if (parent < 0) {
      for (let n = 0; n < 4; n++) q[i + n] = l[i + n];
      for (let n = 0; n < 3; n++) p[k + n] = stance.hips[n];
      return;
    }
    multiply(q, parent * 4, l, i, q, i);
    rotate(q, parent * 4, body.rest, k, p, k);
    for (let n = 0; n < 3; n++) p[k + n] += p[parent * 3 + n];
  }
}

/**
 * Writes the skinning matrices of a solved frame into `out` from `at` on: joint after joint, 3x4, row by row, from the
 * mesh as it is bound to the figure's frame. With `fingers` false the fingers go with their hand as they are bound.
 */
export function writeRow(body: Body, frame: Frame, out: Float32Array, at: number, fingers = true): void {
  const count = fingers ? JOINT_COUNT : BODY_JOINTS;
  for (let j = 0; j < count; j++) writeJoint(body, frame, j, out, at + j * MATRIX_SIZE);
  for (let j = count; j < JOINT_COUNT; j++) {
    const to = at + j * MATRIX_SIZE;
    const from = at + HAND_OF[j] * MATRIX_SIZE;
    out.copyWithin(to, from, from + MATRIX_SIZE);
  }
}

/** The hand that a finger's joint belongs to; a hand and its fingers are bound in one pose. */
const HAND_OF = Int8Array.from({ length: JOINT_COUNT }, (_, j) => {
  let found = j;
  while (found >= BODY_JOINTS) found = PARENTS[found];
  return found;
});

function writeJoint(body: Body, frame: Frame, j: number, out: Float32Array, o: number): void {
  const { rotations: q, places: p } = frame;
  const x = q[j * 4], y = q[j * 4 + 1], z = q[j * 4 + 2], w = q[j * 4 + 3];
  const b = body.bindInverse;
  const m = j * 16;
  const r00 = 1 - 2 * (y * y + z * z), r01 = 2 * (x * y - z * w), r02 = 2 * (x * z + y * w);
  const r10 = 2 * (x * y + z * w), r11 = 1 - 2 * (x * x + z * z), r12 = 2 * (y * z - x * w);
  const r20 = 2 * (x * z - y * w), r21 = 2 * (y * z + x * w), r22 = 1 - 2 * (x * x + y * y);
  for (let c = 0; c < 4; c++) {
    const b0 = b[m + c * 4], b1 = b[m + c * 4 + 1], b2 = b[m + c * 4 + 2];
    out[o + c] = r00 * b0 + r01 * b1 + r02 * b2;
    out[o + 4 + c] = r10 * b0 + r11 * b1 + r12 * b2;
    out[o + 8 + c] = r20 * b0 + r21 * b1 + r22 * b2;
  }
  out[o + 3] += p[j * 3];
  out[o + 7] += p[j * 3 + 1];
  out[o + 11] += p[j * 3 + 2];
}
