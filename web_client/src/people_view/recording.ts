// What others heard of somebody with a headset: records as the server sent them (tools/record_headset.py), read as the
// page reads them, with the wearer's first place as the origin and their first look as straight ahead.
import { Quaternion, Vector3 } from 'three';
import { type Hand, Pose, readHeadset } from '../protocol/poses';
import recording from './recorded_headset.json';

const UP = new Vector3(0, 1, 0);

/** Records a second. */
export const HZ = recording.hz;
/** Seconds at which there is something to see. */
export const MOMENTS: readonly number[] = recording.moments;
/** One pose for each record. */
export const POSES = posesFacing(0);

/** The same with the wearer's first look along this yaw. */
export function posesFacing(yaw: number): readonly Pose[] {
  const poses = recording.records.map(read);
  const { x, z, yaw: first } = poses[0];
  const turn = new Quaternion().setFromAxisAngle(UP, yaw - first);
  const place = new Vector3();
  for (const pose of poses) {
    place.set(pose.x - x, pose.y, pose.z - z).applyQuaternion(turn);
    [pose.x, pose.y, pose.z] = place.toArray();
    pose.yaw += yaw - first;
    turnBy(pose.head, turn);
    for (const hand of [pose.left, pose.right]) turnHand(hand, turn);
  }
  return poses;
}

function read(text: string): Pose {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const pose = new Pose();
  readHeadset(new DataView(bytes.buffer), 0, recording.bounds, pose);
  return pose;
}

function turnHand({ position, rotation }: Hand, turn: Quaternion): void {
  position.set(new Vector3().fromArray(position).applyQuaternion(turn).toArray());
  turnBy(rotation, turn);
}

function turnBy(rotation: Float64Array, turn: Quaternion): void {
  const [x, y, z, w] = rotation;
  rotation.set(new Quaternion(x, y, z, w).premultiply(turn).toArray());
}
