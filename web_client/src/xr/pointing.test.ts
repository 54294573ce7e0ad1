// What rays, finger tips and the gaze do to panels and to the room.
import { Plane, type Ray, Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Picked } from '../interaction/picking';
import type { Pointable } from './pointable';
import { type Behind, Pointing } from './pointing';
import type { Source } from './sources';
import { FakeSource } from './testing';

const FRAME_S = 1 / 72;

/** A square metre at z, that keeps what is done to it. */
class Board implements Pointable {
  readonly done: string[] = [];
  overs = 0;

  constructor(private readonly z: number, private readonly works = true) {}

  reach(ray: Ray, at: Vector3): number {
    const hit = ray.intersectPlane(new Plane(new Vector3(0, 0, 1), -this.z), at);
    return hit && this.has(at) ? at.distanceTo(ray.origin) : Infinity;
  }

  before(tip: Vector3): number {
    return this.has(tip) ? tip.z - this.z : Infinity;
  }

  usable(): boolean {
    return this.works;
  }

  private has({ x, y }: Vector3): boolean {
    return Math.abs(x) < 0.5 && Math.abs(y - 1.5) < 0.5;
  }

  over(): void { this.overs++; }
  out(): void { this.done.push('out'); }
  press({ side }: Source, { x }: Vector3): void { this.done.push(`press ${side} ${x.toFixed(1)}`); }
  drag(_: Source, { x }: Vector3): void { this.done.push(`drag ${x.toFixed(1)}`); }
  release(_: Source, __: Vector3, inside: boolean): void { this.done.push(inside ? 'release' : 'let go outside'); }
}

let left: FakeSource, right: FakeSource, gaze: FakeSource;
let boards: Board[];
let room: Picked;
let done: string[];
let busy: Source | null;
let pointing: Pointing;
const manner = { hand: 'right' as 'left' | 'right' };

beforeEach(() => {
  left = new FakeSource('left');
  right = new FakeSource('right');
  gaze = new FakeSource('none', 'gaze');
  gaze.tracked = gaze.aims = false;
  boards = [];
  room = { kind: null, id: '', distance: Infinity, point: new Vector3() };
  done = [];
  busy = null;
  manner.hand = 'right';
  const behind: Behind = {
    along: () => room,
    hovers: (picked) => done.push(picked ? `hovers ${picked.kind} ${picked.id}` : 'hovers nothing'),
    use: ({ kind, id }) => done.push(`use ${kind} ${id}`),
    floor: ({ side }) => done.push(`floor ${side}`),
  };
  pointing = new Pointing([left, right, gaze], behind, manner, () => boards, (source) => source === busy);
});

function frames(count = 1): void {
  for (let i = 0; i < count; i++) {
    for (const source of [left, right, gaze]) source.frame();
    pointing.step(FRAME_S);
  }
}

function click(source: FakeSource): void {
  source.select.press();
  frames(2);
  source.select.release();
  frames(2);
}

function thing(kind: Picked['kind'], id = ''): void {
  room = { kind, id, distance: 3, point: new Vector3() };
}

