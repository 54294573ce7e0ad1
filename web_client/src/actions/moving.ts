// Getting around: going to people and things, sitting and getting up, and what a click in the room does.
import { t } from '../i18n';
import { store } from '../store';
import type { Visit } from '../visit';
import type { Send, Tell } from './commands';

const AT_HAND_M = 3.2; // what is so near is used from where one stands

/** What one can go to. */
export type Goal =
  | { readonly member: string }
  | { readonly exhibit: string }
  | { readonly portal: string }
  | { readonly seat: string }
  | { readonly place: readonly [number, number, number] };

/** The same, as the world knows it: a person by the slot. */
export type Aim = Exclude<Goal, { member: string }> | { readonly slot: number };

/** The part of the world in which one moves. */
export interface Ground {
  readonly seat: string | null;
  /** Goes there and then does `arrived`; false where no way leads there. */
  go(aim: Aim, arrived: (() => void) | null): boolean;
  /** Metres from oneself to the exhibit. */
  exhibitDistance(exhibit: string): number;
  /** Of the seats nearby that are not `taken`, the nearest. */
  nearestSeat(taken: (seat: string) => boolean): string | null;
  sit(seat: string): void;
  stand(): void;
  captureMouse(): Promise<void>;
}

/** What is meant by what one clicks on. */
export interface Uses {
  exhibit(exhibit: string): void;
  /** One clicks on what one stands at. */
  exhibitAtHand(exhibit: string): void;
  portal(room: string): void;
  person(member: string): void;
}

export class Moving {
  constructor(
    private readonly send: Send,
    private readonly visit: Visit,
    private readonly ground: () => Ground | null,
    private readonly uses: Uses,
    private readonly tell: Tell,
  ) {}

  // ---- what a person does

  /** To stand before somebody or something, or to sit down, and then `arrived`; false where no way leads there. */
  goTo(goal: Goal, arrived: (() => void) | null = null): boolean {
    if ('seat' in goal) return this.sit(goal.seat);
    if (!('member' in goal)) return this.go(goal, arrived);
    const member = this.visit.room.members.get(goal.member);
    return member !== undefined && this.go({ slot: member.slot }, arrived);
  }

  /** Goes to the seat and takes it, unless somebody sits there. */
  sit(seat: string): boolean {
    if (this.ground()?.seat === seat) return true;
    if (this.taken(seat)) return this.cannot('seatTaken');
    return this.go({ seat }, () => void this.take(seat)) || this.cannot('noWay');
  }

  stand(): void {
    this.ground()?.stand();
  }

  /** Without pointing: on the nearest free seat, or up from the one one has. */
  sitOrStand(): void {
    const ground = this.ground();
    if (!ground) return;
    if (ground.seat !== null) return this.stand();
    const seat = ground.nearestSeat((one) => this.taken(one));
    if (seat === null) this.cannot('noSeat');
    else this.sit(seat);
  }

  /** The mouse looks around without a button, until Escape. */
  lookFreely(): void {
    void this.ground()?.captureMouse();
  }

  // ---- what the world reports

  /** One clicks on this. A person is known by the slot, as text. */
  use(kind: 'exhibit' | 'portal' | 'seat' | 'person', id: string): void {
    if (kind === 'seat') this.sit(id);
    else if (kind === 'portal') void (this.go({ portal: id }, () => this.uses.portal(id)) || this.cannot('noWay'));
    else if (kind === 'exhibit') this.approach(id);
    else {
      const member = this.visit.room.bySlot.get(Number(id));
      if (member) this.uses.person(member.member);
    }
  }

  /** One has got up. */
  stood(): void {
    void this.send({ type: 'seat.leave' });
  }

  // ---- what the visit reports

  /** The room says anew who sits where, or has come into view: one is where it says. */
  settle(): void {
    const ground = this.ground();
    const seat = this.mine;
    if (!ground || ground.seat === seat) return;
    if (seat === null) ground.stand();
    else ground.sit(seat);
  }

  /** One cannot be where one meant to be, and does not sit there. */
  returned(): void {
    if (this.mine !== null) this.stood();
  }

  private get mine(): string | null {
    return this.visit.room.members.get(this.visit.member)?.seat ?? null;
  }

  private taken(seat: string): boolean {
    for (const member of this.visit.room.members.values())
      if (member.seat === seat && member.member !== this.visit.member) return true;
    return false;
  }

  private approach(exhibit: string): void {
    this.uses.exhibit(exhibit);
    const ground = this.ground();
    if (!ground || store.holding.value !== null) return;
    if (ground.exhibitDistance(exhibit) > AT_HAND_M) ground.go({ exhibit }, null);
    else this.uses.exhibitAtHand(exhibit);
  }

  private async take(seat: string): Promise<void> {
    const outcome = await this.send({ type: 'seat.take', seat });
    const has = outcome.kind === 'accepted' || (outcome.kind === 'refused' && outcome.reason === 'unchanged');
    if (has) this.ground()?.sit(seat);
    else this.cannot('seatTaken');
  }

  private cannot(why: 'seatTaken' | 'noSeat' | 'noWay'): false {
    this.tell(t(`moving.${why}`), false);
    return false;
  }

  private go(aim: Aim, arrived: (() => void) | null): boolean {
    return this.ground()?.go(aim, arrived) ?? false;
  }
}
