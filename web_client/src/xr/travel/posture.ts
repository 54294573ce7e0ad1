// How high the eyes are in the room: as they are, or as those of somebody who stands, or sits on one of the room's seats.
import { EYES_M } from '../../interaction/walker';

const MOST_RAISED_M = 0.8;

export class Posture {
  /** Metres by which the headset's own floor is over the room's. */
  lift = 0;
  private raised = 0;
  private measured = 0;
  private target: number | null = null;
  private fresh = true;

  /** Somebody else puts it on, or the same anew: nothing of before holds. */
  forget(): void {
    this.raised = 0;
    this.fresh = true;
  }

  /** As one sits or stands right now is how one sits or stands. */
  measureAnew(): void {
    this.fresh = true;
  }

  raise(by: number): void {
    this.raised = Math.max(-MOST_RAISED_M, Math.min(MOST_RAISED_M, this.raised + by));
  }

  /**
   * Once a frame. `height`: of the eyes over the headset's own floor. `seat`: the eyes' height on the seat that one has
   * taken in the room. `raises`: one sits on a chair of one's own, or nobody knows where the floor is.
   */
  step(height: number, seat: number | null, raises: boolean): number {
    const target = seat ?? (raises ? EYES_M : null);
    if (this.fresh || target !== this.target) this.measured = height;
    this.fresh = false;
    this.target = target;
    this.lift = this.raised + (target === null ? 0 : target - this.measured);
    return this.lift;
  }
}
