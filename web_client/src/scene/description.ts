// A room's scene as the server describes it (GET /api/v1/scenes/<room>).
import type { Localised } from '../net/api';

export interface FileRef {
  readonly url: string;
  readonly bytes: number;
}

export interface HotspotDescription {
  readonly id: string;
  readonly node: string;
  readonly title: Localised;
  readonly text: Localised;
}

export interface ExhibitDescription {
  readonly id: string;
  readonly node: string;
  readonly title: Localised;
  readonly summary: Localised;
  /** `free`: about every axis; `y`: about the vertical only. */
  readonly turn: 'free' | 'y';
  readonly hotspots: readonly HotspotDescription[];
}

export interface SceneDescription {
  readonly slug: string;
  readonly title: Localised;
  readonly model: FileRef;
  /** Null when the model itself has the walkable floor. */
  readonly nav: FileRef | null;
  readonly lightmap: (FileRef & { readonly scale: number }) | null;
  readonly bounds: { readonly min: readonly number[]; readonly max: readonly number[] };
  readonly exhibits: readonly ExhibitDescription[];
}

/** True when what was loaded for one also shows the other: the same files and nodes; words may differ. */
export function sameScene(one: SceneDescription, other: SceneDescription): boolean {
  return essence(one) === essence(other);
}

function essence({ model, nav, lightmap, bounds, exhibits }: SceneDescription): string {
  const nodes = exhibits.map(({ id, node, hotspots }) => [id, node, hotspots.map((spot) => [spot.id, spot.node])]);
  return JSON.stringify([model, nav, lightmap, bounds, nodes]);
}
