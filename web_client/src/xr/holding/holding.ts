// Exhibits in the hands of who wears a headset: taken at the hand or by the ray, moved with one hand or two, let go.
import { Quaternion, type Object3D, Vector3 } from 'three';
import { CARRY_REACH_M } from '../../protocol/generated';
import type { Source } from '../sources';
import { OneHand, type Place, TwoHands } from './grips';
import { closing, Feel, feels, Hand, isClosed } from './hand';
import { Hover } from './hover';
import { Reach, type Reachable } from './reach';

const WITHIN_M = CARRY_REACH_M - 0.1;
const ASKED_S = 3; // so long one waits for what one has asked for
const DEAD = 0.25;
const GROWTH_PER_S = Math.LN2;
const TURN_RAD_S = 1.6;

/** Where the eyes are and how they look, in the room, in this frame. */
export interface Eyes {
  readonly position: Vector3;
  readonly rotation: Quaternion;
}

export class Holding {
  /** Whether what is in hand hangs before one, in no hand. */
  hovers = false;
  private exhibit: string | null = null;
  private readonly place: Place = { position: new Vector3(), rotation: new Quaternion(), scale: 1 };
  private readonly first = new Hand();
  private readonly second = new Hand();
  private readonly one = new OneHand();
  private readonly two = new TwoHands();
  private readonly reach: Reach;
  private readonly hover: Hover;
  /** What a hand has closed about and not yet got. */
  private readonly wish = { exhibit: '', source: null as Source | null, byRay: false, asked: false, seconds: 0 };
  private readonly way = new Vector3();
  private adjusted = 0;
  private offering = false;
  private atLimit = false;

  constructor(
    private readonly room: Reachable,
    rig: Object3D,
    private readonly eyes: Eyes,
  ) {
    this.reach = new Reach(room);
    this.hover = new Hover(rig, eyes);
  }

  /** The hand holds something, or is about to: its ray and its stick are not free. */
  busy(source: Source): boolean {
    return source === this.first.source || source === this.second.source || source === this.wish.source;
  }

  /** Which hands hold something. */
  get sides(): readonly XRHandedness[] {
    return [this.first, this.second].flatMap(({ source }) => (source ? [source.side] : []));
  }

  /** Once a frame while the headset is worn, after the sources have been read. */
  step(sources: readonly Source[], seconds: number): void {
    this.hear();
    for (const source of sources) {
      const free = !this.busy(source);
      this.reach.feel(source, free);
      if (free && source.tracked && closing(source).began) this.close(source);
    }
    this.ask(seconds);
    if (this.first.source && !this.first.step(sources, seconds)) this.open(this.first);
    if (this.second.source && !this.second.step(sources, seconds)) this.open(this.second);
    this.carry(seconds);
  }

  /** The headset's space has moved since, and the hands with it. */
  follow(): void {
    this.first.follow();
    this.second.follow();
    this.carry(0);
  }

  /** The headset is taken off: what was in hand goes back. */
  rest(): void {
    if (this.room.grasp.exhibit !== null) this.room.putBack();
    this.hear();
    this.wish.source = null;
  }

  // ---- taking and letting go

  /** What the log says of what is in hand. */
  private hear(): void {
    const { exhibit } = this.room.grasp;
    if (exhibit === this.exhibit) return;
    if (this.exhibit !== null) this.leave();
    this.exhibit = exhibit;
    if (exhibit === null) return;
    this.readPlace(exhibit);
    const { wish } = this;
    const { source } = wish;
    if (wish.exhibit !== exhibit || !wish.asked) return this.hang(exhibit);
    this.giveUp();
    if (!source || !isClosed(source)) return this.room.putBack();
    this.hold(source, wish.byRay);
  }

  /** It is in no hand of one's own any more; a hand that is still closed had it taken over by somebody. */
  private leave(): void {
    for (const hand of [this.first, this.second]) {
      if (hand.source && isClosed(hand.source)) hand.feels(Feel.gone);
      hand.source = null;
    }
    this.hovers = this.offering = false;
  }

  /** As it is drawn: in its own size and place, also when it comes out of somebody's hand. */
  private readPlace(exhibit: string): void {
    const { exhibits, grasp } = this.room;
    const { position, rotation } = this.place;
    const [x, y, z, w] = grasp.held.rotation;
    rotation.set(x, y, z, w);
    position.copy(exhibits.placeOf(exhibit) ?? position);
    this.place.scale = exhibits.scaleOf(exhibit);
    this.adjusted = grasp.adjusted;
  }

  /** Taken by a button: it is in no hand. */
  private hang(exhibit: string): void {
    const body = this.room.exhibits.body(exhibit);
    this.hovers = body !== null;
    if (body) this.hover.begin(body, this.place);
  }

