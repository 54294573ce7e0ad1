// Places to sit: the nodes of a scene with an OMI_seat, as one uses them.
import { type Object3D, Vector3 } from 'three';
import { nameOf } from './marks';

const SITTING_EYES_M = 0.74; // over the hips
const BEFORE_M = 0.55; // where one stands before one sits

interface OmiSeat {
  readonly back: readonly number[];
  readonly knee: readonly number[];
}

export interface Seat {
  /** The node's name, by which the room knows it. */
  readonly id: string;
  /** The floor below it. */
  readonly feet: Vector3;
  /** Where one looks who sits there. */
  readonly yaw: number;
  readonly front: Vector3;
  /** Of the hips, and of the eyes of somebody who sits, over the floor. */
  readonly height: number;
  readonly eyes: number;
}

/** The seats below `root`, in world space. */
export function seatsOf(root: Object3D): Seat[] {
  const found: Seat[] = [];
  root.traverse((object) => {
    const extensions = object.userData['gltfExtensions'] as { OMI_seat?: OmiSeat } | undefined;
    if (extensions?.OMI_seat) found.push(seatOf(object, extensions.OMI_seat));
  });
  return found;
}

function seatOf(object: Object3D, { back, knee }: OmiSeat): Seat {
  const { elements } = object.matrixWorld;
  const feet = object.getWorldPosition(new Vector3());
  const height = back[1];
  return {
    id: nameOf(object),
    feet,
    yaw: Math.atan2(elements[8], elements[10]), // it looks along its -Z
    front: new Vector3(0, 0, Math.min(0, knee[2]) - BEFORE_M).applyMatrix4(object.matrixWorld),
    height,
    eyes: height + SITTING_EYES_M,
  };
}
