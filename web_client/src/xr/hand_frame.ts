// The one frame in which a hand is told of, whatever tracks it: that of a grip (PROTOCOL.md P-10). Controllers have it;
// of a bare hand it is found from where its wrist and knuckles are.
import { type Group, Matrix4, type Object3D, Vector3, type XRHandSpace } from 'three';
import { GRIP_TO_WRIST } from '../avatars/hands';

/** The joints of a bare hand that lie in the palm: they move with the hand, however its fingers are bent. */
const PALM = ['wrist', 'middle-finger-phalanx-proximal', 'index-finger-phalanx-proximal', 'pinky-finger-phalanx-proximal'] as const;

const wrist = new Vector3();
const x = new Vector3();
const y = new Vector3();
const z = new Vector3();
const little = new Vector3();
const basis = new Matrix4();

/** What follows controllers or joints: three's groups, as the browser has moved them. */
export interface Tracked {
  readonly grip: Group;
  readonly hand: XRHandSpace;
  readonly input: XRInputSource | null;
}

/** Brings `palm` to the frame of this hand, in the space of the headset; false while nothing is known of it. */
export function follow(palm: Object3D, { grip, hand, input }: Tracked): boolean {
  if (input?.hand) return fromJoints(palm, hand, input.handedness);
  if (!input || !grip.visible) return false;
  palm.position.copy(grip.position);
  palm.quaternion.copy(grip.quaternion);
  return true;
}

/** Fingers point down the frame (-Y), the back of the right hand to +X, that of the left one to -X. */
function fromJoints(palm: Object3D, { joints }: XRHandSpace, side: XRHandedness): boolean {
  for (const name of PALM) if (!joints[name]?.visible) return false;
  const [at, middle, index, pinky] = PALM;
  wrist.copy(joints[at]!.position);
  y.copy(wrist).sub(joints[middle]!.position).normalize();
  little.copy(joints[pinky]!.position);
  z.copy(little).sub(joints[index]!.position); // away from the thumb
  z.addScaledVector(y, -z.dot(y)).normalize();
  x.crossVectors(y, z);
  palm.quaternion.setFromRotationMatrix(basis.makeBasis(x, y, z));
  const back = side === 'left' ? -GRIP_TO_WRIST.back : GRIP_TO_WRIST.back;
  palm.position.copy(wrist).addScaledVector(y, -GRIP_TO_WRIST.up).addScaledVector(x, -back);
  return true;
}
