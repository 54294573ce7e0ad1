// Pointing and touching while a headset is worn: first at what lies before the room, then at the room itself. One hand
// points at the room at a time, the one that was used last; either can use a panel.
import { type Ray, Vector3 } from 'three';
import type { Picked } from '../interaction/picking';
import type { Pointed } from '../world_pointing';
import { Beam } from './beam';
import { canRestOn, Dwell } from './dwell';
import type { Pointable } from './pointable';
import type { Source } from './sources';

const TOUCH_M = 0.1; // so near a tip is about to touch
const LET_GO_M = 0.015;
const THROUGH_M = 0.12; // a hand so far behind a surface is not at it
const LOOK_EVERY_S = 0.05;
const NOTHING_M = 1.4; // how long a ray is that meets nothing
/** For what is in the room; panels have their own. */
const TICK = { strength: 0.2, ms: 10 };
const CLICK = { strength: 0.5, ms: 16 };

/** The room behind all that, as it is for a mouse. */
export interface Behind {
  along(ray: Ray): Picked | null;
  /** Comes under a ray, to be named; null: nothing does any more. */
  hovers(picked: Picked | null): void;
  use(pointed: Pointed): void;
  /** The floor is pressed, and let go of: one aims where to go, and goes. */
  floor(source: Source): void;
}

/** How one likes to point. */
export interface Manner {
  readonly hand: 'left' | 'right';
}

export class Pointing {
  readonly beams: readonly Beam[];
  /** The hand that points at the room. */
  active: XRHandedness;
  private wished: Manner['hand'];
  private readonly dwell = new Dwell();
  private readonly at = new Vector3();
  private readonly best = new Vector3();
  private sinceLook = 0;
  private hoverKind = '';
  private hoverId = '';
  private met: Pointable | null = null;

  constructor(
    sources: readonly Source[],
    private readonly behind: Behind,
    private readonly manner: Manner,
    private readonly pointables: () => readonly Pointable[],
    /** This hand holds something, or aims where to go: its ray is off. */
    private readonly busy: (source: Source) => boolean,
  ) {
    this.beams = sources.map((source) => new Beam(source));
    this.active = this.wished = manner.hand;
  }

  /** Once a frame. */
  step(seconds: number): void {
    this.choose();
    this.sinceLook += seconds;
    const gazes = this.gazes;
    let named = false;
    for (const beam of this.beams) {
      beam.shown = beam.pressed = false;
      beam.progress = 0;
      if (!this.touch(beam)) this.point(beam, gazes, seconds);
      named ||= beam.shown && beam.over === null && beam.source === this.looker;
    }
    if (this.sinceLook >= LOOK_EVERY_S) this.sinceLook = 0;
    if (!named) this.hover(null, null);
  }

  /** One has been put elsewhere. */
  elsewhere(): void {
    this.dwell.elsewhere();
  }

  /** Where the ray ends that is on something of the room; null while none is. */
  get named(): Vector3 | null {
    if (this.hoverKind === '') return null;
    for (const beam of this.beams) if (beam.shown && beam.over === null && beam.source === this.looker) return beam.to;
    return null;
  }

  /** The headset is off. */
  rest(): void {
    for (const beam of this.beams) this.leave(beam);
    this.hover(null, null);
  }

  private get gazes(): boolean {
    for (const { source } of this.beams) if (source.kind === 'gaze' && source.tracked && source.object === null) return true;
    return false;
  }

  /** Whose ray goes on into the room. */
  private get looker(): Source | null {
    const gazes = this.gazes;
    let other: Source | null = null;
    for (const { source } of this.beams) {
      if (!source.aims || this.busy(source)) continue;
      if (gazes ? source.object === null : source.side === this.active) return source;
      if (!gazes) other ??= source;
    }
    return other;
  }

  private choose(): void {
    if (this.wished !== this.manner.hand) this.active = this.wished = this.manner.hand;
    for (const { source } of this.beams) if (source.select.began && source.side !== 'none') this.active = source.side;
  }

  // ---- by a finger's tip

  private touch(beam: Beam): boolean {
    const { source } = beam;
    if (beam.held && !beam.touches) return false;
    if (Number.isNaN(source.tip.x) || this.busy(source)) return beam.touches && this.leave(beam);
    const near = beam.held ?? this.nearTip(source.tip);
    if (!near) return beam.touches && this.leave(beam);
    const before = near.before!(source.tip);
    const fromFront = beam.touches && beam.over === near && beam.before > 0;
    this.turnTo(beam, near);
    beam.touches = true;
    beam.before = before;
    if (beam.held) this.goOnTouching(beam, near, before);
    else {
      near.over(source, source.tip);
      if (fromFront && before <= 0) this.press(beam, near, source.tip);
    }
    return true;
  }

  /** What the tip is at. */
  private nearTip(tip: Vector3): Pointable | null {
    let found: Pointable | null = null;
    let least = TOUCH_M;
    for (const one of this.pointables()) {
      const before = one.before?.(tip) ?? Infinity;
      if (before > least || before < -THROUGH_M) continue;
      least = before;
      found = one;
    }
    return found;
  }

  private goOnTouching(beam: Beam, held: Pointable, before: number): void {
    const { source } = beam;
    beam.pressed = true;
    if (before < LET_GO_M && before > -THROUGH_M) return held.drag(source, source.tip);
    held.release(source, source.tip, before < TOUCH_M);
    beam.held = null;
  }

  // ---- by a ray

