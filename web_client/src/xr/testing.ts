// What the tests of a headset share: hands whose buttons and rays one sets, and three's manager of sessions without a device.
import { Group, PerspectiveCamera, Ray, Vector3 } from 'three';
import { Button } from './button';
import type { Source } from './sources';

/** A hand, or the gaze: `frame` makes of what was pressed what a frame sees. */
export class FakeSource implements Source {
  tracked = true;
  aims = true;
  readonly ray = new Ray(new Vector3(0, 1.5, 0), new Vector3(0, 0, -1));
  readonly palm = new Group();
  readonly tip = new Vector3(NaN, NaN, NaN);
  readonly select = new Button();
  readonly squeeze = new Button();
  readonly menu = new Button();
  readonly leap = new Button();
  readonly talk = new Button();
  stickX = 0;
  stickY = 0;
  /** Every tick of its motor. */
  readonly felt: number[] = [];

  constructor(
    readonly side: XRHandedness,
    readonly kind: Source['kind'] = 'controller',
    readonly object = (kind === 'gaze' ? null : {}) as XRInputSource | null,
  ) {}

  frame(): void {
    for (const button of [this.select, this.squeeze, this.menu, this.leap]) button.step(null);
  }

  /** The palm is there, turned so; the ray begins in it. */
  at(x: number, y: number, z: number, yaw = 0): this {
    this.palm.position.set(x, y, z);
    this.palm.rotation.y = yaw;
    this.palm.updateMatrixWorld(true);
    this.ray.origin.copy(this.palm.position);
    return this;
  }

  aim(x: number, y: number, z: number): void {
    this.ray.direction.set(x, y, z).sub(this.ray.origin).normalize();
  }

  pulse(strength: number): void {
    this.felt.push(strength);
  }
}

/** Three's manager as far as a headset uses it: two views of one head, in the space that `rig` is. */
export class FakeManager extends EventTarget {
  readonly head = new Group();
  readonly cameras = [new PerspectiveCamera(), new PerspectiveCamera()];
  readonly spaces = [0, 1].map(() => ({ pointer: new Group(), grip: new Group(), hand: Object.assign(new Group(), { joints: {} }) }));
  readonly space = new EventTarget();

  constructor(private readonly rig: Group) {
    super();
    this.head.position.set(0, 1.6, 0);
    for (const { pointer, grip } of this.spaces) pointer.visible = grip.visible = false;
  }

  readonly getController = (i: number): Group => this.spaces[i].pointer;
  readonly getControllerGrip = (i: number): Group => this.spaces[i].grip;
  readonly getHand = (i: number): Group => this.spaces[i].hand;
  readonly getCamera = (): { cameras: PerspectiveCamera[] } => ({ cameras: this.cameras });
  readonly getReferenceSpace = (): EventTarget => this.space;
  setReferenceSpaceType(): void {}
  setFoveation(): void {}
  setSession(): void {}

  updateCamera(): void {
    this.rig.updateMatrixWorld(true);
    this.head.updateMatrix();
    this.cameras.forEach(({ matrix, matrixWorld }, i) => {
      matrix.makeTranslation(i ? 0.032 : -0.032, 0, 0).premultiply(this.head.matrix);
      matrixWorld.multiplyMatrices(this.rig.matrixWorld, matrix);
    });
  }
}
