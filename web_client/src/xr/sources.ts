// What is in the hands of who wears a headset, once a frame: controllers, bare hands, or the gaze alone.
import { Group, Matrix4, type Object3D, Ray, Vector3, type WebXRManager, type XRHandSpace, type XRTargetRaySpace } from 'three';
import { Button } from './button';
import { closedShare } from './fist';
import { follow, type Tracked } from './hand_frame';
import type { Head } from './head';
import { Steady } from './steady';

/** A button in this frame; `began` and `ended` hold for one frame each. `value`: how far it is pressed, 0 to 1. */
export interface Press {
  readonly down: boolean;
  readonly began: boolean;
  readonly ended: boolean;
  readonly value: number;
}

export interface Source {
  readonly side: XRHandedness;
  readonly kind: 'controller' | 'hand' | 'gaze';
  /** In this frame: its place is known. */
  readonly tracked: boolean;
  /** In this frame: its ray is known. */
  readonly aims: boolean;
  /** In the room. */
  readonly ray: Ray;
  /** The hand's frame as it is told (PROTOCOL.md P-10), its world matrix up to date; not `visible` where there is none. */
  readonly palm: Object3D;
  /** What touches, in the room: the index finger's tip, a controller's front; NaN where there is none. */
  readonly tip: Vector3;
  readonly select: Press;
  readonly squeeze: Press;
  /** The upper one of two buttons under the thumb (B, Y). */
  readonly menu: Press;
  /** The lower one (A, X): while it is down one aims where to go. */
  readonly leap: Press;
  /** The thumbstick pressed down: one talks as long as it is. */
  readonly talk: Press;
  /** The thumbstick, -1 to 1: right, and towards oneself. */
  readonly stickX: number;
  readonly stickY: number;
  readonly object: XRInputSource | null;
  /** Nothing where there is no motor. */
  pulse(strength: number, ms: number): void;
}

// Where the xr-standard mapping has them.
const TALK = 3;
const LEAP = 4;
const MENU = 5;
const STICK_X = 2;
const STICK_Y = 3;
const GRIPS_AT = 0.6;
const LETS_GO_AT = 0.3;
const TIP_AHEAD_M = 0.01;
const HAND_REST_HZ = 1.6;
const GAZE_REST_HZ = 2;
const PER_SPEED = 6;
const nothing = (): undefined => undefined;

/** The smoothed ray of something that trembles, in the space of the headset. */
class SteadyRay {
  private readonly numbers = new Float64Array(6);
  private readonly steady: Steady;

  constructor(restHz: number) {
    this.steady = new Steady(6, restHz, PER_SPEED);
  }

  forget(): void {
    this.steady.forget();
  }

  step({ origin, direction }: Ray, seconds: number, calm: number): void {
    const { numbers } = this;
    origin.toArray(numbers as unknown as number[], 0);
    direction.toArray(numbers as unknown as number[], 3);
    this.steady.step(numbers, seconds, calm);
    origin.fromArray(numbers as unknown as number[], 0);
    direction.fromArray(numbers as unknown as number[], 3).normalize();
  }
}

/** What three keeps for one input source, whichever hand it is in. */
export class Hand implements Source, Tracked {
  side: XRHandedness = 'none';
  kind: 'controller' | 'hand' | 'gaze' = 'controller';
  tracked = false;
  aims = false;
  readonly ray = new Ray();
  readonly palm = new Group();
  readonly tip = new Vector3(NaN, NaN, NaN);
  readonly select = new Button();
  readonly squeeze = new Button();
  readonly menu = new Button();
  readonly leap = new Button();
  readonly talk = new Button();
  stickX = 0;
  stickY = 0;
  input: XRInputSource | null = null;
  readonly grip: Group;
  readonly hand: XRHandSpace;
  private readonly pointer: XRTargetRaySpace;
  private readonly local = new Ray();
  private readonly steady = new SteadyRay(HAND_REST_HZ);
  private fleeting = false;

  constructor(xr: WebXRManager, index: number, private readonly rig: Group) {
    this.pointer = xr.getController(index);
    this.grip = xr.getControllerGrip(index);
    this.hand = xr.getHand(index);
    this.palm.visible = false;
    rig.add(this.pointer, this.grip, this.hand, this.palm);
    const { pointer, select, squeeze } = this;
    pointer.addEventListener('connected', ({ data }) => this.connect(data));
    pointer.addEventListener('disconnected', () => this.connect(null));
    pointer.addEventListener('selectstart', () => select.press());
    pointer.addEventListener('selectend', () => select.release());
    pointer.addEventListener('squeezestart', () => squeeze.press());
    pointer.addEventListener('squeezeend', () => squeeze.release());
  }

  get object(): XRInputSource | null {
    return this.input;
  }

  /** As it is in this frame, in the space of the headset. */
  read(seconds: number): void {
    const { input, palm, pointer } = this;
    const aimed = this.aims;
    palm.visible = follow(palm, this);
    this.aims = input !== null && pointer.visible;
    this.tracked = palm.visible || this.aims;
    this.readButtons(input?.gamepad);
    // What comes with a pinch is gone as the pinch is: one last frame is for what that means.
    if (this.fleeting && input === null && aimed && this.select.ended) return void (this.aims = this.tracked = true);
    if (!this.aims) return this.steady.forget();
    this.local.origin.setFromMatrixPosition(pointer.matrix);
    this.local.direction.set(0, 0, -1).transformDirection(pointer.matrix);
    if (this.kind === 'hand') this.steady.step(this.local, seconds, this.select.value);
  }

