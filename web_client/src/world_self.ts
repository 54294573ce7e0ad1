// Oneself in the room: where one stands, sits or goes, the eyes, and what the others are told of it.
import { Vector3 } from 'three';
import type { Figure } from './avatars/figure';
import type { Comfort } from './interaction/comfort';
import { bearingTo, canStand, goingBeside } from './interaction/beside';
import { APART_M, crowd } from './interaction/crowding';
import { Floor } from './interaction/floor';
import { type Aim, going, type Going, type Surroundings } from './interaction/going';
import type { Grasp } from './interaction/grasp';
import type { Keys } from './interaction/keys';
import { Routes } from './interaction/routes';
import { Walker } from './interaction/walker';
import { Pose } from './protocol/poses';
import { Field } from './replica/fields';
import type { SceneDescription } from './scene/description';
import { Closer } from './scene/closer';
import type { Exhibits } from './scene/exhibits';
import type { LoadedScene } from './scene/loader';
import type { Stage } from './scene/stage';
import type { Headset } from './xr/headset';
import type { Place } from './xr/travel/teleport';

const TURN_RAD_S = 1.6;
const LONGEST_STEP_S = 0.5;
const LONGEST_WALK_M = 15;
const NEAR_SEAT_M = 6; // within sight of where one stands
/** Where one looks from to see a hotspot: as one does, then more and more from the side, or from behind; never along it. */
const VIEWS = [0, 0.55, -0.55, 1.1, -1.1, Math.PI, 2.2, -2.2];
const VIEW_M = 1.2;
const VEIL_MS = 140; // as long as the picture takes to fade (pad.css)

export interface SelfEvents {
  headset(worn: boolean): void;
  /** One has got up by walking off. */
  stood(): void;
  /** One has walked off from what one looked at from close by. */
  steppedBack(): void;
}

export class Self {
  readonly walker: Walker;
  /** As soon as one is offered. */
  headset: Headset | null = null;
  readonly closer = new Closer();
  floor: Floor | null = null;
  private around: Surroundings | null = null;
  private readonly pose = new Pose();
  private readonly eye = new Vector3();
  private movedAt = 0;

  constructor(
    private readonly stage: Stage,
    private readonly keys: Keys,
    private readonly grasp: Grasp,
    private readonly figures: readonly Figure[],
    private readonly comfort: Comfort,
    private readonly events: SelfEvents,
  ) {
    this.walker = new Walker(keys, (feet, out) => crowd(figures, feet, out), () => events.stood());
  }

  /** In this room from now on. */
  in({ walkable, portals, seats }: LoadedScene, { bounds }: SceneDescription, exhibits: Exhibits): Floor {
    this.closer.end(this.stage.camera, true);
    this.floor = new Floor(walkable, bounds, bounds.min[1]);
    this.around = { floor: this.floor, routes: new Routes(walkable), exhibits, portals, seats, figures: this.figures };
    return this.floor;
  }

  get worn(): boolean {
    return this.headset?.worn ?? false;
  }

  /** The headset has been put on or taken off. */
  wore(on: boolean): void {
    this.events.headset(on);
  }

  /** Time begins anew: what passed meanwhile was no walk. */
  wake(now: number): void {
    this.movedAt = now;
  }

  /** Stands still, as somebody does who looks away from the page. */
  rest(): void {
    this.walker.pad.right = this.walker.pad.forward = 0;
    this.walker.rest();
  }

  /** Goes to `aim`: on foot, or at once where it is far or nothing is to glide. False where no way leads there. */
  go(aim: Aim, arrived: (() => void) | null, atAnyDistance = false): boolean {
    if (!this.around || !this.floor) return false;
    const { walker } = this;
    if (this.lookBack()) this.events.steppedBack();
    walker.stand(this.floor, this.cuts);
    const found = going(this.around, walker.feet, aim);
    return found !== null && this.take(found, arrived, atAnyDistance);
  }

  private take(found: Going, arrived: (() => void) | null, atAnyDistance: boolean): boolean {
    const { walker } = this;
    const onFoot = !this.cuts && (atAnyDistance || found.length <= LONGEST_WALK_M);
    if (onFoot || found.length === 0) walker.follow(found.way, found.facing, arrived);
    else this.leap(found, arrived);
    return true;
  }

  /** The view goes close to the exhibit, while the body walks to stand beside it; false where that is not possible. */
  lookCloser(id: string): boolean {
    const { around, floor, walker, stage } = this;
    const subject = around?.exhibits.subject(id);
    if (!around || !floor || !subject || this.worn) return false;
    const bearing = bearingTo(floor, subject.centre, walker.feet, around.exhibits.faceOf(id));
    walker.stand(floor, this.comfort.calm);
    const beside = goingBeside(around, walker.feet, subject.centre, bearing);
    this.glide(() => this.closer.begin(id, subject, bearing, stage.camera, this.comfort.calm));
    if (beside) this.take(beside, null, true);
    return true;
  }

  /** The view comes back to one's eyes; true if it was elsewhere. */
  lookBack(): boolean {
    if (this.closer.exhibit === null) return false;
    this.glide(() => this.closer.end(this.stage.camera, this.comfort.calm));
    return true;
  }

  /** What one looked at from close by has been carried off: the view comes back; true then. */
  leftAlone(): boolean {
    const { exhibit } = this.closer;
    return exhibit !== null && (this.around?.exhibits.isAway(exhibit) ?? false) && this.lookBack();
  }

  /** From where one sees this hotspot of what one looks at from close by, the least way round. */
  lookAtSpot(id: string, hotspot: string | null): void {
    const { closer, around, floor } = this;
    if (!around || !floor || closer.exhibit !== id || hotspot === null) return;
    const { centre } = around.exhibits.subject(id)!;
    const from = VIEWS.find(
      (aside) =>
        canStand(floor, centre, closer.front + aside, VIEW_M, this.walker.feet.y) &&
        around.exhibits.shows(id, hotspot, closer.eyeAt(aside, this.stage.camera, this.eye)),
    );
    closer.lookFrom(from ?? 0, this.comfort.calm);
  }

