// The joints that all people share, in the order of the pose rows (scenes/people/README.md).
import data from '../../../assets/avatars/skeleton.json';

export const JOINTS: readonly string[] = data.joints.map(({ name }) => name);
export const JOINT_COUNT = JOINTS.length;

const byName = new Map(JOINTS.map((name, i) => [name, i]));

/** The number of a joint; a name that the skeleton has not is a mistake of the caller's. */
export function joint(name: string): number {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`the skeleton has no joint ${name}`);
  return found;
}

/** -1 for the hips; a parent always comes before its children. */
export const PARENTS = Int8Array.from(data.joints, ({ parent }) => (parent === null ? -1 : joint(parent)));

/** Joints before the fingers: all that middle figures move. */
export const BODY_JOINTS = joint('leftThumbMetacarpal');

/** Where each joint is from its parent at rest on the reference body, metres; the hips from the floor point. */
export const REFERENCE_REST = Float32Array.from(data.joints.flatMap(({ rest }) => rest));
