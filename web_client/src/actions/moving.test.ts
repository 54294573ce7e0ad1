// Getting around, as it is asked for: whether one walks, what is done on arrival, and what the room is told.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';
import type { MemberView } from '../protocol/generated';
import { RoomReplica } from '../replica/room';
import { store } from '../store';
import type { Visit } from '../visit';
import { type Aim, type Ground, Moving } from './moving';

const ACCEPTED: Outcome = { kind: 'accepted', seq: 1, repeat: false };

class Stub implements Ground {
  seat: string | null = null;
  aims: Aim[] = [];
  arrived: (() => void) | null = null;
  distance = 9;
  reachable = true;
  go(aim: Aim, arrived: (() => void) | null): boolean {
    if (this.reachable) this.aims.push(aim);
    this.arrived = arrived;
    return this.reachable;
  }
  /** From near to far. */
  seats = ['seat:1', 'seat:2'];
  nearestSeat = (taken: (seat: string) => boolean): string | null => this.seats.find((one) => !taken(one)) ?? null;
  exhibitDistance = (): number => this.distance;
  sit(seat: string): void {
    this.seat = seat;
  }
  stand(): void {
    this.seat = null;
  }
  captureMouse = (): Promise<void> => Promise.resolve();
}

let ground: Stub;
let answer: Outcome;
let sent: Draft[];
let used: string[];
let told: string[];
let members: Map<string, MemberView>;
let moving: Moving;

function person(member: string, slot: number, seat: string | null = null): void {
  const view: MemberView = { member, slot, role: 'visitor', staff: null, name: member, avatar: 0, away: false, seat, aside: false, watching: false };
  members.set(member, view);
  (moving as unknown as { visit: Visit }).visit.room.bySlot.set(slot, view);
}

beforeEach(() => {
  const room = new RoomReplica(() => undefined);
  members = room.members;
  ground = new Stub();
  answer = ACCEPTED;
  sent = [];
  used = [];
  told = [];
  store.holding.value = null;
  moving = new Moving(
    (draft) => (sent.push(draft), Promise.resolve(answer)),
    { room, member: 'me' } as Visit,
    () => ground,
    {
      exhibit: (id) => used.push(`exhibit ${id}`),
      exhibitAtHand: (id) => used.push(`closer ${id}`),
      portal: (id) => used.push(`portal ${id}`),
      person: (id) => used.push(`person ${id}`),
    },
    (text) => told.push(text),
  );
  person('me', 0);
  person('bo', 4);
});

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('going to somebody', () => {
  it('goes to where they are drawn', () => {
    expect(moving.goTo({ member: 'bo' })).toBe(true);
    expect(ground.aims).toEqual([{ slot: 4 }]);
  });

  it('does what is to be done there once one has come', () => {
    let waved = 0;
    moving.goTo({ member: 'bo' }, () => waved++);
    expect(waved).toBe(0);
    ground.arrived!();
    expect(waved).toBe(1);
  });

  it('goes to a place that one is asked to', () => {
    expect(moving.goTo({ place: [1, 0, 2] })).toBe(true);
    expect(ground.aims).toEqual([{ place: [1, 0, 2] }]);
  });

  it('says that there is no way', () => {
    ground.reachable = false;
    expect(moving.goTo({ member: 'bo' })).toBe(false);
    expect(moving.goTo({ member: 'nobody' })).toBe(false);
  });
});

describe('sitting', () => {
  it('is walking there, taking the seat, and sitting down once the room has agreed', async () => {
    expect(moving.goTo({ seat: 'seat:1' })).toBe(true);
    expect(sent).toEqual([]);
    ground.arrived!();
    expect(sent).toEqual([{ type: 'seat.take', seat: 'seat:1' }]);
    expect(ground.seat).toBeNull();
    await settled();
    expect(ground.seat).toBe('seat:1');
  });

  it('is not where somebody sits, or was quicker', async () => {
    person('bo', 4, 'seat:1');
    expect(moving.sit('seat:1')).toBe(false);
    expect(told).toHaveLength(1);
    answer = { kind: 'refused', reason: 'seat_taken' };
    moving.sit('seat:2');
    ground.arrived!();
    await settled();
    expect(ground.seat).toBeNull();
    expect(told).toHaveLength(2);
  });

  it('needs no pointing: the nearest free seat, then up again', async () => {
    person('bo', 4, 'seat:1');
    moving.sitOrStand();
    expect(ground.aims).toEqual([{ seat: 'seat:2' }]);
    ground.arrived!();
    await settled();
    expect(ground.seat).toBe('seat:2');
    moving.sitOrStand();
    expect(ground.seat).toBeNull();
    ground.seats = ['seat:1'];
    moving.sitOrStand();
    expect(ground.aims).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it('ends by getting up, and the room is told', () => {
    moving.stood();
    expect(sent).toEqual([{ type: 'seat.leave' }]);
  });

  it('is as the room says after a new line: seated again, or standing', () => {
    person('me', 0, 'seat:3');
    moving.settle();
    expect(ground.seat).toBe('seat:3');
    person('me', 0, null);
    moving.settle();
    expect(ground.seat).toBeNull();
  });

  it('is given up where the server does not let one be', () => {
    moving.returned();
    expect(sent).toEqual([]);
    person('me', 0, 'seat:3');
    moving.returned();
    expect(sent).toEqual([{ type: 'seat.leave' }]);
  });
});

describe('a click', () => {
  it('on an exhibit means it at once, and one goes near if it is far', () => {
    moving.use('exhibit', 'card');
    expect(used).toEqual(['exhibit card']);
    expect(ground.aims).toEqual([{ exhibit: 'card' }]);
  });

  it('on an exhibit at hand looks at it from close by; while one holds it, it does not move one', () => {
    ground.distance = 2;
    moving.use('exhibit', 'card');
    ground.distance = 9;
    store.holding.value = 'card';
    moving.use('exhibit', 'card');
    expect(used).toEqual(['exhibit card', 'closer card', 'exhibit card']);
    expect(ground.aims).toEqual([]);
  });

  it('on a doorway leads through it once one is there', () => {
    moving.use('portal', 'events');
    expect(used).toEqual([]);
    ground.arrived!();
    expect(used).toEqual(['portal events']);
  });

  it('on a person shows who it is', () => {
    moving.use('person', '4');
    moving.use('person', '99');
    expect(used).toEqual(['person bo']);
    expect(ground.aims).toEqual([]);
  });
});
