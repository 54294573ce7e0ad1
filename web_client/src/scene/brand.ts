// Fills a scene's brand slots with the branch's colours.
import { type Material, Mesh, MeshStandardMaterial, type Object3D } from 'three';
import { type Dressing } from './dressing';
import { slotOf } from './marks';

/** Colours every material that names a slot; without a brand the scene's own colours stay. */
export function applyBrand(root: Object3D, { brand }: Dressing): void {
  if (!brand) return;
  root.traverse((object) => {
    if (!(object instanceof Mesh) || !(object.material instanceof MeshStandardMaterial)) return;
    const slot = slotOf(object.material);
    if (slot === 'primary' || slot === 'secondary') object.material.color.set(brand[slot]);
  });
}

/** The colour that each slot's materials have now, for those who look. */
export function brandShown(root: Object3D): Record<string, readonly string[]> {
  const shown: Record<string, Set<string>> = {};
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const slot = slotOf(object.material as Material);
    const { color } = object.material as { color?: { getHexString(): string } };
    if (slot && color) (shown[slot] ??= new Set()).add(`#${color.getHexString()}`);
  });
  return Object.fromEntries(Object.entries(shown).map(([slot, colors]) => [slot, [...colors]]));
}
