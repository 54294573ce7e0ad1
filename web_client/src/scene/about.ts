// The room on show, told from its actual state: for tests and for support.
import { type Material, Mesh, MeshStandardMaterial, type Texture } from 'three';
import { brandShown } from './brand';
import type { Told } from './drawings';
import type { LoadedScene } from './loader';
import { isLightmapped } from './materials';

export interface SceneAbout {
  readonly variant: string;
  readonly language: string | null;
  /** The colours that the brand slots' materials have. */
  readonly brand: Readonly<Record<string, readonly string[]>>;
  /** Signs, screens and logos that are drawn on. */
  readonly boards: readonly string[];
  /** What screens tell of staff. */
  readonly told: Told;
  /** How many materials reflect the picture of each probe. */
  readonly probes: Readonly<Record<string, number>>;
  readonly lods: number;
  readonly lightmapped: { readonly meshes: number; readonly withoutUv1: number; readonly withoutMap: number };
}

export function aboutRoom({ root, variant, boards, probes, lods }: LoadedScene): SceneAbout {
  const reflecting = new Map<Texture | null, Set<Material>>();
  const lightmapped = { meshes: 0, withoutUv1: 0, withoutMap: 0 };
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const material = object.material as Material & { lightMap?: Texture | null };
    if (material instanceof MeshStandardMaterial)
      reflecting.set(material.envMap, (reflecting.get(material.envMap) ?? new Set()).add(material));
    if (!isLightmapped(object)) return;
    lightmapped.meshes++;
    if (!object.geometry.attributes['uv1']) lightmapped.withoutUv1++;
    if (!material.lightMap) lightmapped.withoutMap++;
  });
  const users = (picture: Texture | null): number => (picture ? (reflecting.get(picture)?.size ?? 0) : 0);
  return {
    variant,
    language: boards.speaks,
    brand: brandShown(root),
    boards: boards.ids,
    told: boards.tells,
    probes: Object.fromEntries(probes.map(({ name, texture }) => [name, users(texture)])),
    lods,
    lightmapped,
  };
}
