// What hands do with the exhibits of the room on show: what they reach, and who reaches for what one holds.
import type { Figure } from './avatars/figure';
import type { Grasp } from './interaction/grasp';
import { reacher } from './interaction/reaching';
import { Exhibits } from './scene/exhibits';
import type { Visit } from './visit';
import type { Reachable } from './xr/holding/reach';

const LOOK_EVERY_S = 0.1;

export interface HandsEvents {
  /** A hand takes this exhibit; true once it is one's own. */
  take(exhibit: string): Promise<boolean>;
  /** The hand that had it opens. */
  putBack(): void;
  /** Whose hand or body is at what one holds: their slot, -1 for nobody. */
  reached(slot: number): void;
}

export class Hands implements Reachable {
  exhibits = new Exhibits([]);
  private sinceLook = 0;

  constructor(
    readonly grasp: Grasp,
    private readonly visit: Visit,
    private readonly figures: readonly Figure[],
    private readonly events: HandsEvents,
  ) {}

  get offering(): boolean {
    const { exhibit } = this.grasp;
    return exhibit !== null && (this.visit.room.exhibits.get(exhibit)?.offered ?? null) !== null;
  }

  isFree(exhibit: string): boolean {
    const state = this.visit.room.exhibits.get(exhibit);
    return state !== undefined && (state.holder === null || state.offered === this.visit.member);
  }

  take(exhibit: string): Promise<boolean> {
    return this.events.take(exhibit);
  }

  putBack(): void {
    this.events.putBack();
  }

  /** Each exhibit where it is now; after the others have been moved. */
  step(time: number, seconds: number, calm: boolean): void {
    const { grasp, visit } = this;
    if (grasp.exhibit !== null) visit.places.own(grasp.exhibit, grasp.held);
    visit.places.step(time, seconds, calm);
    this.exhibits.apply(this.placeOf);
    this.sinceLook += seconds;
    if (this.sinceLook < LOOK_EVERY_S) return;
    this.sinceLook = 0;
    const body = grasp.exhibit === null ? null : this.exhibits.body(grasp.exhibit);
    this.events.reached(body ? reacher(this.figures, body, !grasp.held.carried) : -1);
  }

  private readonly placeOf = (id: string): Float32Array | null => this.visit.places.shown(id);
}
