// Keeps something where it stands in one's own room: by an anchor, which the device corrects as it learns the room better,
// or by its place alone.
import { Matrix4, type Object3D, type Vector3 } from 'three';

export class Anchoring {
  private anchor: XRAnchor | null = null;
  /** Counts what has been put down: an anchor that comes too late is none. */
  private times = 0;
  private readonly matrix = new Matrix4();

  /** By an anchor now, as far as is known. */
  get anchored(): boolean {
    return this.anchor !== null;
  }

  /** From now on it stays at `at`; the anchor comes some frames later, if at all. */
  async put(frame: XRFrame, space: XRReferenceSpace, at: Vector3, result: XRHitTestResult | null): Promise<void> {
    this.lift();
    const mine = this.times;
    const place = new XRRigidTransform({ x: at.x, y: at.y, z: at.z });
    const asked = result?.createAnchor?.() ?? frame.createAnchor?.(place, space);
    const anchor = await asked?.catch(() => null);
    if (!anchor) return;
    if (mine === this.times) this.anchor = anchor;
    else anchor.delete();
  }

  /** It is taken up. */
  lift(): void {
    this.times++;
    this.anchor?.delete();
    this.anchor = null;
  }

  /** Brings it to where it stands in this frame; without an anchor it is there. */
  follow(frame: XRFrame, space: XRReferenceSpace, thing: Object3D): void {
    const pose = this.anchor && frame.getPose(this.anchor.anchorSpace, space);
    if (!pose) return;
    this.matrix.fromArray(pose.transform.matrix);
    thing.position.setFromMatrixPosition(this.matrix);
  }
}
