// Whom people look at: who speaks near them, else the onlooker who is close, else nobody in particular.
import type { Vector3 } from 'three';
import { Field } from '../replica/tracks';
import type { Figure } from './figure';
import { Level } from './levels';

const HEARS_M = 6;
const CLOSE_M = 3.2;
const FACES_RAD = 1.1;
const MOUTH_M = 1.5;

/** For all who have joints; `eye` is the onlooker's, `order` everybody. */
export function attend(order: readonly Figure[], eye: Vector3, time: number): void {
  for (const figure of order) {
    if (figure.level < Level.middle || !figure.shown) {
      figure.lookAt = null;
      continue;
    }
    const speaker = nearestSpeaker(order, figure, time);
    if (speaker) look(figure, speaker.pose[Field.x], speaker.pose[Field.y] + MOUTH_M, speaker.pose[Field.z]);
    else if (figure.distance < CLOSE_M && faces(figure, eye)) look(figure, eye.x, eye.y, eye.z);
    else figure.lookAt = null;
  }
}

function nearestSpeaker(order: readonly Figure[], figure: Figure, time: number): Figure | null {
  let found: Figure | null = null;
  let nearest = HEARS_M;
  for (const other of order) {
    if (other.talkingUntil <= time || other === figure || !other.shown) continue;
    const far = Math.hypot(other.pose[Field.x] - figure.pose[Field.x], other.pose[Field.z] - figure.pose[Field.z]);
    if (far >= nearest) continue;
    nearest = far;
    found = other;
  }
  return found;
}

function faces({ pose }: Figure, eye: Vector3): boolean {
  const way = Math.atan2(-(eye.x - pose[Field.x]), -(eye.z - pose[Field.z])) - pose[Field.yaw];
  return Math.abs(Math.atan2(Math.sin(way), Math.cos(way))) < FACES_RAD;
}

/** The point lies in memory that the figure keeps. */
function look(figure: Figure, x: number, y: number, z: number): void {
  figure.lookAt = figure.point;
  figure.point[0] = x;
  figure.point[1] = y;
  figure.point[2] = z;
}
