// A person's shape without head and hair: as one sees oneself. It shares the shape's vertices; only its triangles are own.
import { BufferGeometry } from 'three';
import { joint, JOINT_COUNT, PARENTS } from './skeleton';
import { ZONES } from './zones';

const OF_HEAD = belowAll('head');
const OF_NECK = belowAll('neck');
const HAIR = ZONES.indexOf('hair');
const SKIN = ZONES.indexOf('skin');
const MOST = 0.3; // of a vertex's weights may be theirs

/** 1 for this joint and all that hang on it. */
function belowAll(name: string): Uint8Array {
  const top = joint(name);
  return Uint8Array.from({ length: JOINT_COUNT }, (_, j) => {
    let at = j;
    while (at > top) at = PARENTS[at];
    return at === top ? 1 : 0;
  });
}

/** Of the neck the skin is left out too: one would look into it from above. */
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
  const zone = Math.round(attributes['_zone'].getX(vertex));
  if (zone === HAIR) return true;
  const joints = zone === SKIN ? OF_NECK : OF_HEAD;
  const { skinIndex, skinWeight } = attributes;
  let weight = 0;
  for (let k = 0; k < 4; k++) if (joints[skinIndex.getComponent(vertex, k)]) weight += skinWeight.getComponent(vertex, k);
  return weight > MOST;
}