  private hold(source: Source, byRay: boolean): void {
    this.hovers = false;
    this.first.close(source);
    if (byRay) this.reach.bring(this.exhibit!, source, this.first.position, this.place);
    this.one.begin(this.first, this.place);
    this.first.feels(Feel.taken);
  }

  /** A hand closes: about what one has, what is at it, or what it points at. */
  private close(source: Source): void {
    if (this.exhibit !== null) return this.join(source, this.exhibit);
    if (this.wish.source) return;
    const near = this.reach.at(source);
    const far = near === null && source.squeeze.began ? this.reach.pointedAt(source) : null;
    if (far !== null && !this.room.isFree(far)) return feels(source, Feel.refused);
    if (near !== null) this.want(source, near, false);
    else if (far !== null) this.want(source, far, true);
  }

  private want(source: Source, exhibit: string, byRay: boolean): void {
    const { wish } = this;
    wish.exhibit = exhibit;
    wish.source = source;
    wish.byRay = byRay;
    wish.asked = false;
    wish.seconds = 0;
  }

  /** A hand takes hold of what one has already: out of the air, or with the other hand. */
  private join(source: Source, exhibit: string): void {
    const near = this.reach.canJoin(source, exhibit);
    if (!this.first.source) {
      if (near || (source.squeeze.began && this.reach.pointedAt(source) === exhibit)) this.hold(source, !near);
      return;
    }
    if (!near || this.second.source) return;
    this.second.close(source);
    this.two.begin(this.first, this.second, this.place);
    this.second.feels(Feel.taken);
  }

  /** Takes what a hand has closed about as soon as one may: somebody who has it may have to offer it first. */
  private ask(seconds: number): void {
    const { wish } = this;
    if (!wish.source) return;
    wish.seconds += seconds;
    if (wish.asked) {
      if (wish.seconds > ASKED_S) this.giveUp();
    } else if (!isClosed(wish.source)) wish.source = null;
    else if (this.room.isFree(wish.exhibit)) this.take();
  }

  private take(): void {
    const { wish } = this;
    wish.asked = true;
    wish.seconds = 0;
    void this.room.take(wish.exhibit).then((taken) => taken || this.giveUp());
  }

  private giveUp(): void {
    this.wish.source = null;
    this.wish.asked = false;
  }

  private open(hand: Hand): void {
    hand.source = null;
    if (hand === this.first && this.second.source) {
      this.first.close(this.second.source);
      this.second.source = null;
    }
    if (this.first.source) this.one.begin(this.first, this.place);
    else this.room.putBack();
  }

  // ---- carrying

  private carry(seconds: number): void {
    const { grasp } = this.room;
    const { exhibit } = this;
    if (exhibit === null || grasp.exhibit !== exhibit) return;
    if (this.adjusted !== grasp.adjusted) this.adjust();
    if (this.hovers) {
      if (!this.hover.follow(this.place)) this.hang(exhibit);
    } else if (this.second.source) this.limit(this.two.move(this.first, this.second, this.place, grasp.upright));
    else if (this.first.source) this.oneHanded(this.first.source, seconds);
    else return;
    this.keepWithin();
    grasp.carry(this.place, performance.now());
    if (this.room.offering && !this.offering) this.feel(Feel.offered);
    this.offering = this.room.offering;
  }

  /** It was turned or sized by buttons: the hands go on from there. */
  private adjust(): void {
    const { held, adjusted } = this.room.grasp;
    const { rotation } = held;
    this.place.rotation.set(rotation[0], rotation[1], rotation[2], rotation[3]);
    this.place.scale = held.scale;
    this.adjusted = adjusted;
    if (this.second.source) this.two.begin(this.first, this.second, this.place);
    else if (this.first.source) this.one.begin(this.first, this.place);
  }

  private oneHanded({ stickX: aside, stickY: back }: Source, seconds: number): void {
    const { one, first, place } = this;
    one.move(first, place, this.room.grasp.upright);
    if (Math.abs(aside) > DEAD) one.turn(first, place, aside * TURN_RAD_S * seconds);
    if (Math.abs(back) > DEAD) this.limit(one.resize(first, place, Math.exp(-back * GROWTH_PER_S * seconds)));
    else this.atLimit = false;
  }

  private limit(free: boolean): void {
    if (!free && !this.atLimit) this.feel(Feel.limit);
    this.atLimit = !free;
  }

  /** Its origin stays where the room lets one carry it. */
  private keepWithin(): void {
    const { position } = this.place;
    const away = this.way.copy(position).sub(this.eyes.position);
    if (away.length() > WITHIN_M) position.copy(this.eyes.position).add(away.setLength(WITHIN_M));
  }

  private feel(what: (typeof Feel)[keyof typeof Feel]): void {
    this.first.feels(what);
    this.second.feels(what);
  }
}
