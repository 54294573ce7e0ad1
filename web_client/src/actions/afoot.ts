// The ground of who has no 3D view: a place in the room and a seat; one does not walk there, one is there.
import type { Pose } from '../protocol/poses';
import { store } from '../store';
import type { Aim, Ground } from './moving';
import type { Spot } from './spot';

export class Afoot implements Ground {
  constructor(
    private readonly spot: Spot,
    /** One has got up. */
    private readonly stood: () => void,
    private readonly now: () => number,
  ) {}

  get seat(): string | null {
    return this.spot.seat;
  }

  /** To a seat or a place; people and exhibits are gone to by where they are. */
  go(aim: Aim, arrived: (() => void) | null): boolean {
    if ('place' in aim) {
      this.goBeside(aim.place);
      arrived?.();
      return true;
    }
    if (!('seat' in aim) || !store.scene.value?.seats.some(({ seat }) => seat === aim.seat)) return false;
    arrived?.();
    return true;
  }

  /** Nobody without 3D is asked to walk up to something first. */
  exhibitDistance(): number {
    return 0;
  }

  nearestSeat(taken: (seat: string) => boolean): string | null {
    const { x, z } = this.spot.pose;
    const metres = ({ position }: { position: readonly number[] }): number => Math.hypot(position[0] - x, position[2] - z);
    const free = (store.scene.value?.seats ?? []).filter(({ seat }) => !taken(seat));
    return free.sort((one, other) => metres(one) - metres(other))[0]?.seat ?? null;
  }

  sit(id: string): void {
    const found = store.scene.value?.seats.find(({ seat }) => seat === id);
    if (found) this.spot.sit(id, found.position, found.yaw);
  }

  stand(): void {
    if (this.spot.seat === null) return;
    this.spot.stand(this.now());
    this.stood();
  }

  /** To stand before somebody who is at this place and looks along `yaw`. */
  goBefore(x: number, y: number, z: number, yaw: number): void {
    this.stand();
    this.spot.goBefore(x, y, z, yaw, this.now());
  }

  /** To stand beside a thing at this place. */
  goBeside([x, , z]: readonly number[]): void {
    this.stand();
    this.spot.goBeside(x, z, this.now());
  }

  /** Where one is now, as the room is to hear it; asked 20 times a second. */
  told(slot: number): Pose {
    this.spot.step(this.now());
    this.spot.pose.slot = slot;
    return this.spot.pose;
  }

  captureMouse(): Promise<void> {
    return Promise.resolve();
  }
}
