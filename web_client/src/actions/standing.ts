// Where one stands in the room, whichever view one has: the 3D view's walker, or the spot of the list.
import type { OfferedPose } from '../protocol/generated';
import { Spot } from './spot';

const MOVED_M = 0.3; // the server's place is taken over if it is further away than this

/** Oneself in the 3D view. */
export interface Feet {
  readonly feet: { readonly x: number; readonly y: number; readonly z: number };
  readonly yaw: number;
  place(position: readonly number[], yaw: number): void;
}

export class Standing {
  readonly spot = new Spot();
  /** The room knows where one stands. */
  known = false;

  constructor(
    private last: OfferedPose | null,
    private readonly walker: () => Feet | null,
    private readonly listed: () => boolean,
  ) {}

  /** Null for who has never stood anywhere. */
  get place(): OfferedPose | null {
    if (!this.known) return this.last;
    const walker = this.listed() ? null : this.walker();
    return walker ? placeOf(walker) : this.spot.place;
  }

  /** The server says where; who stands there already is not moved. */
  welcomed(place: OfferedPose): void {
    const walker = this.walker();
    const [x, , z] = place.position;
    const stays = walker && this.known && Math.hypot(walker.feet.x - x, walker.feet.z - z) <= MOVED_M;
    if (!stays) walker?.place(place.position, place.yaw);
    this.spot.put(place);
    this.last = place;
    this.known = true;
  }

  /** One cannot stand where one meant to, but here. */
  returned(position: readonly number[]): void {
    const walker = this.walker();
    walker?.place(position, walker.yaw);
    this.spot.returned(position);
  }

  /** From 3D to the list or back: one stays where one stood. */
  viewed(list: boolean): void {
    const walker = this.walker();
    if (!walker || !this.known) return;
    if (list) this.spot.put(placeOf(walker));
    else walker.place(this.spot.place.position, this.spot.place.yaw);
  }

  forget(): void {
    this.last = null;
    this.known = false;
  }
}

function placeOf({ feet: { x, y, z }, yaw }: Feet): OfferedPose {
  return { position: [x, y, z], yaw };
}
