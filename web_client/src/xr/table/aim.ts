// What one points with in one's own room: the hand that was used last, the finger on a telephone, or the view itself.
import { Matrix4, Ray, Vector3 } from 'three';

const ahead = new Vector3();
const matrix = new Matrix4();

function lay(ray: Ray, { transform }: XRPose): void {
  matrix.fromArray(transform.matrix);
  ray.origin.setFromMatrixPosition(matrix);
  ray.direction.copy(ahead.set(0, 0, -1).transformDirection(matrix));
}

/** The heading of a ray, radians about the vertical. */
export const headingOf = ({ direction }: Ray): number => Math.atan2(-direction.x, -direction.z);

export class Aim {
  /** What one points with now. */
  readonly ray = new Ray();
  /** From where it comes, and of what; null: of the view. */
  space: XRSpace;
  input: XRInputSource | null = null;
  /** Out of the middle between the eyes. */
  readonly view = new Ray();
  private used: XRInputSource | null = null;

  constructor(
    private readonly session: XRSession,
    readonly viewer: XRSpace,
    private readonly hand: () => XRHandedness,
  ) {
    this.space = viewer;
  }

  /** A hand or a finger has pressed: it is what one points with from now on. */
  use(input: XRInputSource): void {
    this.used = input;
  }

  /** In every frame. */
  step(frame: XRFrame, space: XRReferenceSpace): void {
    const eyes = frame.getPose(this.viewer, space);
    if (eyes) lay(this.view, eyes);
    this.input = this.choose();
    this.space = this.input?.targetRaySpace ?? this.viewer;
    const pose = this.input && frame.getPose(this.input.targetRaySpace, space);
    if (pose) return lay(this.ray, pose);
    this.ray.copy(this.view);
    this.space = this.viewer;
  }

  private choose(): XRInputSource | null {
    const { inputSources } = this.session;
    let found: XRInputSource | null = null;
    for (const one of inputSources) {
      if (one === this.used) return one;
      const held = one.targetRayMode === 'tracked-pointer';
      if (held && (!found || one.handedness === this.hand())) found = one;
    }
    return found;
  }
}
