// What is under the pointer: a person, an exhibit, a seat, a doorway, or a place on the floor to go to.
import { type BufferGeometry, type Camera, DoubleSide, type Ray, Raycaster, Vector2, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';
import type { Exhibits } from '../scene/exhibits';
import type { Portal } from '../scene/portals';
import type { Seat } from '../scene/seats';
import type { Floor } from './floor';
import { hitBox, hitUpright } from './shapes';

const FARTHEST_M = 40;
const PERSON_RADIUS_M = 0.28;
const SEAT_HALF_M = 0.33;
const SEAT_FRONT_M = 0.35;
const SEAT_BACK_M = 0.38;
const SEAT_OVER_HIPS_M = 0.45;
const DOOR = { low: [-0.75, 0, 0.25], high: [0.75, 2.3, 0.55] }; // a portal's node is 0.4 m before its doorway
/** Furniture is known as boxes only: what belongs to it may lie this far inside. */
const INSIDE_M = { person: 0, exhibit: 0.3, seat: 0.9, portal: 0.8 };
const BESIDE_M = 1.2; // who points at furniture means the floor before it

export type Kind = 'floor' | 'exhibit' | 'portal' | 'seat' | 'person';

/**
 * The last answer; used again by the next. `id` is an exhibit's, a room's, a seat's or a slot (as text), `distance` how far
 * along the ray it is; `point` is on the floor.
 */
export interface Picked {
  kind: Kind | null;
  id: string;
  distance: number;
  readonly point: Vector3;
}

export interface Pickable {
  readonly floor: Floor;
  readonly obstacles: BufferGeometry | null;
  readonly exhibits: Exhibits;
  readonly seats: readonly Seat[];
  readonly portals: readonly Portal[];
}

export class Picker {
  readonly picked: Picked = { kind: null, id: '', distance: Infinity, point: new Vector3() };
  private readonly obstacles: MeshBVH | null;
  private readonly caster = new Raycaster();
  private readonly pointer = new Vector2();
  private readonly seatLow = [-SEAT_HALF_M, 0, -SEAT_FRONT_M];
  private readonly seatHigh = [SEAT_HALF_M, 1, SEAT_BACK_M];
  private nearest = FARTHEST_M;
  private far = FARTHEST_M;

  constructor(
    private readonly room: Pickable,
    /** The others, as they are drawn now. */
    private readonly figures: readonly Figure[],
  ) {
    this.obstacles = room.obstacles ? new MeshBVH(room.obstacles) : null;
    this.caster.firstHitOnly = true;
  }

  /** `x` and `y` from -1 to 1, y up. */
  pick(x: number, y: number, camera: Camera): Picked {
    this.caster.setFromCamera(this.pointer.set(x, y), camera);
    return this.whole();
  }

  /** What this ray meets first. */
  along(ray: Ray): Picked {
    this.caster.ray.copy(ray);
    return this.whole();
  }

  /** What ends this stretch of the way of something thrown: a seat, a doorway, or what one can stand on or before. */
  end(ray: Ray, length: number): Picked {
    this.caster.ray.copy(ray);
    const wall = this.begin(length);
    if (wall < length) this.nearest = FARTHEST_M; // what belongs to furniture may lie further on
    this.seats(wall);
    this.portals(wall);
    if (!this.picked.kind) this.ground(wall);
    return this.picked;
  }

  private whole(): Picked {
    const wall = this.begin(FARTHEST_M);
    this.people(wall);
    this.exhibits(wall);
    this.seats(wall);
    this.portals(wall);
    if (!this.picked.kind) this.ground(wall);
    return this.picked;
  }

  /** Nothing is known but how far the ray gets before it meets something that stands there. */
  private begin(far: number): number {
    this.far = this.nearest = this.caster.far = far;
    this.picked.kind = null;
    this.picked.distance = Infinity;
    return this.obstacles?.raycastFirst(this.caster.ray, DoubleSide, 0, far)?.distance ?? far;
  }

  private offer(kind: Exclude<Kind, 'floor'>, id: string, distance: number, wall: number): void {
    if (distance >= this.nearest || distance > wall + INSIDE_M[kind]) return;
    this.nearest = this.picked.distance = distance;
    this.picked.kind = kind;
    this.picked.id = id;
  }

  private people(wall: number): void {
    for (const { slot, shown, pose, top } of this.figures) {
      if (!shown) continue;
      const { ray } = this.caster;
      const distance = hitUpright(ray, pose[Field.x], pose[Field.y], pose[Field.z], PERSON_RADIUS_M, top);
      if (distance < this.nearest) this.offer('person', String(slot), distance, wall);
    }
  }

  private exhibits(wall: number): void {
    const hit = this.room.exhibits.hit(this.caster);
    if (hit) this.offer('exhibit', hit.id, hit.distance, wall);
  }

  private seats(wall: number): void {
    for (const { id, feet, yaw, height } of this.room.seats) {
      this.seatHigh[1] = height + SEAT_OVER_HIPS_M;
      const distance = hitBox(this.caster.ray, feet, yaw, this.seatLow, this.seatHigh);
      if (distance > 0) this.offer('seat', id, distance, wall); // a sitter's hand is within their own
    }
  }

  private portals(wall: number): void {
    for (const { room, at, yaw } of this.room.portals)
      this.offer('portal', room, hitBox(this.caster.ray, at, yaw, DOOR.low, DOOR.high), wall);
  }

  private ground(wall: number): void {
    const { picked, caster, room, far } = this;
    const floor = room.floor.under(caster.ray, far, picked.point);
    picked.distance = Math.min(floor, wall);
    if (picked.distance >= far) picked.distance = Infinity;
    else if (floor <= wall || this.before(wall)) picked.kind = 'floor';
  }

  /** Writes the floor before what stands there into `point`; false where there is none. */
  private before(wall: number): boolean {
    const { picked: { point }, caster, room: { floor } } = this;
    caster.ray.at(wall, point);
    point.y = floor.below(point.x, point.z, point.y);
    return floor.nearest(point, BESIDE_M, point);
  }
}
