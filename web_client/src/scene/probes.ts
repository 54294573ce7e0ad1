// Places from which the room is pictured for its reflections, and the box in which each picture holds.
import { Box3, type Mesh, type Object3D, ShaderChunk, type Texture, Vector3 } from 'three';
import type { MeshStandardMaterial } from 'three';
import { marksOf, nameOf } from './marks';
import { patchShader, swap } from './shader_patch';

export class ProbeSpot {
  texture: Texture | null = null;
  /** The materials that reflect this picture. */
  readonly users = new Set<MeshStandardMaterial>();

  constructor(
    readonly name: string,
    readonly at: Vector3,
    readonly box: Box3,
  ) {}

  /** The picture has been taken (again). */
  fill(texture: Texture): void {
    this.texture = texture;
    for (const material of this.users) {
      if (material.envMap === texture) continue;
      material.envMap = texture;
      material.needsUpdate = true;
    }
  }
}

/** The probes below `root`, largest box first: that one also serves people and exhibits. */
export function probesOf(root: Object3D): ProbeSpot[] {
  const found: ProbeSpot[] = [];
  root.traverse((object) => {
    const { probe } = marksOf(object);
    if (!probe) return;
    const at = object.getWorldPosition(new Vector3());
    const centre = probe.centre ? new Vector3(...probe.centre) : at;
    const box = new Box3().setFromCenterAndSize(centre, new Vector3(...probe.size));
    found.push(new ProbeSpot(nameOf(object), at, box));
  });
  return found.sort((a, b) => volume(b.box) - volume(a.box));
}

/** The probe whose box holds most of `mesh`; of equals the one with the smaller box. */
export function probeFor(mesh: Mesh, probes: readonly ProbeSpot[]): ProbeSpot | null {
  const room = new Box3().setFromObject(mesh).expandByScalar(0.05);
  let best: ProbeSpot | null = null;
  let most = 0;
  for (const probe of probes) {
    const shared = probe.box.clone().intersect(room);
    const held = shared.isEmpty() ? 0 : volume(shared);
    if (held === 0 || held < most * 0.98) continue;
    most = Math.max(most, held);
    best = probe;
  }
  return best;
}

function volume(box: Box3): number {
  const size = box.getSize(new Vector3());
  return size.x * size.y * size.z;
}

const REFLECT = 'reflectVec = transformDirectionByInverseViewMatrix( reflectVec, viewMatrix );';

const FRAGMENT = `
uniform vec3 probeAt;
uniform vec3 probeMin;
uniform vec3 probeMax;
varying vec3 vProbePlace;
// Where the ray meets the walls of the probe's box, seen from where the picture was taken.
vec3 boxed( const in vec3 way ) {
  vec3 place = clamp( vProbePlace, probeMin, probeMax );
  vec3 far = max( ( probeMax - place ) / way, ( probeMin - place ) / way );
  return normalize( place + way * min( min( far.x, far.y ), far.z ) - probeAt );
}
`;

/** Makes `material` reflect the picture of `probe` as if it hung on the walls of the probe's box. */
export function reflectBoxed(material: MeshStandardMaterial, probe: ProbeSpot): void {
  probe.users.add(material);
  patchShader(material, 'boxed', (shader) => {
    shader.uniforms['probeAt'] = { value: probe.at };
    shader.uniforms['probeMin'] = { value: probe.box.min };
    shader.uniforms['probeMax'] = { value: probe.box.max };
    shader.vertexShader = swap(shader.vertexShader, 'void main() {', 'varying vec3 vProbePlace;\nvoid main() {');
    shader.vertexShader = swap(
      shader.vertexShader,
      '#include <project_vertex>',
      '#include <project_vertex>\nvProbePlace = ( modelMatrix * vec4( transformed, 1.0 ) ).xyz;',
    );
    const chunk = ShaderChunk.envmap_physical_pars_fragment;
    shader.fragmentShader = swap(
      shader.fragmentShader,
      '#include <envmap_physical_pars_fragment>',
      FRAGMENT + swap(chunk, REFLECT, `${REFLECT}\n\t\t\treflectVec = boxed( reflectVec );`),
    );
  });
}