describe('a ray on a panel', () => {
  it('is over the nearest, presses, drags and releases there', () => {
    boards = [new Board(-2), new Board(-1)];
    right.aim(0, 1.5, -1);
    frames();
    expect([boards[0].overs, boards[1].overs]).toEqual([0, 2]); // of both hands
    right.select.press();
    frames();
    right.aim(0.4, 1.5, -1);
    frames();
    right.select.release();
    frames();
    expect(boards[1].done).toEqual(['press right 0.0', 'drag 0.4', 'release']);
    expect(boards[0].done).toEqual([]);
    const beam = pointing.beams[1];
    expect([beam.shown, beam.met, beam.pressed]).toEqual([true, true, false]);
    expect(beam.to.z).toBeCloseTo(-1);
  });

  it('that was tapped within one frame has pressed', () => {
    boards = [new Board(-1)];
    right.select.press();
    right.select.release();
    frames(2);
    expect(boards[0].done).toEqual(['press right 0.0', 'release']);
  });

  it('keeps what it pressed while it leaves, and lets go outside', () => {
    boards = [new Board(-1)];
    right.select.press();
    frames();
    right.aim(3, 1.5, -1);
    frames();
    right.select.release();
    frames();
    expect(boards[0].done).toEqual(['press right 0.0', 'let go outside']);
    frames();
    expect(boards[0].done.at(-1)).toBe('out');
  });

  it('hides the room behind', () => {
    boards = [new Board(-1)];
    thing('exhibit', 'card');
    click(right);
    expect(done.filter((one) => one !== 'hovers nothing')).toEqual([]);
  });

  it('of a hand that is busy is off, and what it pressed is not meant', () => {
    boards = [new Board(-1)];
    right.select.press();
    frames();
    busy = right;
    frames();
    expect(boards[0].done).toEqual(['press right 0.0', 'let go outside', 'out']);
    expect(pointing.beams[1].shown).toBe(false);
  });
});

describe('a ray in the room', () => {
  it('names what it is on, ticks once, and uses what is pressed and let go of', () => {
    thing('exhibit', 'card');
    frames(8);
    expect(done).toEqual(['hovers exhibit card']);
    expect(right.felt).toHaveLength(1);
    click(right);
    expect(done.slice(1)).toEqual(['use exhibit card']);
    expect(pointing.beams[1].to.z).toBeCloseTo(-3);
    thing(null);
    frames(8);
    expect(done.at(-1)).toBe('hovers nothing');
  });

  it('does not use what it has slid onto', () => {
    thing('exhibit', 'card');
    right.select.press();
    frames(2);
    thing('seat', 'seat:1');
    right.select.release();
    frames(2);
    expect(done.filter((one) => one.startsWith('use'))).toEqual([]);
  });

  it('aims where to go where it presses the floor', () => {
    thing('floor');
    click(right);
    expect(done).toEqual(['floor right']);
  });

  it('is that of the hand used last, or wished for', () => {
    thing('exhibit', 'card');
    frames();
    expect([pointing.beams[0].shown, pointing.beams[1].shown]).toEqual([false, true]);
    click(left);
    expect([pointing.beams[0].shown, pointing.beams[1].shown]).toEqual([true, false]);
    expect(done).toContain('use exhibit card');
    click(right);
    manner.hand = 'left';
    frames();
    expect(pointing.active).toBe('left');
  });

  it('is that of the only hand there is', () => {
    right.tracked = right.aims = false;
    thing('person', '4');
    click(left);
    expect(done).toEqual(['hovers person 4', 'use person 4']);
  });

  it('ends shortly where there is nothing', () => {
    frames();
    expect([pointing.beams[1].shown, pointing.beams[1].met]).toEqual([true, false]);
    expect(pointing.beams[1].to.distanceTo(right.ray.origin)).toBeCloseTo(1.4);
  });
});

describe('a finger’s tip', () => {
  function tip(z: number, x = 0): void {
    right.tip.set(x, 1.5, z);
    frames();
  }

  beforeEach(() => {
    boards = [new Board(-0.5)];
  });

  it('presses when it comes through, drags along, and releases when it comes back', () => {
    for (const z of [-0.3, -0.45, -0.49, -0.51, -0.52]) tip(z);
    tip(-0.52, 0.2);
    tip(-0.45, 0.2);
    expect(boards[0].done).toEqual(['press right 0.0', 'drag 0.0', 'drag 0.2', 'release']);
    expect(pointing.beams[1].shown).toBe(false); // a finger needs no ray
  });

  it('that comes from behind presses nothing', () => {
    for (const z of [-0.8, -0.58, -0.52, -0.48, -0.3]) tip(z);
    expect(boards[0].done.filter((one) => one.startsWith('press'))).toEqual([]);
  });

  it('that goes off aside lets go outside', () => {
    for (const z of [-0.45, -0.49, -0.51]) tip(z);
    tip(-0.51, 0.9);
    expect(boards[0].done.slice(-1)).toEqual(['let go outside']);
  });
});

