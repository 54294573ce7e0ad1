// What the probe tells of a headset: where it is, what points where, and what is shown to its wearer. No name and no words.
import type { Drawing } from './scene/stage';
import type { World } from './world';
import type { Headset } from './xr/headset';
import type { PanelAbout } from './xr/panels/panels';

type Place = readonly [number, number, number];
type Turn = readonly [number, number, number, number];

export interface ProbeSource {
  readonly side: string;
  readonly kind: string;
  readonly aims: boolean;
  /** Its ray, and where that ends; what of the room or of a panel it meets. */
  readonly origin: Place;
  readonly direction: Place;
  /** What touches; null where there is none. */
  readonly tip: Place | null;
  readonly end: Place | null;
  readonly onPanel: boolean;
  readonly pressed: boolean;
  /** How long a gaze has rested, 0 to 1. */
  readonly progress: number;
  /** The hand's frame as it is told (P-10), in the room; null while it is not known. */
  readonly palm: { readonly position: Place; readonly rotation: Turn } | null;
}

export interface ProbeHeadset {
  readonly worn: boolean;
  /** In the room. */
  readonly head: { readonly position: Place; readonly rotation: Turn; readonly yaw: number };
  /** The headset's own space in the room. */
  readonly space: { readonly position: Place; readonly yaw: number };
  readonly sources: readonly ProbeSource[];
  /** The hand that points at the room. */
  readonly active: string;
  readonly teleport: { readonly aiming: boolean; readonly target: Place | null; readonly yaw: number };
  /** How much the edge of the view is dimmed. */
  readonly vignette: number;
  readonly panels: readonly PanelAbout[];
  /** Hands that hold something. */
  readonly holding: readonly string[];
  readonly models: readonly string[];
  /** Where one's own wrists are drawn, left and right; null while they are not. */
  readonly wrists: readonly [Place | null, Place | null];
  /** How far one's own fingers are bent: of the left, then of the right hand, from the thumb on. */
  readonly fingers: readonly number[];
  /** One is in the safe place, and nothing else is to be seen. */
  readonly safePlace: boolean;
  /** What the script of a frame took, without drawing: the middle of the last frames, ms. */
  readonly script: { readonly medianMs: number; readonly frames: number };
  readonly drawing: Drawing;
}

function sourcesOf({ pointing }: Headset): ProbeSource[] {
  return pointing.beams
    .filter(({ source }) => source.tracked)
    .map(({ source, shown, to, over, pressed, progress }) => ({
      side: source.side,
      kind: source.kind,
      aims: source.aims,
      origin: source.ray.origin.toArray(),
      direction: source.ray.direction.toArray(),
      tip: Number.isNaN(source.tip.x) ? null : source.tip.toArray(),
      end: shown ? to.toArray() : null,
      onPanel: over !== null,
      pressed,
      progress,
      palm: source.palm.visible ? palmOf(source.palm.matrixWorld.elements, source.palm.getWorldQuaternion(source.palm.quaternion.clone()).toArray()) : null,
    }));
}

function palmOf(matrix: readonly number[], rotation: Turn): ProbeSource['palm'] {
  return { position: [matrix[12], matrix[13], matrix[14]], rotation };
}

export function headsetOf(world: World | null): ProbeHeadset | null {
  const headset = world?.headset;
  if (!world || !headset) return null;
  const { head, pointing, travel: { teleport, vignette }, parts } = headset;
  const { position, rotation } = world.stage.rig;
  return {
    worn: headset.tracked,
    head: { position: head.position.toArray(), rotation: head.rotation.toArray(), yaw: head.yaw },
    space: { position: position.toArray(), yaw: rotation.y },
    sources: sourcesOf(headset),
    active: pointing.active,
    teleport: { aiming: teleport.source !== null, target: teleport.can ? teleport.to.at.toArray() : null, yaw: teleport.to.yaw },
    vignette: vignette.mesh.visible ? vignette.share : 0,
    panels: parts.panels?.about ?? [],
    holding: parts.holding?.sides ?? [],
    models: headset.models.shown,
    wrists: world.others.body.wrists,
    fingers: Array.from(world.others.body.bent),
    safePlace: world.safePlace.shown,
    script: world.times.script,
    drawing: world.stage.drawing,
  };
}
