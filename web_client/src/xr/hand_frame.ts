// The one frame in which a hand is told of, whatever tracks it: that of a grip (PROTOCOL.md P-10). Controllers have it;
// of a bare hand it is found from where its wrist and knuckles are.
import { type Group, Matrix4, type Object3D, Vector3, type XRHandSpace } from 'three';
import { GRIP_TO_WRIST } from '../avatars/hands';

const x = new Vector3();
const y = new Vector3();
const z = new Vector3();
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
  // These lie in the palm: they move with the hand, however its fingers are bent.
  const at = joints['wrist'];
  const middle = joints['middle-finger-phalanx-proximal'];
  const index = joints['index-finger-phalanx-proximal'];
  const pinky = joints['pinky-finger-phalanx-proximal'];
  if (!at?.visible || !middle?.visible || !index?.visible || !pinky?.visible) return false;
  y.copy(at.position).sub(middle.position).normalize();
  z.copy(pinky.position).sub(index.position); // away from the thumb
  z.addScaledVector(y, -z.dot(y)).normalize();
  x.crossVectors(y, z);
  palm.quaternion.setFromRotationMatrix(basis.makeBasis(x, y, z));
  const back = side === 'left' ? -GRIP_TO_WRIST.back : GRIP_TO_WRIST.back;
  palm.position.copy(at.position).addScaledVector(y, -GRIP_TO_WRIST.up).addScaledVector(x, -back);
  return true;
}
