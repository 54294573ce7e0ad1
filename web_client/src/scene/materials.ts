// How a room's materials take their light: from the baked lightmap, and at high quality reflections from its probes.
import {
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  type Object3D,
  ShaderChunk,
  type Texture,
} from 'three';
import { marksOf } from './marks';
import { probeFor, type ProbeSpot, reflectBoxed } from './probes';
import type { Quality } from './quality';
import { patchShader, swap } from './shader_patch';

export interface Lightmap {
  readonly texture: Texture;
  readonly scale: number;
}

/** What the materials of a room are finished with. */
export interface Finish {
  readonly lightmap: Lightmap | null;
  readonly probes: readonly ProbeSpot[];
  readonly quality: Quality;
}

const IBL_DIFFUSE = 'iblIrradiance += getIBLIrradiance( geometryNormal );';
const MIRRORED = 'vec3 iblRadiance = getIBLRadiance( geometryViewDir, geometryNormal, material.roughness );';
const GATHERED = 'radiance += iblRadiance;';
/** Of what is baked: 1 while it reflects its probe, 0 where that is too much for the device. For all rooms at once. */
export const reflecting = { value: 1 };
/**
 * A probe knows nothing of corners and undersides, but the lightmap does: where less light comes than the probe saw,
 * less is reflected. Mirrors are left alone, as they show other places than their own.
 */
const SHADED = `#ifdef USE_LIGHTMAP
  if ( reflecting > 0.5 ) {
  float seen = luminance( lightMapIrradiance ) / max( luminance( getIBLIrradiance( geometryNormal ) ), 0.001 );
  iblRadiance *= mix( 1.0, min( seen, 1.0 ), smoothstep( 0.04, 0.35, material.roughness ) );
  }
#endif
`;
/** The branch is the same for all points: what is not reflected costs nothing. */
const MAYBE_MIRRORED = `vec3 iblRadiance = vec3( 0.0 );
  if ( reflecting > 0.5 ) iblRadiance = getIBLRadiance( geometryViewDir, geometryNormal, material.roughness );`;

const ALPHA = 'gl_FragColor = vec4( outgoingLight, diffuseColor.a );';
const GLASS_ROUGHNESS = 0.3;

/** The map holds all diffuse light: lamps and the environment's diffuse share are left out, its reflections stay. */
function useLightmap(material: MeshStandardMaterial, { texture, scale }: Lightmap): void {
  material.lightMap = texture;
  material.lightMapIntensity = Math.PI * scale;
  patchShader(material, 'lightmapped', (shader) => {
    let lamps = swap(ShaderChunk.lights_fragment_begin, 'NUM_DIR_LIGHTS > 0', 'NUM_DIR_LIGHTS > 99');
    lamps = swap(lamps, 'NUM_HEMI_LIGHTS > 0', 'NUM_HEMI_LIGHTS > 99');
    const diffuse = swap(ShaderChunk.lights_fragment_maps, IBL_DIFFUSE, '');
    const maps = swap(swap(diffuse, GATHERED, SHADED + GATHERED), MIRRORED, MAYBE_MIRRORED);
    shader.uniforms['reflecting'] = reflecting;
    shader.fragmentShader = `uniform float reflecting;\n${shader.fragmentShader}`;
    shader.fragmentShader = swap(shader.fragmentShader, '#include <lights_fragment_begin>', lamps);
    shader.fragmentShader = swap(shader.fragmentShader, '#include <lights_fragment_maps>', maps);
  });
}

/** Clear glass lets most of the light through, but what it reflects is as strong as on any surface. */
function useGlass(material: MeshStandardMaterial): void {
  material.depthWrite = false;
  patchShader(material, 'glass', (shader) => {
    shader.fragmentShader = swap(
      shader.fragmentShader,
      '#include <opaque_fragment>',
      swap(
        ShaderChunk.opaque_fragment,
        ALPHA,
        `float gleam = max( max( totalSpecular.r, totalSpecular.g ), totalSpecular.b );
        float body = diffuseColor.a;
        float veil = min( 1.0, body + gleam );
        gl_FragColor = vec4( ( ( totalDiffuse + totalEmissiveRadiance ) * body + totalSpecular ) / max( veil, 0.004 ), veil );`,
      ),
    );
  });
}

function isGlass(material: MeshStandardMaterial): boolean {
  return material.transparent && material.map === null && material.roughness <= GLASS_ROUGHNESS;
}

/** Real refraction draws the room twice; a thin clear sheet does not need it. */
function withoutRefraction(material: MeshStandardMaterial): void {
  if (!(material instanceof MeshPhysicalMaterial) || material.transmission === 0) return;
  material.opacity = 1 - 0.85 * material.transmission;
  material.transmission = 0;
  material.transparent = true;
}

function shared(material: MeshStandardMaterial): Record<string, unknown> {
  const { name, color, map, transparent, opacity, side, alphaTest, vertexColors, depthWrite, userData } = material;
  return { name, color, map, transparent, opacity, side, alphaTest, vertexColors, depthWrite, userData };
}

/** The cheap likeness of a material: unlit with the lightmap, or Lambert for what moves or glows. */
function simple(material: MeshStandardMaterial, light: Lightmap | null): Material {
  const common = shared(material);
  if (light)
    return new MeshBasicMaterial({ ...common, lightMap: light.texture, lightMapIntensity: Math.PI * light.scale });
  const { emissive, emissiveMap, emissiveIntensity } = material;
  return new MeshLambertMaterial({ ...common, emissive, emissiveMap, emissiveIntensity });
}

function fine(before: MeshStandardMaterial, light: Lightmap | null, probe: ProbeSpot | null): Material {
  const material = before.clone();
  if (light) useLightmap(material, light);
  if (probe) reflectBoxed(material, probe);
  if (isGlass(material)) useGlass(material);
  for (const map of [material.map, material.normalMap, material.roughnessMap]) if (map) map.anisotropy = 8;
  return material;
}

export function isLightmapped(object: Object3D): boolean {
  for (let o: Object3D | null = object; o; o = o.parent) if (marksOf(o).lightmapped) return true;
  return false;
}

/** Prepares every material below `root`; one that meshes share stays shared if they have light and probe in common. */
export function prepareMaterials(root: Object3D, { lightmap, probes, quality }: Finish): void {
  const done = new Map<string, Material>();
  root.traverse((object) => {
    if (!(object instanceof Mesh) || !(object.material instanceof MeshStandardMaterial)) return;
    const before = object.material;
    const light = isLightmapped(object) ? lightmap : null;
    const probe = quality === 'low' ? null : probeFor(object, probes);
    const key = `${before.uuid} ${light !== null} ${probe?.name}`;
    let after = done.get(key);
    if (!after) {
      withoutRefraction(before);
      after = quality === 'low' ? simple(before, light) : fine(before, light, probe);
      done.set(key, after);
    }
    object.material = after;
  });
}
