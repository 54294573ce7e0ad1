// Where one was last put, and which way one then faced, in the headset's own space: what recentring brings one back to.
// Turns and glides move that space, and this with it.
import { type Object3D, Vector3 } from 'three';
import { wrapped } from '../../interaction/view_glide';

export class Anchor {
  private readonly place = new Vector3();
  private facing = 0;

  constructor(private readonly rig: Object3D) {}

  /** One is put here, looking so, by the room. */
  keep(feet: Vector3, yaw: number): void {
    this.rig.updateMatrixWorld();
    this.rig.worldToLocal(this.place.copy(feet));
    this.facing = wrapped(yaw - this.rig.rotation.y);
  }

  /** In the room as the headset's space lies now. */
  inRoom(out: Vector3): Vector3 {
    this.rig.updateMatrixWorld();
    return this.rig.localToWorld(out.copy(this.place));
  }

  get yaw(): number {
    return wrapped(this.facing + this.rig.rotation.y);
  }
}
