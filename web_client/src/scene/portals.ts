// Places that lead to other rooms: the nodes of a scene with an OMI_link to `vbranch:room/<slug>`.
import { type Object3D, Vector3 } from 'three';

const REACH_M = 1.2;
const ROOM = /^vbranch:room\/([a-z0-9][a-z0-9-]*)$/;

export interface Portal {
  readonly room: string;
  readonly at: Vector3;
  /** Where one looks who comes out of it. */
  readonly yaw: number;
}

/** The portals below `root`, in world space; links that lead elsewhere are none of ours. */
export function portalsOf(root: Object3D): Portal[] {
  const found: Portal[] = [];
  root.traverse((object) => {
    // GLTFLoader keeps the extensions that it does not know here.
    const extensions = object.userData['gltfExtensions'] as { OMI_link?: { uri?: unknown } } | undefined;
    const room = ROOM.exec(String(extensions?.OMI_link?.uri))?.[1];
    if (!room) return;
    const { elements } = object.matrixWorld;
    const yaw = Math.atan2(elements[8], elements[10]); // along its -Z
    found.push({ room, at: object.getWorldPosition(new Vector3()), yaw });
  });
  return found;
}

/** Where the nearest portal within reach of `feet` leads; null when there is none. */
export function portalAt(portals: readonly Portal[], feet: Vector3): string | null {
  let found: string | null = null;
  let least = REACH_M;
  for (const { room, at } of portals) {
    const distance = Math.hypot(at.x - feet.x, at.z - feet.z);
    if (distance > least) continue;
    least = distance;
    found = room;
  }
  return found;
}
