// One person's proportions and how their mesh is bound to the joints: what clips and skinning need of a model.
import { Matrix4, Vector3 } from 'three';
import { joint, JOINT_COUNT, JOINTS, PARENTS, REFERENCE_REST } from './skeleton';

const HIPS = joint('hips');
const LEFT_UPPER = joint('leftUpperLeg');
const LEFT_LOWER = joint('leftLowerLeg');
const LEFT_FOOT = joint('leftFoot');
const LEFT_ARM = joint('leftLowerArm');
const LEFT_HAND = joint('leftHand');

export class Body {
  /** Height of the hips' joint over the floor, of the ankle, of the eyes, metres. */
  readonly hipsHeight: number;
  readonly ankleHeight: number;
  readonly eyeHeight: number;
  readonly thigh: number;
  readonly shin: number;
  readonly upperArm: number;
  readonly lowerArm: number;
  /** Its hips' height in those of the reference body: clips' ways of the hips and strides grow by it. */
  readonly scale: number;
  /** Where each joint's origin lies in the mesh as it is bound. */
  readonly origins: Float32Array;

  /**
   * `rest`: each joint from its parent at rest (3 numbers a joint, metres; the hips from the floor).
   * `bindInverse`: from the mesh to each joint's own frame, 4x4 column by column as in glTF.
   * `girth`: how far skin or cloth is from a thigh's bone.
   */
  constructor(
    readonly rest: Float32Array,
    readonly bindInverse: Float32Array,
    readonly girth = 0.1,
  ) {
    if (rest.length !== JOINT_COUNT * 3 || bindInverse.length !== JOINT_COUNT * 16)
      throw new Error(`a body has ${JOINT_COUNT} joints`);
    this.hipsHeight = rest[HIPS * 3 + 1];
    this.thigh = this.length(LEFT_LOWER);
    this.shin = this.length(LEFT_FOOT);
    this.upperArm = this.length(LEFT_ARM);
    this.lowerArm = this.length(LEFT_HAND);
    this.ankleHeight = this.hipsHeight + rest[LEFT_UPPER * 3 + 1] - this.thigh - this.shin;
    this.eyeHeight = this.heightOf(joint('leftEye'));
    this.origins = originsOf(bindInverse);
    this.scale = this.hipsHeight / REFERENCE_REST[HIPS * 3 + 1];
  }

  private length(j: number): number {
    return Math.hypot(this.rest[j * 3], this.rest[j * 3 + 1], this.rest[j * 3 + 2]);
  }

  private heightOf(j: number): number {
    let height = 0;
    for (let i = j; i >= 0; i = PARENTS[i]) height += this.rest[i * 3 + 1];
    return height;
  }
}

/** A bind's inverse also undoes how the mesh's numbers were made small: it is no mere turn. */
function originsOf(bindInverse: Float32Array): Float32Array {
  const origins = new Float32Array(JOINT_COUNT * 3);
  for (let j = 0; j < JOINT_COUNT; j++)
    new Vector3().setFromMatrixPosition(new Matrix4().fromArray(bindInverse, j * 16).invert()).toArray(origins, j * 3);
  return origins;
}

/** A body whose mesh would be bound at rest: for tests, and for clips that no model is there for. */
export function restingBody(rest: Float32Array = REFERENCE_REST): Body {
  const inverse = new Float32Array(JOINT_COUNT * 16);
  const at = new Float64Array(JOINT_COUNT * 3);
  for (let j = 0; j < JOINTS.length; j++) {
    for (let k = 0; k < 3; k++) {
      at[j * 3 + k] = rest[j * 3 + k] + (PARENTS[j] < 0 ? 0 : at[PARENTS[j] * 3 + k]);
      inverse[j * 16 + k * 5] = 1;
      inverse[j * 16 + 12 + k] = -at[j * 3 + k];
    }
    inverse[j * 16 + 15] = 1;
  }
  return new Body(rest, inverse);
}