  /** Of the seats nearby that are not `taken`, the nearest. */
  nearestSeat(taken: (seat: string) => boolean): string | null {
    const { feet } = this.walker;
    const free = (this.around?.seats ?? []).filter(({ id, front }) => front.distanceTo(feet) < NEAR_SEAT_M && !taken(id));
    return free.sort((a, b) => a.front.distanceTo(feet) - b.front.distanceTo(feet))[0]?.id ?? null;
  }

  sit(id: string): void {
    const seat = this.around?.seats.find((one) => one.id === id);
    if (seat) this.walker.sit(seat, this.cuts);
  }

  stand(): void {
    if (this.floor) this.walker.stand(this.floor, this.cuts);
  }

  /** There at once, on free floor, looking along `yaw`: so goes who wears a headset. */
  leapTo(to: Vector3, yaw: number): void {
    this.stand();
    this.walker.leap(to, yaw);
  }

  /** How one comes to be on a seat, or before a doorway; null if there is none of this name. */
  placeOf(kind: 'seat' | 'portal', id: string): Place | null {
    if (kind === 'portal') {
      const portal = this.around?.portals.find(({ room }) => room === id);
      return portal ? { at: portal.at, yaw: portal.yaw + Math.PI } : null;
    }
    const seat = this.around?.seats.find((one) => one.id === id);
    return seat ? { at: seat.feet, yaw: seat.yaw } : null;
  }

  /** Nobody else stands there. */
  isFree(at: Vector3): boolean {
    for (const { known, pose } of this.figures)
      if (known && Math.hypot(pose[Field.x] - at.x, pose[Field.z] - at.z) < APART_M) return false;
    return true;
  }

  /** Moves on to `now`, at most by half a second. */
  move(now: number): void {
    const seconds = secondsBetween(this.movedAt, now);
    this.movedAt = Math.max(this.movedAt, now); // a picture's time may lie before the last tick
    if (!this.floor) return;
    const { walker, headset } = this;
    if (headset?.worn) return headset.step(seconds);
    const { calm, turning } = this.comfort;
    walker.turning = turning;
    walker.step(this.floor, seconds, this.grasp.exhibit === null, calm);
    if (this.closer.exhibit !== null && walker.steered && this.lookBack()) this.events.steppedBack();
    this.placeCamera(seconds);
    if (this.grasp.exhibit) this.turnByKeys(seconds);
  }

  /** Milliseconds since one was moved last. */
  since(now: number): number {
    return now - this.movedAt;
  }

  placeCamera(seconds = 0): void {
    const { camera, rig } = this.stage;
    const { feet, glide, eyes, pitch, yaw } = this.walker;
    rig.position.copy(feet).add(glide.offset);
    camera.position.set(0, eyes, 0);
    camera.rotation.set(pitch, yaw + glide.yaw, 0);
    this.closer.apply(camera, rig.position, seconds);
  }

  /** Turns what is in hand, as seen by the onlooker. */
  turnHeld(yaw: number, pitch: number): void {
    const onlooker = this.closer.exhibit === null ? this.walker.yaw : this.closer.yaw;
    this.grasp.turn(yaw, pitch, onlooker, performance.now());
  }

  /** Where one is now, as the room is to hear it. The answer is used again by the next call. */
  told(slot: number): Pose {
    const { pose, walker } = this;
    pose.slot = slot;
    pose.jump = walker.jump;
    pose.seated = walker.seat !== null;
    pose.headset = this.headset?.tracked ?? false;
    if (pose.headset) this.headset!.fill(pose);
    else {
      pose.x = walker.feet.x;
      pose.y = walker.feet.y;
      pose.z = walker.feet.z;
      pose.yaw = walker.yaw;
      pose.pitch = walker.pitch;
    }
    return pose;
  }

  /** Is there at once; on a screen the picture fades out and in, so that it is no jolt. */
  private leap({ way, facing }: Going, arrived: (() => void) | null): void {
    const to = way[way.length - 1];
    const { walker } = this;
    const there = (): void => {
      walker.leap(to, facing ?? walker.yaw);
      arrived?.();
    };
    if (this.worn) there();
    else this.veiled(there);
  }

  /** Nothing glides: as one wishes, and always in a headset. */
  private get cuts(): boolean {
    return this.comfort.calm || this.worn;
  }

  /** A change of the view: a glide, or behind a veil where nothing is to glide. */
  private glide(change: () => void): void {
    change();
    if (!this.comfort.calm) return;
    this.stage.canvas.classList.add('veiled');
    setTimeout(() => this.stage.canvas.classList.remove('veiled'), VEIL_MS);
  }

  /** Does it while the picture has faded out. */
  private veiled(change: () => void): void {
    const { classList } = this.stage.canvas;
    classList.add('veiled');
    setTimeout(() => {
      change();
      classList.remove('veiled');
    }, VEIL_MS);
  }

  private turnByKeys(seconds: number): void {
    const yaw = this.keys.axis(['ArrowRight'], ['ArrowLeft']);
    const pitch = this.keys.axis(['ArrowDown'], ['ArrowUp']);
    if (yaw !== 0 || pitch !== 0) this.turnHeld(yaw * TURN_RAD_S * seconds, pitch * TURN_RAD_S * seconds);
  }
}

/** At most half a second: after a longer pause one goes on where one was. */
export function secondsBetween(before: number, now: number): number {
  return Math.min(LONGEST_STEP_S, Math.max(0, (now - before) / 1000));
}
