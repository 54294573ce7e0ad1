// The view from close by: where the camera stands so that an exhibit fits into what the panels leave free, and how it glides there.
import { Euler, type PerspectiveCamera, Quaternion, Vector3 } from 'three';

const GLIDE_S = 0.8;
const FILL_X = 0.82; // of the free space, so much is the exhibit's at most
const FILL_Y = 0.72;
const DEPTH = 0.5; // what is towards the camera looks larger
const NEAREST_M = 0.55;
const DOWN_RAD = 0.2; // one looks down on it a little
const ORBIT_LIMIT = 1.25;
const TURN_PER_S = 5;
const LEAST_FREE = 0.3;

/** Which share of the picture panels cover at each side, 0 to 1. */
export interface Covered {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Fit {
  distance: number;
  /** By how much the camera stands to the right and above, so that the exhibit is in the middle of what is free. */
  right: number;
  up: number;
}

/** What is to be seen: its middle, and how far it reaches from there to the sides, turned upright, and up and down. */
export interface Subject {
  readonly centre: Vector3;
  readonly across: number;
  readonly upright: number;
}

type Size = Pick<Subject, 'across' | 'upright'>;

/** How to see something of this size in the free part of a picture, written into `out`; `fov` upright, radians. */
export function fit({ across, upright }: Size, fov: number, aspect: number, covered: Covered, out: Fit): Fit {
  const tall = Math.tan(fov / 2);
  const wide = tall * aspect;
  const width = Math.max(LEAST_FREE, 1 - covered.left - covered.right);
  const height = Math.max(LEAST_FREE, 1 - covered.top - covered.bottom);
  const far = Math.max(across / (wide * width * FILL_X), upright / (tall * height * FILL_Y));
  out.distance = Math.max(NEAREST_M, across * DEPTH + far);
  out.right = (covered.right - covered.left) * wide * out.distance;
  out.up = (covered.top - covered.bottom) * tall * out.distance;
  return out;
}

export class Closer {
  /** What one looks at from close by. */
  exhibit: string | null = null;
  readonly covered: Covered = { left: 0, right: 0, top: 0, bottom: 0 };
  private subject: Subject = { centre: new Vector3(), across: 1, upright: 1 };
  /** From which side one looks: the direction from the exhibit to the camera, as a yaw. */
  private bearing = 0;
  private aside = 0;
  private wantedAside = 0;
  /** How far the glide is, 0 to 1; 1: it is over. */
  private share = 1;
  private readonly from = { position: new Vector3(), turn: new Quaternion() };
  private readonly to = { position: new Vector3(), turn: new Quaternion() };
  private readonly fits: Fit = { distance: 1, right: 0, up: 0 };
  private readonly euler = new Euler(0, 0, 0, 'YXZ');

  /** True while the camera is not at one's own eyes. */
  get on(): boolean {
    return this.exhibit !== null || this.share < 1;
  }

  /** Of the glide, 1 to 0. */
  get left(): number {
    return 1 - this.share;
  }

  /** From now on towards the exhibit, at once if `cut`. */
  begin(exhibit: string, subject: Subject, bearing: number, camera: PerspectiveCamera, cut: boolean): void {
    this.leaveFrom(camera, cut);
    this.exhibit = exhibit;
    this.subject = subject;
    this.bearing = bearing;
    this.aside = this.wantedAside = 0;
  }

  /** Back to one's own eyes. */
  end(camera: PerspectiveCamera, cut: boolean): void {
    if (this.exhibit === null) return;
    this.leaveFrom(camera, cut);
    this.exhibit = null;
  }

  /** Around the exhibit by so many radians, within what is comfortable. */
  orbit(angle: number): void {
    this.aside = this.wantedAside = Math.max(-ORBIT_LIMIT, Math.min(ORBIT_LIMIT, this.wantedAside + angle));
  }

  /** The view turns so far to the side from which one looked at first. */
  lookFrom(aside: number, cut: boolean): void {
    this.wantedAside = aside;
    if (cut) this.aside = aside;
  }

  /** The direction from which one looked at first. */
  get front(): number {
    return this.bearing;
  }

  /** Where the view looks, as a yaw. */
  get yaw(): number {
    return this.bearing + this.aside;
  }

  /** Where the camera is, seen from `aside` of that, in the room. */
  eyeAt(aside: number, camera: PerspectiveCamera, out: Vector3): Vector3 {
    const { distance } = this.fitted(camera);
    return this.stand(this.bearing + aside, distance, out);
  }

  /** Brings the camera, which stands at one's own eyes in a rig at `rig`, to where it is to be seen from. */
  apply(camera: PerspectiveCamera, rig: Vector3, seconds: number): void {
    if (!this.on) return;
    this.share = Math.min(1, this.share + seconds / GLIDE_S);
    this.aside += (this.wantedAside - this.aside) * (1 - Math.exp(-TURN_PER_S * seconds));
    if (this.exhibit !== null) this.aim(camera);
    else {
      this.to.position.copy(camera.position).add(rig);
      this.to.turn.copy(camera.quaternion);
    }
    const eased = this.share * this.share * (3 - 2 * this.share);
    camera.position.lerpVectors(this.from.position, this.to.position, eased).sub(rig);
    camera.quaternion.slerpQuaternions(this.from.turn, this.to.turn, eased);
  }

  private aim(camera: PerspectiveCamera): void {
    const { distance, right, up } = this.fitted(camera);
    const { yaw } = this;
    const { position, turn } = this.to;
    this.stand(yaw, distance, position);
    position.x += right * Math.cos(yaw) - up * Math.sin(DOWN_RAD) * Math.sin(yaw);
    position.z += -right * Math.sin(yaw) - up * Math.sin(DOWN_RAD) * Math.cos(yaw);
    position.y += up * Math.cos(DOWN_RAD);
    turn.setFromEuler(this.euler.set(-DOWN_RAD, yaw, 0));
  }

  private stand(yaw: number, distance: number, out: Vector3): Vector3 {
    const over = distance * Math.cos(DOWN_RAD);
    return out.set(Math.sin(yaw) * over, distance * Math.sin(DOWN_RAD), Math.cos(yaw) * over).add(this.subject.centre);
  }

  private fitted(camera: PerspectiveCamera): Fit {
    return fit(this.subject, (camera.fov * Math.PI) / 180, camera.aspect, this.covered, this.fits);
  }

  private leaveFrom(camera: PerspectiveCamera, cut: boolean): void {
    this.from.position.setFromMatrixPosition(camera.matrixWorld);
    camera.getWorldQuaternion(this.from.turn);
    this.share = cut ? 1 : 0;
  }
}
