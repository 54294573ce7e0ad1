// A person's shape without head and hair: as one sees oneself. It shares the shape's vertices; only its triangles are own.
import { BufferGeometry } from 'three';
import { joint, JOINT_COUNT, PARENTS } from './skeleton';
import { ZONES } from './zones';

const HEAD = joint('head');
const OF_HEAD = Uint8Array.from({ length: JOINT_COUNT }, (_, j) => (below(j, HEAD) ? 1 : 0));
const HAIR = ZONES.indexOf('hair');
const MOST = 0.3; // of a vertex's weights may be the head's

function below(j: number, top: number): boolean {
  let at = j;
  while (at > top) at = PARENTS[at];
  return at === top;
}

export function headless(shape: BufferGeometry): BufferGeometry {
  const made = new BufferGeometry();
  for (const [name, attribute] of Object.entries(shape.attributes)) made.setAttribute(name, attribute);
  const index = shape.index!;
  const kept: number[] = [];
  for (let i = 0; i < index.count; i += 3) {
    const corners = [index.getX(i), index.getX(i + 1), index.getX(i + 2)];
    if (!corners.some((corner) => ofHead(shape, corner))) kept.push(...corners);
  }
  return made.setIndex(kept);
}

function ofHead({ attributes }: BufferGeometry, vertex: number): boolean {
  if (Math.round(attributes['_zone'].getX(vertex)) === HAIR) return true;
  const { skinIndex, skinWeight } = attributes;
  let weight = 0;
  for (let k = 0; k < 4; k++) if (OF_HEAD[skinIndex.getComponent(vertex, k)]) weight += skinWeight.getComponent(vertex, k);
  return weight > MOST;
}
