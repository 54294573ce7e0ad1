// The exhibits of a room as they stand there when nobody has turned or carried them: what one puts on one's own table.
import type { Matrix4 } from 'three';
import type { ExhibitNode } from '../../scene/loader';

export interface Model extends ExhibitNode {
  /** In the room. */
  readonly rest: Matrix4;
}

/** Of a room that has just been built. */
export function modelsOf(exhibits: readonly ExhibitNode[]): ReadonlyMap<string, Model> {
  return new Map(exhibits.map((one) => [one.id, { ...one, rest: one.node.matrixWorld.clone() }]));
}
