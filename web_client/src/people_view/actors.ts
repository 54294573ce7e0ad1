// Who does what in the viewer's crowds: poses as a function of time, the same for the same seed.
import type { Floor } from '../interaction/floor';
import type { Pose } from '../protocol/poses';

const GROUP_M = 0.62; // radius of people who talk with each other
const APART_M = 0.75;
const EDGE_M = 0.4; // from walls and furniture
const PACE_M_S = [1.1, 1.55] as const;
const PAUSE_S = 2.5;
const SITTING = 0.1; // of all, if there are so many seats
const SEATS_TAKEN = 0.75; // somebody may still sit down
const STANDING = 0.82;

/** Writes where they are at `seconds`; the slot is the caller's. */
export type Actor = (seconds: number, out: Pose) => void;
export type Random = () => number;
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly yaw: number;
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Where one can stand: on the floor, with floor about one, and away from those who stand already. */
export class Ground {
  private readonly taken: Spot[] = [];
  private readonly cleared: { readonly x: number; readonly z: number; readonly metres: number }[] = [];

  constructor(
    private readonly floor: Floor | null,
    private readonly min: ArrayLike<number>,
    private readonly max: ArrayLike<number>,
    private readonly random: Random,
  ) {}

  height(x: number, z: number): number {
    return this.floor ? this.floor.heightAt(x, z, 0) : 0;
  }

  /** A free place for a group of this radius; null when none was found. */
  find(radius: number): Spot | null {
    for (let i = 0; i < 400; i++) {
      const x = this.min[0] + this.random() * (this.max[0] - this.min[0]);
      const z = this.min[2] + this.random() * (this.max[2] - this.min[2]);
      if (!this.open(x, z, radius + EDGE_M) || !this.free(x, z, radius)) continue;
      return { x, y: this.height(x, z), z, yaw: this.random() * 2 * Math.PI };
    }
    return null;
  }

  take(spot: Spot): void {
    this.taken.push(spot);
  }

  /** Nobody stands within so many metres of this place: an onlooker's, who wants to see more than a back. */
  clear(x: number, z: number, metres: number): void {
    this.cleared.push({ x, z, metres });
  }

  /** Whether one can walk from here to there. */
  way(a: Spot, b: Spot): boolean {
    const steps = Math.ceil(Math.hypot(b.x - a.x, b.z - a.z) / 0.25);
    for (let i = 0; i <= steps; i++)
      if (!this.open(a.x + ((b.x - a.x) * i) / steps, a.z + ((b.z - a.z) * i) / steps, 0.3)) return false;
    return true;
  }

  private open(x: number, z: number, radius: number): boolean {
    for (let i = 0; i < 8; i++) {
      const angle = (i * Math.PI) / 4;
      if (Number.isNaN(this.height(x + Math.cos(angle) * radius, z + Math.sin(angle) * radius))) return false;
    }
    return !Number.isNaN(this.height(x, z));
  }

  private free(x: number, z: number, radius: number): boolean {
    if (this.cleared.some((one) => Math.hypot(one.x - x, one.z - z) < one.metres + radius)) return false;
    return this.taken.every((one) => Math.hypot(one.x - x, one.z - z) > APART_M + radius);
  }
}

/** Stands there and looks about a little. */
export function stander({ x, y, z, yaw }: Spot, random: Random): Actor {
  const sway = 0.1 + random() * 0.25;
  const from = random() * 7;
  return (seconds, out) => {
    out.x = x;
    out.y = y;
    out.z = z;
    out.yaw = yaw + Math.sin(seconds * 0.4 + from) * sway;
    out.pitch = Math.sin(seconds * 0.27 + from) * 0.06;
    out.seated = out.headset = false;
  };
}

export function sitter(spot: Spot, random: Random): Actor {
  const stand = stander(spot, random);
  return (seconds, out) => {
    stand(seconds, out);
    out.seated = true;
  };
}

