// Mouse and touch in the room: looking, turning what is in hand, and what is under the pointer, named and used.
import { type Ray, Vector3 } from 'three';
import type { Figure } from './avatars/figure';
import { type Kind, type Pickable, type Picked, Picker } from './interaction/picking';
import { Pointer } from './interaction/pointer';
import { TargetRing } from './scene/target_ring';
import type { Stage } from './scene/stage';
import type { Self } from './world_self';

const LOOK_RAD_PX = 0.0042;
const TURN_RAD_PX = 0.009;
const HOVER_EVERY_MS = 60;

/** What one points at: an exhibit, a seat, the room that a doorway leads to, or a person's slot. */
export interface Pointed {
  readonly kind: Exclude<Kind, 'floor'>;
  readonly id: string;
}

export interface PointingEvents {
  /** Something comes under the pointer, or nothing any more. */
  hovered(pointed: Pointed | null): void;
  used(pointed: Pointed): void;
  /** Where the pointer is, pixels of the window. */
  pointerAt(x: number, y: number): void;
  /** The mouse looks freely, and points ahead; or no longer. */
  aiming(on: boolean): void;
}

export class Pointing {
  readonly ring = new TargetRing();
  hover: Pointed | null = null;
  private readonly pointer: Pointer;
  private picker: Picker | null = null;
  private lookedAt = 0;

  constructor(
    private readonly stage: Stage,
    private readonly self: Self,
    private readonly figures: readonly Figure[],
    private readonly holding: () => boolean,
    private readonly events: PointingEvents,
  ) {
    this.pointer = new Pointer(stage.canvas, {
      drag: (dx, dy, secondary) => this.drag(dx, dy, secondary),
      look: (dx, dy) => this.look(-dx, -dy),
      click: (x, y) => this.click(x, y),
      moved: (x, y) => this.events.pointerAt(x, y),
      captured: (on) => this.captured(on),
    });
  }

  in(room: Pickable): void {
    this.picker = new Picker(room, this.figures);
    this.hovers(null);
  }

  /** What a headset's ray meets, or a stretch of an arc ends at; the answer is used again. */
  readonly along = (ray: Ray): Picked | null => this.picker?.along(ray) ?? null;
  readonly end = (ray: Ray, length: number): Picked | null => this.picker?.end(ray, length) ?? null;

  /** What comes under a headset's ray. */
  readonly names = (picked: Picked | null): void => {
    if (!picked?.kind || picked.kind === 'floor') this.hovers(null);
    else this.hovers({ kind: picked.kind, id: picked.id });
  };

  readonly use = (pointed: Pointed): void => this.events.used({ kind: pointed.kind, id: pointed.id });

  /** The mouse looks freely from now on, until Escape. */
  capture(): Promise<void> {
    return this.pointer.capture();
  }

  /** After each move of the view. */
  step(now: number, seconds: number, still: boolean): void {
    this.ring.step(this.self.walker.stroll.target, seconds, still);
    if (this.self.worn || now - this.lookedAt < HOVER_EVERY_MS) return;
    this.lookedAt = now;
    const { pointer, picker } = this;
    if (!pointer.over || !picker) return this.hovers(null);
    const { kind, id } = picker.pick(pointer.at.x, pointer.at.y, this.stage.camera);
    if (kind === null || kind === 'floor') this.hovers(null);
    else if (this.hover?.kind !== kind || this.hover.id !== id) this.hovers({ kind, id });
  }

  private hovers(pointed: Pointed | null): void {
    if (this.hover === pointed) return;
    this.hover = pointed;
    this.stage.canvas.classList.toggle('usable', pointed !== null);
    this.events.hovered(pointed);
  }

  private drag(dx: number, dy: number, secondary: boolean): void {
    if (this.holding() && !secondary) this.self.turnHeld(dx * TURN_RAD_PX, dy * TURN_RAD_PX);
    else if (this.self.closer.exhibit !== null) this.self.closer.orbit(-dx * LOOK_RAD_PX);
    else this.look(dx, dy); // the room is what one drags
  }

  private look(dx: number, dy: number): void {
    this.self.walker.look(dx * LOOK_RAD_PX, dy * LOOK_RAD_PX);
  }

  private click(x: number, y: number): void {
    if (!this.picker || this.self.worn) return;
    const { kind, id, point } = this.picker.pick(x, y, this.stage.camera);
    if (kind === 'floor') this.self.go({ at: new Vector3().copy(point) }, null, true);
    else if (kind) this.events.used({ kind, id });
  }

  private captured(on: boolean): void {
    if (on) this.self.walker.stroll.end(); // of the two clicks that freed the look, the first meant a way
    this.events.aiming(on);
  }
}
