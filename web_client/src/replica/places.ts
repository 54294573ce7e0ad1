// How each exhibit is shown: turned where it belongs, or carried in somebody's hand. When it changes hands or goes home it
// glides there, without a jump.
import type { Held } from '../protocol/poses';
import { At, Carried } from './carried';
import { slerp } from './slerp';

export { At } from './carried';

const TURN_PER_S = 14; // a held record every 50 ms melts into one movement
const TAKE_S = 0.3;
const HOME_S = 0.7;
const UNHEARD_S = 1; // who takes it over says at once where it is; if not, it is at home

type Mode = 'home' | 'carried' | 'own';

class Place {
  readonly shown = new Float32Array(At.size);
  readonly carried = new Carried();
  /** The rotation at home that was heard last. */
  readonly turn = new Float32Array(4);
  /** Since somebody took it over of whom nothing has been heard; NaN: one has been. */
  unheardS = NaN;
  private mode: Mode = 'home';
  /** Where it is but for the glide, and where it was shown when that began. */
  private readonly base = new Float32Array(At.size);
  private readonly from = new Float32Array(At.size);
  /** How far the glide is, 0 to 1. */
  private share = 1;

  constructor(rotation: ArrayLike<number>) {
    this.base[At.scale] = 1;
    this.turnAtOnce(rotation);
    this.shown.set(this.base);
  }

  turnAtOnce(rotation: ArrayLike<number>): void {
    this.turn.set(rotation);
    if (this.mode !== 'home') return;
    this.base.set(rotation, At.turn);
    if (this.share === 1) this.shown.set(rotation, At.turn);
  }

  /** Somebody else carries it; `cut`: it is there at once. */
  carry(time: number, held: Held, cut: boolean): void {
    this.unheardS = NaN;
    if (this.mode !== 'carried') {
      this.carried.forget();
      this.change('carried', cut);
    }
    this.carried.push(time, held);
  }

  /** It is in one's own hand, and like this. */
  own({ carried, position, rotation, scale }: Held): void {
    const { base } = this;
    this.unheardS = NaN;
    if (this.mode !== 'own' || (base[At.away] === 1) !== carried)
      this.change('own', !carried && this.shown[At.away] === 0);
    if (carried) base.set(position);
    base.set(rotation, At.turn);
    base[At.scale] = scale;
    base[At.away] = carried ? 1 : 0;
  }

  goHome(): void {
    this.unheardS = NaN;
    if (this.mode === 'home') return;
    this.change('home', this.shown[At.away] === 0);
    this.base.set(this.shown);
    this.base[At.scale] = 1;
    this.base[At.away] = 0;
  }

  /** The newest rotation that is known. */
  newest(out: Float64Array): void {
    if (this.mode === 'carried') this.carried.newest(out);
    else if (this.mode === 'own') for (let i = 0; i < 4; i++) out[i] = this.base[At.turn + i];
    else out.set(this.turn);
  }

  step(time: number, seconds: number, calm: boolean): void {
    this.unheardS += seconds;
    if (this.unheardS >= UNHEARD_S) this.goHome();
    const { base, turn } = this;
    if (this.mode === 'home') slerp(base, At.turn, turn, 0, 1 - Math.exp(-TURN_PER_S * seconds), base, At.turn);
    else if (this.mode === 'carried') this.follow(time);
    this.share = calm ? 1 : Math.min(1, this.share + seconds / (this.mode === 'home' ? HOME_S : TAKE_S));
    if (this.share === 1) this.shown.set(base);
    else this.glide();
  }

  private follow(time: number): void {
    this.carried.at(time, this.base);
    this.base[At.away] = 1;
  }

  private change(mode: Mode, cut: boolean): void {
    this.mode = mode;
    this.from.set(this.shown);
    this.share = cut ? 1 : 0;
  }

  private glide(): void {
    const { from, base, shown, share } = this;
    const t = share * share * (3 - 2 * share);
    const fromHome = from[At.away] === 0; // then the place that it comes from is not among the numbers
    for (let i = 0; i < At.size; i++) {
      const start = fromHome && i < At.turn ? base[i] : from[i];
      shown[i] = start + (base[i] - start) * t;
    }
    slerp(from, At.turn, base, At.turn, t, shown, At.turn);
  }
}

export class Places {
  private readonly places = new Map<string, Place>();
  private readonly all: Place[] = [];

  /** The rotation to go to at home; `now` puts it there at once (a fresh state, or one's own hand). */
  turn(exhibit: string, rotation: ArrayLike<number>, now = false): void {
    const place = this.places.get(exhibit);
    if (!place) this.add(exhibit, rotation);
    else if (now) place.turnAtOnce(rotation);
    else place.turn.set(rotation);
  }

  /** What was heard of it in the hand of somebody else, in the frame of `time`; `cut`: there is nothing to glide from. */
  heard(exhibit: string, time: number, held: Held, cut: boolean): void {
    const place = this.places.get(exhibit);
    if (!place) return;
    if (held.carried) return place.carry(time, held, cut);
    place.turn.set(held.rotation);
    place.goHome();
  }

  /** It is in one's own hand, and shown like this from now on; to be said whenever it moves. */
  own(exhibit: string, held: Held): void {
    this.places.get(exhibit)?.own(held);
  }

  /** Somebody else has it in hand now, and will say where. */
  handed(exhibit: string): void {
    const place = this.places.get(exhibit);
    if (place) place.unheardS = 0;
  }

  /** Out of all hands: it goes home. */
  released(exhibit: string): void {
    this.places.get(exhibit)?.goHome();
  }

  /** Another room has other exhibits. */
  forget(): void {
    this.places.clear();
    this.all.length = 0;
  }

  /** The server's time may be another one from now on: what was heard before is not compared with it. */
  restart(): void {
    for (const { carried } of this.all) carried.forget();
  }

  /** As it is shown now, read by `At`; null when the room has no such exhibit. */
  shown(exhibit: string): Float32Array | null {
    return this.places.get(exhibit)?.shown ?? null;
  }

  /** Writes the newest rotation that is known into `out`. */
  newest(exhibit: string, out: Float64Array): void {
    this.places.get(exhibit)?.newest(out);
  }

  /** Moves on by `seconds` to what is to be seen at `time`, ms of the server; `calm`: nothing glides by itself. */
  step(time: number, seconds: number, calm: boolean): void {
    for (const place of this.all) place.step(time, seconds, calm);
  }

  private add(exhibit: string, rotation: ArrayLike<number>): void {
    const place = new Place(rotation);
    this.places.set(exhibit, place);
    this.all.push(place);
  }
}
