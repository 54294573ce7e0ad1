// An exhibit of the room as it stands there when nobody has turned or carried it: what one puts on one's own table.
import { Matrix4, type Object3D } from 'three';
import type { Shown } from '../../scene/exhibits';

export interface Model {
  readonly node: Object3D;
  /** How it stands in the room. */
  readonly rest: Matrix4;
  readonly hotspots: ReadonlyMap<string, Object3D>;
}

export function modelOf({ node, hotspots, home, rest, size, inwards }: Shown): Model {
  const outwards = inwards.clone().invert();
  return { node, hotspots, rest: new Matrix4().compose(home, rest, size).premultiply(outwards) };
}

/** From which side one is to see it at home: from where one looks at it in the room, or straight at what is flat. */
export function sideOf({ at, extent: { face } }: Pick<Shown, 'at' | 'extent'>, x: number, z: number): number {
  const seen = Math.atan2(x - at.x, z - at.z);
  if (!face) return seen;
  const front = Math.atan2(face.x, face.z);
  return Math.cos(front - seen) < 0 ? front + Math.PI : front;
}
