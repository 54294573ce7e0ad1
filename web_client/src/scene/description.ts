// A room's scene as the server describes it (GET /api/v1/scenes/<room>).
import type { Localised } from '../net/api';
import type { Variant } from './variant';

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

/** A clip with what it says: WebVTT by language. */
export type MediaRef = FileRef & {
  readonly seconds: number;
  /** The material of the model that shows it; null: the page shows it beside the exhibit. */
  readonly material: string | null;
  readonly captions: Readonly<Record<string, string>>;
};

export interface SeatDescription {
  readonly seat: string;
  readonly position: readonly number[];
  readonly yaw: number;
}

export interface ExhibitDescription {
  readonly id: string;
  readonly node: string;
  readonly title: Localised;
  readonly summary: Localised;
  /** `free`: about every axis; `y`: about the vertical only. */
  readonly turn: 'free' | 'y';
  readonly hotspots: readonly HotspotDescription[];
  /** Where it stands in the room. */
  readonly position: readonly number[];
  readonly media: MediaRef | null;
}

export type LightmapRef = FileRef & { readonly scale: number };

/** What one sees of a room: the model, and its baked light. */
export interface PictureRef {
  readonly model: FileRef;
  readonly lightmap: LightmapRef | null;
  /** Some of its pictures are KTX2, so that a transcoder is needed. */
  readonly packed: boolean;
}

export type SoundRef = FileRef & { readonly gain: number };

export interface SceneDescription extends PictureRef {
  readonly slug: string;
  readonly title: Localised;
  /** Null when the model itself has the walkable floor. */
  readonly nav: FileRef | null;
  /** For phones and standalone headsets; null when everybody takes the same. */
  readonly light: PictureRef | null;
  /** The ambience, a loop. */
  readonly sound: SoundRef | null;
  readonly bounds: { readonly min: readonly number[]; readonly max: readonly number[] };
  readonly seats: readonly SeatDescription[];
  readonly exhibits: readonly ExhibitDescription[];
}

/** The picture that `variant` takes. */
export function pictureOf(scene: SceneDescription, variant: Variant): PictureRef {
  const { model, lightmap, packed } = (variant === 'light' && scene.light) || scene;
  return { model, lightmap, packed };
}

/** All that has to come before the room can be seen, the model first. */
export function filesOf(scene: SceneDescription, variant: Variant): FileRef[] {
  const { model, lightmap } = pictureOf(scene, variant);
  return [model, scene.nav, lightmap].filter((file) => file !== null);
}

/** True when what was loaded for one also shows the other: the same files and nodes; words may differ. */
export function sameScene(one: SceneDescription, other: SceneDescription): boolean {
  return essence(one) === essence(other);
}

function essence({ model, nav, lightmap, light, sound, bounds, exhibits }: SceneDescription): string {
  const nodes = exhibits.map(({ id, node, hotspots }) => [id, node, hotspots.map((spot) => [spot.id, spot.node])]);
  return JSON.stringify([model, nav, lightmap, light, sound, bounds, nodes]);
}
