// A visit with a headset: session, the body's place from the head, both hands, thumbsticks to move and turn.
import { type ArrayCamera, Group, Mesh, Quaternion, Vector3, type WebXRManager } from 'three';
import { GRIP_TO_WRIST } from '../avatars/hands';
import type { Floor } from '../interaction/floor';
import type { Hand, Pose } from '../protocol/poses';
import { yawOf } from '../protocol/quaternion';
import type { Stage } from '../scene/stage';
import { follow } from './hand_frame';
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
  /** The hand's frame as it is told (P-10), and one's own hand in it. */
  readonly palm: Group;
  readonly own: Mesh;
  input: XRInputSource | null;
}

export class Headset {
  private readonly sources: Source[];
  private readonly head = new Vector3();
  private readonly gaze = new Quaternion();
  private readonly looking = new Float64Array([0, 0, 0, 1]); // the same as numbers
  private readonly feet = new Vector3();
  private readonly offset = new Vector3();
  private readonly turn = new Quaternion();
  private readonly eye = new Vector3();
  private readonly eyeLook = new Quaternion();
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
    this.moveFloor(floor, seconds);
    this.look();
    for (const source of this.sources) this.hold(source);
    return this.feet;
  }

  private moveFloor(floor: Floor, seconds: number): void {
    this.look();
    this.readHead();
    if (!this.tracked) this.settle();
    else this.feet.set(this.head.x, this.stage.rig.position.y, this.head.z);
    this.snapTurn();
    this.walk(floor, seconds);
  }

  /** Stands there at once, and looks as before. */
  put(to: Vector3): void {
    this.stage.rig.position.y = to.y;
    this.rigBy(to.x - this.head.x, to.z - this.head.z);
    this.feet.copy(to);
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
    const palm = new Group();
    const own = new Mesh(handShape(12), this.stage.plainSkin());
    const source: Source = { grip: xr.getControllerGrip(index), hand: xr.getHand(index), palm, own, input: null };
    palm.visible = false;
    palm.add(own);
    this.stage.rig.add(source.grip, source.hand, palm);
    source.grip.addEventListener('connected', (event) => (source.input = event.data));
    source.hand.addEventListener('connected', (event) => (source.input = event.data));
    source.grip.addEventListener('disconnected', () => (source.input = null));
    return source;
  }

  /** Where the hand is in this frame; one's own is drawn there. */
  private hold(source: Source): void {
    const { palm, own, input } = source;
    palm.visible = follow(palm, source);
    own.position.set(input?.handedness === 'left' ? -GRIP_TO_WRIST.back : GRIP_TO_WRIST.back, GRIP_TO_WRIST.up, 0);
    palm.updateMatrixWorld();
  }

  /** Brings the cameras to where the browser says that the eyes are in this frame, in the room as the rig now stands. */
  private look(): void {
    this.stage.rig.updateMatrixWorld(true);
    this.stage.renderer.xr.updateCamera(this.stage.camera);
  }

  /** The middle between the eyes, as three's camera is the left one. */
  private readHead(): void {
    const { cameras } = this.stage.renderer.xr.getCamera() as ArrayCamera;
    this.head.set(0, 0, 0);
    for (let i = 0; i < cameras.length; i++) {
      const { matrixWorld } = cameras[i];
      this.head.addScaledVector(this.eye.setFromMatrixPosition(matrixWorld), 1 / cameras.length);
      this.eyeLook.setFromRotationMatrix(matrixWorld);
      if (i === 0) this.gaze.copy(this.eyeLook);
      else this.gaze.slerp(this.eyeLook, 1 / (i + 1));
    }
    this.gaze.toArray(this.looking as unknown as number[]);
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

  private fillHand({ palm, input }: Source, pose: Pose): void {
    const out: Hand | null =
      input?.handedness === 'left' ? pose.left : input?.handedness === 'right' ? pose.right : null;
    if (!out || !palm.visible) return;
    out.tracked = true;
    this.offset.setFromMatrixPosition(palm.matrixWorld).sub(this.head);
    this.offset.toArray(out.position as unknown as number[]);
    this.turn.setFromRotationMatrix(palm.matrixWorld).toArray(out.rotation as unknown as number[]);
  }

  private leave(): void {
    const { rig } = this.stage;
    const yaw = yawOf(this.looking);
    for (const { palm } of this.sources) palm.visible = false;
    rig.rotation.set(0, 0, 0);
    this.ended(this.feet, yaw);
  }
}
