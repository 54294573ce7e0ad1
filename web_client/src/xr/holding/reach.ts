// What a hand in a headset reaches: the exhibit that it touches, or that it points at.
import { Raycaster, Vector3 } from 'three';
import type { Grasp } from '../../interaction/grasp';
import type { Exhibits } from '../../scene/exhibits';
import { gapTo, halfAlong, middleOf } from '../../scene/extents';
import type { Source } from '../sources';
import type { Place } from './grips';
import { Feel, feels } from './hand';

const TOUCH_M = 0.12; // from the palm to what it takes
const PINCH_M = 0.05; // from the finger tip
const JOIN_M = 0.25; // to what the other hand has already
const FAR_M = 4; // by the ray
const ABOVE_HAND = 0.6; // what comes to a hand is held by its lower part
const IN_HAND_M = 0.02;
const STEPS = 8; // until it lies in the hand
const UP = new Vector3(0, 1, 0);

/** The exhibits of the room, and what the page lets one do with them. */
export interface Reachable {
  /** Of the room on show. */
  readonly exhibits: Exhibits;
  readonly grasp: Grasp;
  /** What one has in hand is being offered to somebody. */
  readonly offering: boolean;
  /** One may take it now: nobody has it, or it is offered to oneself. */
  isFree(exhibit: string): boolean;
  /** False if it was refused. It is in hand as soon as the log says so. */
  take(exhibit: string): Promise<boolean>;
  putBack(): void;
}

export class Reach {
  private readonly touched = new Map<Source, string | null>();
  private readonly caster = new Raycaster();
  private readonly point = new Vector3();
  private readonly way = new Vector3();
  private readonly middle = new Vector3();

  constructor(private readonly room: Reachable) {
    this.caster.firstHitOnly = true;
    this.caster.far = FAR_M;
  }

  /** The exhibit at the hand: at the palm, or between the fingers. */
  at({ palm, tip }: Source): string | null {
    const { exhibits } = this.room;
    const found = exhibits.touched(this.point.setFromMatrixPosition(palm.matrixWorld), TOUCH_M);
    return found ?? (Number.isNaN(tip.x) ? null : exhibits.touched(tip, PINCH_M));
  }

  pointedAt({ ray }: Source): string | null {
    this.caster.ray.copy(ray);
    return this.room.exhibits.hit(this.caster)?.id ?? null;
  }

  /** Near enough for a hand to take hold of what another has. */
  canJoin({ palm }: Source, exhibit: string): boolean {
    const body = this.room.exhibits.body(exhibit);
    return body !== null && gapTo(body, this.point.setFromMatrixPosition(palm.matrixWorld)) < JOIN_M;
  }

  /** The hand feels that it has come to something. `free`: it has nothing yet. */
  feel(source: Source, free: boolean): void {
    const found = free && source.tracked ? this.at(source) : null;
    if (found !== null && this.touched.get(source) !== found) feels(source, Feel.touched);
    this.touched.set(source, found);
  }

  /** Changes `place` to where the exhibit lies in a hand that is at `hand`: ahead of it and above, so that one sees it. */
  bring(exhibit: string, { ray }: Source, hand: Vector3, place: Place): void {
    const body = this.room.exhibits.body(exhibit);
    if (!body) return;
    const { way, point, middle } = this;
    middleOf(body, middle);
    way.copy(ray.direction).normalize();
    place.position.copy(hand).sub(middle).addScaledVector(way, halfAlong(body, way)).addScaledVector(UP, ABOVE_HAND * halfAlong(body, UP));
    for (let i = 0; i < STEPS; i++) {
      point.copy(hand).sub(place.position).add(middle.setFromMatrixPosition(body.node.matrixWorld)); // as it is drawn now
      place.position.addScaledVector(way, IN_HAND_M - gapTo(body, point));
    }
  }
}
