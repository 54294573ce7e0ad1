// A visit with a headset: session, the body's place from the head, both hands, thumbsticks to move and turn.
import { Mesh, Quaternion, Vector3, type WebXRManager } from 'three';
import type { Floor } from '../interaction/floor';
import type { Hand, Pose } from '../protocol/poses';
import { yawOf } from '../protocol/quaternion';
import type { Stage } from '../scene/stage';
import { handShape } from './hand_shape';

const MOVE_M_S = 2.0;
const SNAP_RAD = Math.PI / 6;
const SNAP_AT = 0.7;
const SNAP_AGAIN = 0.3;
const DEAD = 0.15;
const FIRST_PICTURE = 1; // the camera has the head's pose once a frame has been drawn with it
const UP = new Vector3(0, 1, 0);

interface Source {
  readonly grip: ReturnType<WebXRManager['getControllerGrip']>;
  readonly hand: ReturnType<WebXRManager['getHand']>;
  input: XRInputSource | null;
}

export class Headset {
  private readonly sources: Source[];
  private readonly head = new Vector3();
  private readonly look = new Quaternion();
  private readonly looking = new Float64Array([0, 0, 0, 1]); // the same as numbers
  private readonly feet = new Vector3();
  private readonly offset = new Vector3();
  private readonly turn = new Quaternion();
  private snapped = false;
  private framesWorn = 0;

  constructor(
    private readonly stage: Stage,
    private readonly ended: (feet: Vector3, yaw: number) => void,
  ) {
    const { xr } = stage.renderer;
    this.sources = [0, 1].map((i) => this.source(i));
    xr.addEventListener('sessionend', () => this.leave());
  }

  static async offered(): Promise<boolean> {
    return (await navigator.xr?.isSessionSupported('immersive-vr').catch(() => false)) ?? false;
  }

  get worn(): boolean {
    return this.stage.renderer.xr.isPresenting;
  }

  /** The head's place is known: the first picture has been drawn from it. */
  get tracked(): boolean {
    return this.worn && this.framesWorn > FIRST_PICTURE;
  }

  /** Must come from a click. The member stands where they stood, and looks where they looked. */
  async enter(feet: Vector3, yaw: number): Promise<void> {
    const { xr } = this.stage.renderer;
    const session = await navigator.xr!.requestSession('immersive-vr', {
      optionalFeatures: ['local-floor', 'hand-tracking'],
    });
    xr.setReferenceSpaceType('local-floor');
    await xr.setSession(session);
    this.feet.copy(feet);
    this.stage.rig.rotation.set(0, yaw, 0);
    this.stage.rig.position.copy(feet);
    this.framesWorn = 0;
  }

  /** Once a frame while worn: sticks move and turn the rig. Feet are below the head. */
  step(floor: Floor, seconds: number): Vector3 {
    if (this.framesWorn < FIRST_PICTURE) {
      this.framesWorn++;
      return this.feet;
    }
    this.readHead();
    if (!this.tracked) this.settle();
    else this.feet.set(this.head.x, this.stage.rig.position.y, this.head.z);
    this.snapTurn();
    this.walk(floor, seconds);
    return this.feet;
  }

  /** Writes head and hands into `pose`. */
  fill(pose: Pose): void {
    this.readHead();
    pose.headset = true;
    pose.x = this.head.x;
    pose.y = this.head.y;
    pose.z = this.head.z;
    pose.head.set(this.looking);
    pose.yaw = yawOf(pose.head);
    pose.left.tracked = pose.right.tracked = false;
    for (const source of this.sources) this.fillHand(source, pose);
  }

  private source(index: number): Source {
    const { xr } = this.stage.renderer;
    const source: Source = { grip: xr.getControllerGrip(index), hand: xr.getHand(index), input: null };
    const figure = this.handMesh();
    source.grip.add(figure);
    this.stage.rig.add(source.grip, source.hand);
    source.grip.addEventListener('connected', (event) => (source.input = event.data));
    source.hand.addEventListener('connected', (event) => (source.input = event.data));
    source.grip.addEventListener('disconnected', () => (source.input = null));
    return source;
  }

  private handMesh(): Mesh {
    const mesh = new Mesh(handShape(12), this.stage.plainSkin());
    mesh.rotation.x = Math.PI / 2;
    return mesh;
  }

  private readHead(): void {
    const { matrixWorld } = this.stage.renderer.xr.getCamera();
    this.head.setFromMatrixPosition(matrixWorld);
    this.look.setFromRotationMatrix(matrixWorld).toArray(this.looking as unknown as number[]);
  }

  /** The first picture tells where in its own space the head is: bring it over the feet. */
  private settle(): void {
    this.framesWorn++;
    this.rigBy(this.feet.x - this.head.x, this.feet.z - this.head.z);
  }

  private rigBy(dx: number, dz: number): void {
    this.stage.rig.position.x += dx;
    this.stage.rig.position.z += dz;
    this.head.x += dx;
    this.head.z += dz;
  }

  private axis(side: XRHandedness, index: number): number {
    for (const { input } of this.sources)
      if (input?.handedness === side && input.gamepad) return input.gamepad.axes[index] ?? 0;
    return 0;
  }

  private snapTurn(): void {
    const x = this.axis('right', 2);
    if (Math.abs(x) < SNAP_AGAIN) this.snapped = false;
    if (this.snapped || Math.abs(x) < SNAP_AT) return;
    this.snapped = true;
    const { rig } = this.stage;
    const angle = x > 0 ? -SNAP_RAD : SNAP_RAD;
    // About the head, so that nobody is thrown about.
    this.offset.copy(rig.position).sub(this.head);
    this.offset.applyQuaternion(this.turn.setFromAxisAngle(UP, angle));
    rig.position.x = this.head.x + this.offset.x;
    rig.position.z = this.head.z + this.offset.z;
    rig.rotation.y += angle;
  }

  private walk(floor: Floor, seconds: number): void {
    const x = this.axis('left', 2);
    const z = this.axis('left', 3);
    if (Math.hypot(x, z) < DEAD) return;
    const yaw = yawOf(this.looking);
    const way = MOVE_M_S * seconds;
    const dx = (x * Math.cos(yaw) + z * Math.sin(yaw)) * way;
    const dz = (-x * Math.sin(yaw) + z * Math.cos(yaw)) * way;
    const { x: fromX, z: fromZ } = this.feet;
    floor.walk(this.feet, dx, dz);
    this.stage.rig.position.y = this.feet.y;
    this.rigBy(this.feet.x - fromX, this.feet.z - fromZ);
  }

  private fillHand({ grip, hand, input }: Source, pose: Pose): void {
    const out: Hand | null =
      input?.handedness === 'left' ? pose.left : input?.handedness === 'right' ? pose.right : null;
    const wrist = hand.joints?.['wrist'];
    const node = input?.hand && wrist?.visible ? wrist : grip.visible ? grip : null;
    if (!out || !node) return;
    out.tracked = true;
    this.offset.setFromMatrixPosition(node.matrixWorld).sub(this.head);
    this.offset.toArray(out.position as unknown as number[]);
    this.turn.setFromRotationMatrix(node.matrixWorld).toArray(out.rotation as unknown as number[]);
  }

  private leave(): void {
    const { rig } = this.stage;
    const yaw = yawOf(this.looking);
    rig.rotation.set(0, 0, 0);
    this.ended(this.feet, yaw);
  }
}
