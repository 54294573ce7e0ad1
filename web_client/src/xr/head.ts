// The head of who wears a headset: the middle between the eyes, and where it looks, in this frame.
import { type ArrayCamera, Matrix4, Quaternion, Vector3 } from 'three';
import { yawOf } from '../protocol/quaternion';
import type { Stage } from '../scene/stage';

const FIRST_PICTURES = 1; // the cameras have the head's pose once a frame has been drawn with it

const SIZE = new Vector3(1, 1, 1);

export class Head {
  /** In the room. */
  readonly position = new Vector3();
  readonly rotation = new Quaternion();
  readonly matrix = new Matrix4();
  /** The rotation as numbers (x, y, z, w). */
  readonly looking = new Float64Array([0, 0, 0, 1]);
  /** How many frames have been seen since the headset was put on. */
  private frames = 0;
  private readonly eye = new Vector3();
  private readonly eyeLook = new Quaternion();

  constructor(private readonly stage: Stage) {}

  /** Where it is has been told. */
  get known(): boolean {
    return this.frames > FIRST_PICTURES;
  }

  get yaw(): number {
    return yawOf(this.looking);
  }

  /** Metres over the floor of the headset's own space. */
  get height(): number {
    return this.position.y - this.stage.rig.position.y;
  }

  forget(): void {
    this.frames = 0;
  }

  /** It was turned in the room, with all that is around it. */
  turned(): void {
    this.rotation.toArray(this.looking as unknown as number[]);
  }

  /** Once a frame; false while nothing is known yet. */
  begin(): boolean {
    const { cameras } = this.stage.renderer.xr.getCamera() as ArrayCamera;
    if (this.frames <= FIRST_PICTURES && cameras.length > 0) this.frames++;
    if (this.known) this.read();
    return this.known;
  }

  /** As the browser says that the eyes are in this frame, in the room as the rig stands now. */
  read(): void {
    const { rig, camera, renderer } = this.stage;
    rig.updateMatrixWorld(true);
    renderer.xr.updateCamera(camera);
    this.average(renderer.xr.getCamera() as ArrayCamera);
    this.matrix.compose(this.position, this.rotation, SIZE);
    this.turned();
  }

  /** The middle between the eyes, as three's camera is the left one. */
  private average({ cameras }: ArrayCamera): void {
    this.position.set(0, 0, 0);
    for (let i = 0; i < cameras.length; i++) {
      const { matrixWorld } = cameras[i];
      this.position.addScaledVector(this.eye.setFromMatrixPosition(matrixWorld), 1 / cameras.length);
      this.eyeLook.setFromRotationMatrix(matrixWorld);
      if (i === 0) this.rotation.copy(this.eyeLook);
      else this.rotation.slerp(this.eyeLook, 1 / (i + 1));
    }
  }
}
