// The lobby's floor, and a flight of stairs, for tests of walking: real geometry, read without a browser.
import { readFileSync } from 'node:fs';
import { BufferAttribute, BufferGeometry } from 'three';

const FILE = new URL('../../../assets/scenes/lobby/lobby.nav.glb', import.meta.url);

interface Accessor {
  readonly bufferView: number;
  readonly byteOffset?: number;
  readonly count: number;
}

export const LOBBY_BOX = { min: [-8, -0.2, -6], max: [8, 4.2, 6] };

/** A mesh of the lobby's nav file, `walkable` or `collision`; the file is plain float32 and uint32. */
export function lobbyMesh(name: 'walkable' | 'collision'): BufferGeometry {
  const file = readFileSync(FILE);
  const jsonBytes = file.readUInt32LE(12);
  const json = JSON.parse(file.toString('utf8', 20, 20 + jsonBytes));
  const { primitives } = json.meshes[json.nodes.find((node: { name: string }) => node.name === name).mesh];
  const start = 20 + jsonBytes + 8;
  const at = (index: number): [number, Accessor] => {
    const accessor: Accessor = json.accessors[index];
    return [start + (json.bufferViews[accessor.bufferView].byteOffset ?? 0) + (accessor.byteOffset ?? 0), accessor];
  };
  const [placesAt, places] = at(primitives[0].attributes.POSITION);
  const [cornersAt, corners] = at(primitives[0].indices);
  const positions = Float32Array.from({ length: places.count * 3 }, (_, i) => file.readFloatLE(placesAt + i * 4));
  const index = Uint32Array.from({ length: corners.count }, (_, i) => file.readUInt32LE(cornersAt + i * 4));
  return new BufferGeometry()
    .setAttribute('position', new BufferAttribute(positions, 3))
    .setIndex(new BufferAttribute(index, 1));
}

/** Two floors of 6 by 3 m, the upper one 3 m higher, joined by a slope of 5 m at one side: like the scenes' stairs. */
export function twoFloors(): BufferGeometry {
  const quads = [
    [[-3, 0, 0], [-1.5, 0, 0], [-1.5, 0, 3], [-3, 0, 3]],
    [[-1.5, 0, 0], [3, 0, 0], [3, 0, 3], [-1.5, 0, 3]],
    [[-3, 0, 0], [-1.5, 0, 0], [-1.5, 3, -5], [-3, 3, -5]],
    [[-3, 3, -5], [-1.5, 3, -5], [-1.5, 3, -8], [-3, 3, -8]],
    [[-1.5, 3, -5], [3, 3, -5], [3, 3, -8], [-1.5, 3, -8]],
  ];
  const positions = quads.flatMap(([a, b, c, d]) => [a, c, b, a, d, c].flat());
  return new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
}
