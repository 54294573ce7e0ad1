// How a room's materials take their light: from the baked lightmap, and at high quality reflections from a probe.
import {
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshStandardMaterial,
  type Object3D,
  ShaderChunk,
  type Texture,
} from 'three';
import type { Quality } from './quality';

const IBL_DIFFUSE = 'iblIrradiance += getIBLIrradiance( geometryNormal );';

/** The map holds all diffuse light: lamps and the environment's diffuse share are left out, its reflections stay. */
const fragments = {
  '#include <lights_fragment_begin>': ShaderChunk.lights_fragment_begin
    .replaceAll('NUM_DIR_LIGHTS > 0', 'NUM_DIR_LIGHTS > 99')
    .replaceAll('NUM_HEMI_LIGHTS > 0', 'NUM_HEMI_LIGHTS > 99'),
  '#include <lights_fragment_maps>': ShaderChunk.lights_fragment_maps.replace(IBL_DIFFUSE, ''),
};

function useLightmap(material: MeshStandardMaterial, lightmap: Texture, scale: number): void {
  material.lightMap = lightmap;
  material.lightMapIntensity = Math.PI * scale;
  material.onBeforeCompile = (shader) => {
    for (const [include, text] of Object.entries(fragments))
      shader.fragmentShader = shader.fragmentShader.replace(include, text);
  };
  material.customProgramCacheKey = () => 'lightmapped';
}

function shared(material: MeshStandardMaterial): Record<string, unknown> {
  const { name, color, map, transparent, opacity, side, alphaTest, vertexColors, depthWrite } = material;
  return { name, color, map, transparent, opacity, side, alphaTest, vertexColors, depthWrite };
}

/** The cheap likeness of a material: unlit with the lightmap, or Lambert for what moves or glows. */
function simple(material: MeshStandardMaterial, lightmap: Texture | null, scale: number): Material {
  const common = shared(material);
  if (lightmap) return new MeshBasicMaterial({ ...common, lightMap: lightmap, lightMapIntensity: Math.PI * scale });
  const { emissive, emissiveMap, emissiveIntensity } = material;
  return new MeshLambertMaterial({ ...common, emissive, emissiveMap, emissiveIntensity });
}

export interface Lightmap {
  readonly texture: Texture;
  readonly scale: number;
}

function isLightmapped(object: Object3D): boolean {
  for (let o: Object3D | null = object; o; o = o.parent)
    if ((o.userData['vbranch'] as { lightmapped?: boolean } | undefined)?.lightmapped) return true;
  return false;
}

/** Prepares every material below `root`; each is converted once, however many meshes share it. */
export function prepareMaterials(root: Object3D, lightmap: Lightmap | null, quality: Quality): void {
  const done = new Map<Material, Material>();
  root.traverse((object) => {
    if (!(object instanceof Mesh) || !(object.material instanceof MeshStandardMaterial)) return;
    const before = object.material;
    let after = done.get(before);
    if (!after) {
      const light = isLightmapped(object) ? lightmap : null;
      after = before;
      if (quality === 'low') after = simple(before, light?.texture ?? null, light?.scale ?? 1);
      else if (light) useLightmap(before, light.texture, light.scale);
      if (before.map) before.map.anisotropy = quality === 'low' ? 1 : 8;
      done.set(before, after);
    }
    object.material = after;
  });
}