  private point(beam: Beam, gazes: boolean, seconds: number): void {
    const { source } = beam;
    const off = !source.aims || this.busy(source) || (gazes && source.object !== null);
    if (off) return void this.leave(beam);
    const reach = this.nearest(source.ray, beam.held);
    if (beam.held) return this.goOnPressing(beam, beam.held, reach);
    const met = this.met;
    if (met) return this.pointAt(beam, met, seconds);
    this.turnTo(beam, null);
    if (source === this.looker) this.pointAtRoom(beam, seconds);
  }

  /** Metres to the nearest along the ray, which is `met` then and `best` its place; only `held`, if one is. */
  private nearest(ray: Ray, held: Pointable | null): number {
    this.met = null;
    let least = Infinity;
    for (const one of this.pointables()) {
      if (held && one !== held) continue;
      const reach = one.reach(ray, this.at);
      if (!(reach < least)) continue;
      least = reach;
      this.met = one;
      this.best.copy(this.at);
    }
    return least;
  }

  private pointAt(beam: Beam, met: Pointable, seconds: number): void {
    const { source } = beam;
    this.turnTo(beam, met);
    this.endsAt(beam, this.best);
    met.over(source, this.best);
    if (source.select.began) this.press(beam, met, this.best);
    if (beam.held && source.select.ended) this.letGo(beam, met, true);
    else if (this.rests(beam, met.usable?.(this.best) ?? true, seconds)) {
      met.press(source, this.best);
      met.release(source, this.best, true);
    }
  }

  private goOnPressing(beam: Beam, held: Pointable, reach: number): void {
    const inside = reach < Infinity;
    if (inside) this.endsAt(beam, this.best);
    else this.endsAt(beam, beam.source.ray.at(NOTHING_M, this.best), false);
    beam.pressed = beam.source.select.down;
    if (!beam.pressed) this.letGo(beam, held, inside);
    else if (inside) held.drag(beam.source, this.best);
  }

  private press(beam: Beam, on: Pointable, at: Vector3): void {
    beam.held = on;
    beam.pressed = true;
    on.press(beam.source, at);
  }

  private letGo(beam: Beam, held: Pointable, inside: boolean): void {
    beam.held = null;
    held.release(beam.source, this.best, inside);
  }

  // ---- at the room

  private pointAtRoom(beam: Beam, seconds: number): void {
    const { source } = beam;
    const { began, ended, down } = source.select;
    const picked = this.sinceLook >= LOOK_EVERY_S || began || ended ? this.look(beam) : null;
    const met = beam.room < Infinity;
    this.endsAt(beam, source.ray.at(met ? beam.room : NOTHING_M, this.best), met);
    beam.pressed = down;
    if (began) this.pressRoom(beam, picked);
    if (ended) this.releaseRoom(beam, picked);
    if (this.rests(beam, beam.usable, seconds)) this.useRested(beam);
  }

  private look(beam: Beam): Picked | null {
    const picked = this.behind.along(beam.source.ray);
    beam.room = picked?.distance ?? Infinity;
    beam.usable = picked !== null && canRestOn(picked, beam.source.ray);
    this.hover(picked?.kind && picked.kind !== 'floor' ? picked : null, beam.source);
    return picked;
  }

  private hover(picked: Picked | null, source: Source | null): void {
    const kind = picked?.kind ?? '';
    const id = picked?.id ?? '';
    if (kind === this.hoverKind && id === this.hoverId) return;
    this.hoverKind = kind;
    this.hoverId = id;
    this.behind.hovers(picked);
    if (picked) source?.pulse(TICK.strength, TICK.ms);
  }

  private pressRoom(beam: Beam, picked: Picked | null): void {
    beam.pressedKind = picked?.kind ?? '';
    beam.pressedId = picked?.id ?? '';
    if (!picked?.kind) return;
    beam.source.pulse(CLICK.strength, CLICK.ms);
    if (picked.kind === 'floor') this.behind.floor(beam.source);
  }

  /** What is let go of where it was pressed is meant. */
  private releaseRoom(beam: Beam, picked: Picked | null): void {
    const { pressedKind, pressedId } = beam;
    beam.pressedKind = '';
    if (!picked?.kind || picked.kind === 'floor' || picked.kind !== pressedKind || picked.id !== pressedId) return;
    this.behind.use({ kind: picked.kind, id: picked.id });
  }

  private useRested(beam: Beam): void {
    const picked = this.behind.along(beam.source.ray);
    if (picked?.kind === 'floor') this.behind.floor(beam.source);
    else if (picked?.kind) this.behind.use({ kind: picked.kind, id: picked.id });
  }

  // ---- what all of it needs

  /** A gaze has rested here long enough to mean it. */
  private rests(beam: Beam, usable: boolean, seconds: number): boolean {
    if (beam.source.kind !== 'gaze' || beam.source.object !== null) return false;
    const meant = this.dwell.step(beam.source, usable, seconds);
    beam.progress = this.dwell.progress;
    return meant;
  }

  private endsAt(beam: Beam, at: Vector3, met = true): void {
    beam.shown = true;
    beam.met = met;
    beam.to.copy(at);
  }

  private turnTo(beam: Beam, one: Pointable | null): void {
    if (beam.over === one) return;
    beam.over?.out(beam.source);
    beam.over = one;
    if (one === null) beam.touches = false;
  }

  /** It points at nothing any more; what it pressed is not meant. Always false. */
  private leave(beam: Beam): false {
    if (beam.held) beam.held.release(beam.source, this.best.copy(beam.to), false);
    beam.held = null;
    beam.touches = false;
    this.turnTo(beam, null);
    return false;
  }
}