/** Goes round by these places, with a rest at each. */
export function walker(places: readonly Spot[], random: Random): Actor {
  const pace = PACE_M_S[0] + random() * (PACE_M_S[1] - PACE_M_S[0]);
  const legs = places.map((a, i) => {
    const b = places[(i + 1) % places.length];
    return { a, b, seconds: Math.hypot(b.x - a.x, b.z - a.z) / pace, rest: random() * PAUSE_S };
  });
  const round = legs.reduce((sum, leg) => sum + leg.seconds + leg.rest, 0);
  const from = random() * round;
  const here = { x: 0, z: 0, yaw: 0 };
  const at = (seconds: number): void => {
    let left = (seconds + from) % round;
    for (const { a, b, seconds: going, rest } of legs) {
      const t = Math.min(1, left / going);
      here.x = a.x + (b.x - a.x) * t;
      here.z = a.z + (b.z - a.z) * t;
      here.yaw = Math.atan2(a.x - b.x, a.z - b.z);
      if (left < going + rest) return;
      left -= going + rest;
    }
  };
  return (seconds, out) => {
    at(seconds);
    out.x = here.x;
    out.y = places[0].y;
    out.z = here.z;
    out.yaw = here.yaw;
    out.pitch = 0;
    out.seated = out.headset = false;
  };
}

/** Who is in the room, and which of them (by their place in the list) are the ones to speak in their groups. */
export interface Party {
  readonly actors: Actor[];
  readonly speakers: number[];
}

/** `placed` first; then people in groups, on seats, on their way: `count` of them, or as many as there is room for. */
export function crowdOf(
  ground: Ground, seats: readonly Spot[], count: number, random: Random, placed: readonly Spot[] = [],
): Party {
  const party: Party = { actors: placed.map((spot) => stander(spot, random)), speakers: [] };
  const { actors } = party;
  for (const spot of placed) ground.take(spot);
  const taken = Math.min(Math.floor(count * SITTING), Math.ceil(seats.length * SEATS_TAKEN));
  for (const seat of shuffled(seats, random).slice(0, taken)) {
    actors.push(sitter(seat, random));
    ground.take(seat);
  }
  const standing = Math.floor(count * STANDING);
  while (actors.length < standing && addGroup(ground, Math.min(standing - actors.length, sizeOf(random())), party, random));
  while (actors.length < count && addWalker(ground, actors, random));
  return party;
}

/** Most talk in twos and threes, some stand alone. */
function sizeOf(chance: number): number {
  return chance < 0.12 ? 1 : chance < 0.5 ? 2 : chance < 0.8 ? 3 : chance < 0.93 ? 4 : 5;
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values.map((value) => ({ value, at: random() })).sort((a, b) => a.at - b.at).map(({ value }) => value);
}

function addGroup(ground: Ground, size: number, { actors, speakers }: Party, random: Random): boolean {
  const radius = size === 1 ? 0 : GROUP_M * Math.max(0.75, size / 4);
  const middle = ground.find(radius);
  if (!middle) return false;
  if (size > 1) speakers.push(actors.length);
  for (let i = 0; i < size; i++) {
    const angle = middle.yaw + (i / size) * 2 * Math.PI + (random() - 0.5) * 0.4;
    const away = radius * (0.9 + random() * 0.3);
    const spot = {
      x: middle.x + Math.sin(angle) * away,
      y: middle.y,
      z: middle.z + Math.cos(angle) * away,
      yaw: size === 1 ? angle : angle + (random() - 0.5) * 0.35,
    };
    ground.take(spot);
    actors.push(stander(spot, random));
  }
  return true;
}

function addWalker(ground: Ground, made: Actor[], random: Random): boolean {
  for (let i = 0; i < 200; i++) {
    const a = ground.find(-0.4);
    const b = ground.find(-0.4);
    if (!a || !b || Math.hypot(a.x - b.x, a.z - b.z) < 2.5 || !ground.way(a, b)) continue;
    made.push(walker([a, b], random));
    return true;
  }
  return false;
}
