// Getting about while a headset is worn, by sticks or without: leaps and steps of a turn, or gliding, as one likes it.
import { Vector2, Vector3 } from 'three';
import type { Walker } from '../../interaction/walker';
import { crowd } from '../../interaction/crowding';
import { wrapped } from '../../interaction/view_glide';
import type { Figure } from '../../avatars/figure';
import type { Head } from '../head';
import type { Source } from '../sources';
import type { Footing } from './footing';
import { Stick } from './sticks';
import { Stride } from './stride';
import { type Ground, Teleport } from './teleport';
import { Vignette } from './vignette';

const SNAP_RAD = Math.PI / 6;

/** How one likes to move. `calm`: nothing is to glide. */
export interface Gait {
  readonly calm: boolean;
  readonly travel: 'teleport' | 'glide';
  readonly turn: 'snap' | 'smooth';
  readonly turning: number;
  readonly vignette: boolean;
  readonly hand: 'left' | 'right';
}

/** One hand's stick. */
interface Thumb {
  readonly source: Source;
  readonly stick: Stick;
}

export class Travel {
  readonly teleport: Teleport;
  readonly vignette = new Vignette();
  private readonly thumbs: readonly Thumb[];
  private readonly stride = new Stride();
  private readonly push = new Vector3();
  private readonly asked = new Vector2();

  constructor(
    sources: readonly Source[],
    private readonly ground: Ground,
    private readonly walker: Walker,
    private readonly footing: Footing,
    private readonly head: Head,
    private readonly gait: Gait,
    private readonly figures: readonly Figure[],
  ) {
    this.teleport = new Teleport(ground);
    this.thumbs = sources.map((source) => ({ source, stick: new Stick() }));
  }

  /** Once a frame. `busy`: the stick of this hand does something else. */
  step(seconds: number, busy: (source: Source) => boolean): void {
    this.stride.begin();
    const glides = this.gait.travel === 'glide' && !this.gait.calm;
    let stickLet = false;
    for (const { source, stick } of this.thumbs) {
      if (!source.tracked || busy(source)) stick.step(0, 0, false);
      else stick.step(source.stickX, source.stickY, !glides || !this.walks(source));
      if (stick.begins) this.teleport.begin(source, 'stick');
      if (source.leap.began && !busy(source)) this.teleport.begin(source, 'button');
      stickLet ||= stick.let && this.teleport.source === source;
    }
    this.teleport.step(seconds, stickLet, this.head.yaw, this.head.position);
    this.turn(seconds, busy);
    if (glides) this.glide(seconds, busy);
    this.vignette.step(this.gait.vignette ? this.stride.share : 0, this.head, seconds);
  }

  rest(): void {
    this.teleport.cancel();
    this.stride.rest();
    this.vignette.step(0, this.head, Infinity);
  }

  private turn(seconds: number, busy: (source: Source) => boolean): void {
    const smooth = this.gait.turn === 'smooth' && !this.gait.calm;
    const glides = this.gait.travel === 'glide' && !this.gait.calm;
    let asked = 0;
    for (const { source, stick } of this.thumbs) {
      if (source === this.teleport.source || busy(source) || !source.tracked) continue;
      if (smooth) asked += glides && this.walks(source) && !this.alone(source) ? 0 : source.stickX;
      else if (!glides || !this.walks(source) || this.alone(source)) this.turnBy(-stick.turn * SNAP_RAD);
    }
    if (smooth) this.turnBy(this.stride.turn(Math.max(-1, Math.min(1, asked)), this.gait.turning, seconds));
  }

  private turnBy(angle: number): void {
    this.footing.turn(angle);
    this.walker.yaw = wrapped(this.walker.yaw + angle);
  }

  private glide(seconds: number, busy: (source: Source) => boolean): void {
    const { floor } = this.ground;
    if (!floor) return;
    const { walker, stride } = this;
    const asked = this.asked.set(0, 0);
    for (const { source } of this.thumbs) {
      if (!source.tracked || busy(source) || !this.walks(source)) continue;
      asked.x += this.alone(source) ? 0 : source.stickX; // aside it turns
      asked.y += source.stickY;
    }
    stride.glide(asked, this.head.yaw, walker.feet, floor, seconds, this.push, this.crowding);
    if (walker.seat && stride.share > 0) walker.stand(floor, true);
  }

  private readonly crowding = (feet: Vector3, out: Vector3): void => crowd(this.figures, feet, out);

  /** One walks with the hand that does not point; or with the only one there is. */
  private walks(source: Source): boolean {
    return source.side !== this.gait.hand || this.alone(source);
  }

  private alone(source: Source): boolean {
    for (const { source: other } of this.thumbs)
      if (other !== source && other.tracked && other.object !== null) return false;
    return true;
  }
}
