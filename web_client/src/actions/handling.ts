// Exhibits in one's hands: which one is meant, taking, turning and putting back, and its hotspots.
import { t } from '../i18n';
import { Grasp, type GraspLine } from '../interaction/grasp';
import type { ExhibitView } from '../protocol/generated';
import { store } from '../store';
import type { Visit } from '../visit';
import type { Send, Tell } from './commands';
import { Passing } from './passing';

const FORGOTTEN_M = 9; // what was clicked is no longer meant when one has gone this far
const NUDGE_RAD = Math.PI / 16;
export const OFFER_MS = 30_000; // an offer that nobody has taken up by then lapses

/** The part of the world that shows the exhibits. */
export interface Showroom {
  /** Metres from oneself to the exhibit. */
  exhibitDistance(exhibit: string): number;
  mark(exhibit: string | null): void;
  turnHeld(yaw: number, pitch: number): void;
}

export class Handling {
  readonly grasp: Grasp;
  /** Offers what is in hand to who reaches for it. */
  readonly passing: Passing;
  private clicked: string | null = null;
  /** When one's own offer lapses, ms; Infinity: there is none. */
  private lapses = Infinity;
  private readonly turned = new Float64Array(4);

  constructor(
    private readonly send: Send,
    sendHeld: GraspLine['sendHeld'],
    private readonly visit: Visit,
    private readonly showroom: () => Showroom | null,
    private readonly tell: Tell,
    private readonly now: () => number,
  ) {
    const grasp = (this.grasp = new Grasp({ command: send, sendHeld }));
    this.passing = new Passing(visit, { get exhibit() { return grasp.exhibit; }, offer: (member) => void this.offer(member) }, now);
  }

  // ---- what a person does

  /** True once it is one's own. */
  async take(exhibit: string): Promise<boolean> {
    const outcome = await this.grasp.take(exhibit);
    if (outcome.kind === 'refused') this.tell(t('exhibit.busy'), false);
    return outcome.kind === 'accepted';
  }

  putBack(): void {
    const { exhibit } = this.grasp;
    if (!exhibit) return;
    this.visit.places.turn(exhibit, this.grasp.shown, true);
    this.visit.places.released(exhibit);
    this.grasp.release();
    this.lapses = Infinity;
    store.holding.value = null;
  }

  /** Takes the exhibit one stands at, or puts it back. */
  takeOrPutBack(): void {
    const focus = store.focus.value;
    if (this.grasp.exhibit) this.putBack();
    else if (focus) void this.take(focus);
  }

  hotspot(exhibit: string, hotspot: string | null): void {
    void this.send({ type: 'exhibit.hotspot', exhibit, hotspot });
  }

  /** One step of turning by a button: an eighth of a right angle. */
  nudge(yaw: number, pitch: number): void {
    const room = this.showroom();
    if (room) room.turnHeld(yaw * NUDGE_RAD, pitch * NUDGE_RAD);
    else this.grasp.turn(yaw * NUDGE_RAD, pitch * NUDGE_RAD, 0, this.now());
  }

  /** Makes what one carries larger or smaller. */
  resize(factor: number): void {
    this.grasp.resize(factor);
  }

  /** Offers what is in hand to this member, or to nobody any more. */
  async offer(to: string | null): Promise<void> {
    const { exhibit } = this.grasp;
    if (!exhibit) return;
    this.lapses = Infinity;
    const outcome = await this.send({ type: 'exhibit.offer', exhibit, to });
    if (outcome.kind === 'accepted' && to !== null) this.lapses = this.now() + OFFER_MS;
    if (outcome.kind === 'refused' && outcome.reason === 'no_such_member') this.tell(t('exhibit.offerGone'), false);
  }

  /** Takes what is offered, and means it from now on. */
  accept(exhibit: string): Promise<boolean> {
    this.pointed(exhibit);
    return this.take(exhibit);
  }

  /** Says no to an offer, for oneself: it lapses by itself. */
  decline(exhibit: string): void {
    store.declined.value = new Set(store.declined.value).add(exhibit);
  }

  /** Called 20 times a second. */
  step(): void {
    const now = this.now();
    this.grasp.step(now);
    if (now < this.lapses) return;
    void this.offer(null);
    this.tell(t('exhibit.offerLapsed'), false);
  }

  // ---- what the world reports

  /** One stands at this exhibit now, or at none. */
  near(exhibit: string | null): void {
    const far = this.clicked !== null && (this.showroom()?.exhibitDistance(this.clicked) ?? 0) > FORGOTTEN_M;
    if (far) this.clicked = null;
    this.focus(this.grasp.exhibit ?? store.closer.value ?? this.clicked ?? exhibit);
  }

  pointed(exhibit: string): void {
    this.clicked = exhibit;
    this.focus(exhibit);
  }

  // ---- what the visit reports

  /** In another room: what was at hand is behind. */
  elsewhere(): void {
    this.clicked = null;
    this.focus(null);
  }

  letGo(): void {
    const { exhibit } = this.grasp;
    const holder = exhibit === null ? null : this.visit.room.exhibits.get(exhibit)?.holder;
    if (exhibit !== null && (!holder || holder === this.visit.member)) this.visit.places.released(exhibit);
    this.grasp.drop();
    this.lapses = Infinity;
    store.holding.value = null;
  }

  changed(exhibit: ExhibitView): void {
    this.shown();
    const mine = exhibit.holder === this.visit.member;
    const inHand = this.grasp.exhibit === exhibit.exhibit;
    if (mine && !inHand) this.begin(exhibit);
    else if (!mine && inHand) this.letGo();
    if (exhibit.offered === null) this.offerEnded(exhibit.exhibit, inHand);
  }

  /** A fresh state: nothing is in hand. */
  loaded(): void {
    this.shown();
    this.letGo();
  }

  private offerEnded(exhibit: string, mine: boolean): void {
    if (mine) this.lapses = Infinity;
    if (!store.declined.value.has(exhibit)) return;
    const declined = new Set(store.declined.value);
    declined.delete(exhibit);
    store.declined.value = declined;
  }

  private shown(): void {
    store.exhibits.value = new Map(this.visit.room.exhibits);
  }

  /** As it is turned right now: who had it before may not have settled it. */
  private begin({ exhibit, index, rotation }: ExhibitView): void {
    const about = store.scene.value?.exhibits.find(({ id }) => id === exhibit);
    const upright = about?.turn === 'y';
    this.turned.set(rotation);
    this.visit.places.newest(exhibit, this.turned);
    this.grasp.begin({ exhibit, index, slot: this.visit.slot, rotation: this.turned, upright });
    store.holding.value = exhibit;
  }

  private focus(exhibit: string | null): void {
    if (store.focus.value === exhibit) return;
    store.focus.value = exhibit;
    this.showroom()?.mark(exhibit);
  }
}
