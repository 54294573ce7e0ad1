// What a scene says of its nodes and materials in `extras.vbranch`, as far as the page acts on it.
import type { Material, Object3D } from 'three';
import type { Language } from '../i18n';

export type Slot = 'primary' | 'secondary' | 'logo';
export type Arrow = 'left' | 'right' | 'up' | 'none';

export interface SignMark {
  readonly text: Readonly<Record<Language, string>>;
  readonly arrow?: Arrow;
}

export interface NodeMarks {
  readonly lightmapped?: boolean;
  readonly walkable?: boolean;
  readonly collision?: boolean;
  readonly screen?: string;
  readonly sign?: SignMark;
  readonly probe?: {
    readonly size: readonly [number, number, number];
    /** The middle of the box in the room; without it the node is the middle. */
    readonly centre?: readonly [number, number, number];
  };
  readonly lod?: { readonly of: string; readonly from: number };
}

export function marksOf(object: Object3D): NodeMarks {
  return (object.userData['vbranch'] as NodeMarks | undefined) ?? {};
}

export function slotOf(material: Material): Slot | null {
  return (material.userData['vbranch'] as { brand?: Slot } | undefined)?.brand ?? null;
}

/** GLTFLoader drops colons from names; `userData.name` keeps the original. */
export function nameOf(object: Object3D): string {
  const name: unknown = object.userData['name'] ?? object.name;
  return typeof name === 'string' ? name : '';
}

/** The first node of each name. */
export function byName(root: Object3D): Map<string, Object3D> {
  const nodes = new Map<string, Object3D>();
  root.traverse((object) => {
    const name = nameOf(object);
    if (name && !nodes.has(name)) nodes.set(name, object);
  });
  return nodes;
}
