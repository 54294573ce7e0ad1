import { beforeEach, describe, expect, it } from 'vitest';
import { Held } from '../protocol/poses';
import { At, Places } from './places';

const STAYS = [0, 0, 0, 1];
let places: Places;

function held(x: number, scale = 1): Held {
  const record = new Held();
  record.carried = true;
  record.position.set([x, 1, 2]);
  record.scale = scale;
  return record;
}

function shown(): Float32Array {
  return places.shown('card')!;
}

/** Steps of a picture each, with what is shown after every one. */
function watch(pictures: number, time = 5000, calm = false): Float32Array[] {
  return Array.from({ length: pictures }, () => {
    places.step(time, 0.02, calm);
    return shown().slice();
  });
}

/** The same number from picture to picture: the largest step. */
function largestStep(seen: readonly Float32Array[], field: number): number {
  return Math.max(...seen.slice(1).map((one, i) => Math.abs(one[field] - seen[i][field])));
}

beforeEach(() => {
  places = new Places();
  places.turn('card', STAYS);
});

describe('at home', () => {
  it('glides to the newest rotation and gets there', () => {
    places.turn('card', [0, 1, 0, 0]);
    places.step(0, 0.05, false);
    expect(shown()[At.turn + 1]).toBeGreaterThan(0.3);
    expect(shown()[At.turn + 1]).toBeLessThan(0.99);
    watch(80);
    expect(shown()[At.turn + 1]).toBeCloseTo(1, 4);
    expect(shown()[At.away]).toBe(0);
  });

  it('is turned at once when asked, and null for what is unknown', () => {
    places.turn('card', [1, 0, 0, 0], true);
    expect(Array.from(shown().slice(At.turn, At.scale))).toEqual([1, 0, 0, 0]);
    expect(places.shown('other')).toBeNull();
  });
});

describe('in the hand of somebody else', () => {
  it('leaves home softly, follows, and goes home softly in its own size', () => {
    places.heard('card', 5000, held(3, 2), false);
    const out = watch(30);
    expect(out[0][At.away]).toBeLessThan(0.05);
    expect(out[0][At.x]).toBe(3); // the place it is on the way to
    expect(largestStep(out, At.away)).toBeLessThan(0.12);
    expect(out.at(-1)!).toMatchObject({ [At.x]: 3, [At.scale]: 2, [At.away]: 1 });

    places.turn('card', [0, 1, 0, 0]);
    places.released('card');
    const home = watch(50);
    expect(home[0][At.away]).toBeGreaterThan(0.95);
    expect(largestStep(home, At.away)).toBeLessThan(0.06);
    expect(home.at(-1)!).toMatchObject({ [At.scale]: 1, [At.away]: 0 });
    expect(home.at(-1)![At.turn + 1]).toBeCloseTo(1, 4);
  });

  it('is there at once, and home at once, where nothing is to glide', () => {
    places.heard('card', 5000, held(3), false);
    expect(watch(1, 5000, true)[0][At.away]).toBe(1);
    places.released('card');
    expect(watch(1, 5000, true)[0][At.away]).toBe(0);
  });

  it('is there at once for who comes late', () => {
    places.heard('card', 5000, held(3), true);
    expect(watch(1)[0][At.away]).toBe(1);
  });

  it('is shown as late as the hand that carries it', () => {
    for (let i = 0; i < 10; i++) places.heard('card', 5000 + 50 * i, held(i / 10), false);
    watch(40, 5200);
    expect(shown()[At.x]).toBeCloseTo(0.4, 5);
  });

  it('goes home when its holder only turns it', () => {
    places.heard('card', 5000, held(3), false);
    watch(30);
    const turned = new Held();
    turned.rotation.set([0, 1, 0, 0]);
    places.heard('card', 5050, turned, false);
    watch(60);
    expect(shown()[At.away]).toBe(0);
    expect(shown()[At.turn + 1]).toBeCloseTo(1, 4);
  });

  it('turns back from the way home without a jump when it is taken again', () => {
    places.heard('card', 5000, held(3), false);
    watch(30);
    places.released('card');
    const before = watch(18).at(-1)!;
    expect(before[At.away]).toBeLessThan(0.7);
    places.heard('card', 6000, held(5), false);
    const seen = [before, ...watch(30)];
    expect(largestStep(seen, At.x)).toBeLessThan(0.3);
    expect(largestStep(seen, At.away)).toBeLessThan(0.12);
    expect(seen.at(-1)!).toMatchObject({ [At.x]: 5, [At.away]: 1 });
  });
});

describe('handed over', () => {
  it('stays where it is until the next holder says where it is, and then goes there', () => {
    places.heard('card', 5000, held(3), false);
    watch(30);
    places.handed('card');
    expect(watch(20).every((one) => one[At.x] === 3 && one[At.away] === 1)).toBe(true);
    places.heard('card', 5400, held(3.5), false);
    expect(largestStep(watch(1, 5360).concat(watch(1, 5370), watch(1, 5380)), At.x)).toBeLessThan(0.15);
    watch(80, 5400);
    expect(shown()).toMatchObject({ [At.x]: 3.5, [At.away]: 1 });
  });

  it('goes home when the next holder says nothing', () => {
    places.heard('card', 5000, held(3), false);
    places.handed('card');
    watch(120);
    expect(shown()[At.away]).toBe(0);
  });
});

describe('in one\'s own hand', () => {
  it('comes softly and then is where the hand is, at once', () => {
    places.own('card', held(1));
    const come = watch(25);
    expect(come[0][At.away]).toBeLessThan(0.05);
    places.own('card', held(1.4, 3));
    expect(watch(1)[0]).toMatchObject({ [At.scale]: 3, [At.away]: 1 });
    expect(shown()[At.x]).toBeCloseTo(1.4, 5);
  });

  it('is turned at once at home, also as it is taken', () => {
    const turned = new Held();
    turned.rotation.set([0, 1, 0, 0]);
    places.own('card', turned);
    watch(1);
    expect(Array.from(shown().slice(At.turn))).toEqual([0, 1, 0, 0, 1, 0]);
  });

  it('tells the newest rotation, wherever it was turned', () => {
    const out = new Float64Array(4);
    const turned = held(2);
    turned.rotation.set([1, 0, 0, 0]);
    places.heard('card', 5000, turned, false);
    places.newest('card', out);
    expect(Array.from(out)).toEqual([1, 0, 0, 0]);
    places.restart();
    places.heard('card', 10, held(2), false);
    places.newest('card', out);
    expect(Array.from(out)).toEqual(STAYS);
  });
});
