// Where something would stand in one's own room: on what one points at, if the device knows surfaces, else on a table
// that is thought of before one.
import { Matrix4, type Ray, Vector3 } from 'three';

const TABLE_M = 0.74; // over the floor
const BELOW_EYES_M = 0.55; // where the floor is not known: from where one began
const UPRIGHT = 0.85; // what leans more is no table
const FARTHEST_M = 4;
const REACH_M = { least: 0.35, most: 1.4, usual: 0.65 };

/** Where the table that is thought of is met by the ray: within reach, and always somewhere. */
export function thoughtOf({ origin, direction }: Ray, height: number, out: Vector3): Vector3 {
  const level = Math.hypot(direction.x, direction.z) || 1;
  const down = height - origin.y;
  const met = down < 0 && direction.y < 0 ? (down / direction.y) * level : REACH_M.usual;
  const away = Math.min(REACH_M.most, Math.max(REACH_M.least, met));
  return out.set(origin.x + (direction.x / level) * away, height, origin.z + (direction.z / level) * away);
}

export class Feeler {
  readonly at = new Vector3();
  /** `at` is on something that is there. */
  real = false;
  /** What lies there, for an anchor; of this frame alone. */
  result: XRHitTestResult | null = null;
  private readonly height: number;
  private source: XRHitTestSource | null = null;
  private from: XRSpace | null = null;
  private readonly matrix = new Matrix4();

  constructor(
    private readonly session: XRSession,
    floor: boolean,
  ) {
    this.height = floor ? TABLE_M : -BELOW_EYES_M;
  }

  /** In every frame: what lies along `ray`, which comes out of `from`. */
  step(frame: XRFrame, space: XRReferenceSpace, ray: Ray, from: XRSpace): void {
    if (from !== this.from) this.aimFrom(from);
    this.real = this.feel(frame, space, ray.origin);
    if (!this.real) thoughtOf(ray, this.height, this.at);
  }

  dispose(): void {
    this.source?.cancel();
    this.source = this.from = this.result = null;
  }

  private aimFrom(from: XRSpace): void {
    this.source?.cancel();
    this.source = null;
    this.from = from;
    // Where this is not granted it is refused, or is no function at all.
    this.session.requestHitTestSource?.({ space: from })?.then(
      (source) => {
        if (this.from === from) this.source = source;
        else source.cancel();
      },
      () => undefined,
    );
  }

  private feel(frame: XRFrame, space: XRReferenceSpace, eye: Vector3): boolean {
    this.result = null;
    if (!this.source) return false;
    const [result] = frame.getHitTestResults(this.source);
    const pose = result?.getPose(space);
    if (!pose) return false;
    this.matrix.fromArray(pose.transform.matrix);
    this.at.setFromMatrixPosition(this.matrix);
    if (this.matrix.elements[5] < UPRIGHT || this.at.distanceTo(eye) > FARTHEST_M) return false; // Y of its own Y axis
    this.result = result;
    return true;
  }
}