  /** The same in the room, as the rig stands now. */
  place(): void {
    this.palm.updateMatrixWorld();
    this.ray.copy(this.local).applyMatrix4(this.rig.matrixWorld);
    this.placeTip();
  }

  pulse(strength: number, ms: number): void {
    this.input?.gamepad?.hapticActuators?.[0]?.pulse?.(strength, ms)?.catch(nothing); // a motor may be gone
  }

  private connect(input: XRInputSource | null): void {
    this.input = input;
    this.side = input?.handedness ?? 'none';
    this.kind = input?.hand ? 'hand' : input === null || input.targetRayMode === 'tracked-pointer' ? 'controller' : 'gaze';
    this.steady.forget();
    if (input) this.fleeting = input.targetRayMode === 'transient-pointer';
    if (input) return;
    for (const button of [this.select, this.squeeze, this.menu, this.leap, this.talk]) button.release();
  }

  private readButtons(pad: Gamepad | undefined): void {
    const controller = this.kind === 'controller';
    const { squeeze } = this;
    const closed = this.kind === 'hand' && this.tracked ? closedShare(this.hand) : null;
    if (closed !== null) squeeze.set(closed > (squeeze.down ? LETS_GO_AT : GRIPS_AT));
    this.select.step(pad?.buttons[0]?.value ?? null);
    squeeze.step(closed ?? (controller ? (pad?.buttons[1]?.value ?? null) : null));
    if (controller) {
      this.menu.set(pad?.buttons[MENU]?.pressed ?? false);
      this.leap.set(pad?.buttons[LEAP]?.pressed ?? false);
      this.talk.set(pad?.buttons[TALK]?.pressed ?? false);
    }
    this.menu.step(null);
    this.leap.step(null);
    this.talk.step(null);
    this.stickX = (controller && pad?.axes[STICK_X]) || 0;
    this.stickY = (controller && pad?.axes[STICK_Y]) || 0;
  }

  private placeTip(): void {
    const finger = this.kind === 'hand' ? this.hand.joints['index-finger-tip'] : undefined;
    if (finger?.visible && this.palm.visible) this.tip.setFromMatrixPosition(finger.matrixWorld);
    else if (this.kind === 'controller' && this.aims) this.ray.at(TIP_AHEAD_M, this.tip);
    else this.tip.set(NaN, NaN, NaN);
  }
}

/** Where the head looks; any button of any hand is its button. */
class Gaze implements Source {
  readonly side = 'none';
  readonly kind = 'gaze';
  tracked = false;
  readonly ray = new Ray();
  readonly palm = new Group();
  readonly tip = new Vector3(NaN, NaN, NaN);
  readonly select = new Button();
  readonly squeeze = new Button();
  readonly menu = new Button();
  readonly leap = new Button();
  readonly talk = new Button();
  readonly stickX = 0;
  readonly stickY = 0;
  readonly object = null;
  private readonly local = new Ray();
  private readonly back = new Matrix4();
  private readonly steady = new SteadyRay(GAZE_REST_HZ);

  constructor(
    private readonly rig: Group,
    private readonly hands: readonly Hand[],
  ) {
    this.palm.visible = false;
  }

  get aims(): boolean {
    return this.tracked;
  }

  read(head: Head, wanted: boolean, seconds: number): void {
    this.tracked = wanted && head.known;
    let down = false;
    for (const { select } of this.hands) down ||= select.down || (select.began && select.ended);
    this.select.set(this.tracked && down);
    this.select.step(null);
    if (!this.tracked) return this.steady.forget();
    this.back.copy(this.rig.matrixWorld).invert();
    this.local.origin.copy(head.position);
    this.local.direction.set(0, 0, -1).applyQuaternion(head.rotation);
    this.local.applyMatrix4(this.back);
    this.steady.step(this.local, seconds, this.select.value);
  }

  place(): void {
    this.ray.copy(this.local).applyMatrix4(this.rig.matrixWorld);
  }

  pulse(): void {
    // A head has no motor.
  }
}

export class Sources {
  /** The two hands, then the gaze. */
  readonly all: readonly Source[];
  readonly gaze: Source;
  readonly hands: readonly Hand[];
  private readonly eyes: Gaze;

  constructor(xr: WebXRManager, rig: Group) {
    this.hands = [new Hand(xr, 0, rig), new Hand(xr, 1, rig)];
    this.gaze = this.eyes = new Gaze(rig, this.hands);
    this.all = [...this.hands, this.eyes];
  }

  /** Once a frame. By the gaze one points where one wishes to, and where there is nothing else. */
  read(head: Head, gazeWanted: boolean, seconds: number): void {
    let any = false;
    for (let i = 0; i < this.hands.length; i++) {
      this.hands[i].read(seconds);
      any ||= this.hands[i].input !== null;
    }
    this.eyes.read(head, gazeWanted || !any, seconds);
    this.place();
  }

  /** The rig has moved within the frame: where all of it is in the room. */
  place(): void {
    for (let i = 0; i < this.hands.length; i++) this.hands[i].place();
    this.eyes.place();
  }

  /** What is tracked on this side; null if nothing is. */
  on(side: XRHandedness): Source | null {
    for (const hand of this.hands) if (hand.side === side && hand.tracked) return hand;
    return null;
  }

  /** The headset has been taken off. */
  rest(): void {
    for (const { palm } of this.hands) palm.visible = false;
  }
}
