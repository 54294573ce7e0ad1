// What the onlooker can have in view: one camera's picture, or what either of a headset's eyes sees.
import { type ArrayCamera, Frustum, FrustumArray, Matrix4, type PerspectiveCamera, type Sphere } from 'three';

export class Sight {
  private readonly one = new Frustum();
  private readonly eyes = new FrustumArray();
  private readonly view = new Matrix4();
  private stereo = false;

  /** The camera as it now is. */
  set(camera: PerspectiveCamera): void {
    this.stereo = (camera as unknown as ArrayCamera).isArrayCamera === true;
    if (this.stereo) this.eyes.setFromArrayCamera(camera as unknown as ArrayCamera);
    else this.one.setFromProjectionMatrix(this.view.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse));
  }

  has(sphere: Sphere): boolean {
    return this.stereo ? this.eyes.intersectsSphere(sphere) : this.one.intersectsSphere(sphere);
  }
}
