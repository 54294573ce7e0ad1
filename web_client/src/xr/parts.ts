// What a headset is put together from, and the world around it.
import type { Matrix4, Quaternion, Vector3 } from 'three';
import type { Figure } from '../avatars/figure';
import type { Comfort } from '../interaction/comfort';
import type { Walker } from '../interaction/walker';
import type { Pose } from '../protocol/poses';
import type { Pointable } from './pointable';
import type { PanelAbout } from './panels/panels';
import type { Behind } from './pointing';
import type { Source } from './sources';
import type { Ground } from './travel/teleport';

/** What there is in a headset besides seeing, pointing and getting about. */
export interface Parts {
  readonly panels?: {
    readonly pointables: readonly Pointable[];
    readonly about: readonly PanelAbout[];
    /** When all has moved; `head` in the room. */
    step(seconds: number, head: Matrix4, sources: readonly Source[]): void;
    /** The stick of this hand rolls a list. */
    scrolls(source: Source): boolean;
  };
  /** Marks in the room that can be pressed, nearer than what they are on. */
  readonly spots?: { readonly pointables: readonly Pointable[]; step(eye: Vector3): void; rest(): void };
  /** Names what is pointed at in the room, at this place of it; null: nothing. */
  readonly tag?: { step(at: Vector3 | null, eye: Vector3, rotation: Quaternion): void };
  /** What is in the hands; a hand that is busy neither points nor walks. */
  readonly holding?: {
    step(sources: readonly Source[], seconds: number): void;
    /** The headset's space has moved since the step, and the hands with it. */
    follow(): void;
    busy(source: Source): boolean;
    rest(): void;
    readonly sides: readonly XRHandedness[];
  };
  /** One's own body; `floor`: its height, `facing`: how the headset's space is turned. */
  readonly body?: {
    step(pose: Pose, floor: number, facing: number, sources: readonly Source[], seconds: number): void;
    rest(): void;
  };
  readonly safePlace?: { show(on: boolean): void; step(seconds: number): void };
}

/** The world, as far as one goes about and points in it. */
export interface Around {
  readonly walker: Walker;
  readonly ground: Ground;
  readonly behind: Pick<Behind, 'hovers' | 'use'>;
  readonly figures: readonly Figure[];
  readonly comfort: Comfort;
  /** The headset has been put on, or taken off. */
  worn(on: boolean): void;
  /** The menu's button has been pressed. */
  menu(): void;
  /** The button with which one talks is held down from now on, or no longer. */
  talk(on: boolean): void;
}