describe('the gaze', () => {
  beforeEach(() => {
    gaze.tracked = gaze.aims = true;
  });

  it('points in place of both hands, and any button is its button', () => {
    boards = [new Board(-1)];
    frames();
    expect(pointing.beams.map(({ shown }) => shown)).toEqual([false, false, true]);
    click(gaze);
    expect(boards[0].done).toEqual(['press none 0.0', 'drag 0.0', 'release']);
  });

  /** As after a glance aside: only a gaze that has come to a place means it. */
  function comesTo(x: number, y: number): void {
    gaze.aim(x + 0.5, y, -1);
    frames();
    gaze.aim(x, y, -1);
    frames();
  }

  it('that rests means it, once', () => {
    boards = [new Board(-1)];
    comesTo(0, 1.5);
    frames(72);
    expect(boards[0].done).toEqual([]);
    expect(pointing.beams[2].progress).toBeGreaterThan(0.7);
    frames(144);
    expect(boards[0].done).toEqual(['press none 0.0', 'release']);
    gaze.aim(0.4, 1.5, -1);
    frames(100);
    expect(boards[0].done.slice(2)).toEqual(['press none 0.4', 'release']);
  });

  it('means nothing by what it happens to be on where one is put', () => {
    thing('seat', 'seat:1');
    frames(200);
    comesTo(0, 1.4);
    pointing.elsewhere();
    frames(200);
    expect(done.filter((one) => one.startsWith('use'))).toEqual([]);
    comesTo(0, 1.2);
    frames(100);
    expect(done.filter((one) => one.startsWith('use'))).toEqual(['use seat seat:1']);
  });

  it('is not taken for a press on what comes under it', () => {
    comesTo(0, 1.5);
    frames(40);
    boards = [new Board(-1)];
    frames(200);
    expect(boards[0].done).toEqual([]);
  });

  it('that wanders means nothing', () => {
    thing('exhibit', 'card');
    for (let i = 0; i < 300; i++) {
      gaze.aim(Math.sin(i / 20), 1.5, -1);
      frames();
    }
    expect(done.filter((one) => one.startsWith('use'))).toEqual([]);
  });

  it('rests on what does nothing without meaning it', () => {
    boards = [new Board(-1, false)];
    comesTo(0, 1.5);
    frames(200);
    expect(boards[0].done).toEqual([]);
    expect(pointing.beams[2].progress).toBe(0);
  });

  it('uses what it rests on nearby, and goes where it rests on the floor', () => {
    thing('seat', 'seat:1');
    comesTo(0, 1.5);
    frames(100);
    expect(done).toContain('use seat seat:1');
    thing('floor');
    gaze.ray.at(3, room.point);
    comesTo(0.5, 0);
    gaze.ray.at(3, room.point);
    frames(100);
    expect(done.at(-1)).toBe('floor none');
  });

  it('does not go to the foot of a wall that it rests on, nor to what is far', () => {
    thing('floor'); // the place is not where the ray ends
    comesTo(0, 1.5);
    frames(200);
    thing('exhibit', 'card');
    room.distance = 9;
    comesTo(0.4, 1.5);
    frames(200);
    expect(done.filter((one) => /use|floor/.test(one))).toEqual([]);
  });

  it('of who has a button is not taken for a press', () => {
    thing('exhibit', 'card');
    click(gaze);
    done = [];
    comesTo(0.5, 1.4);
    frames(200);
    expect(done.filter((one) => one.startsWith('use'))).toEqual([]);
  });
});

it('points at nothing any more once the headset is off', () => {
  boards = [new Board(-1)];
  thing('exhibit', 'card');
  right.select.press();
  frames();
  pointing.rest();
  expect(boards[0].done).toEqual(['press right 0.0', 'out', 'let go outside', 'out']); // of both hands
});
