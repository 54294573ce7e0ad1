import { beforeEach, describe, expect, it } from 'vitest';
import { Pose } from '../protocol/poses';
import { Field, Tracks } from './tracks';

const out = new Float32Array(Field.size);
let tracks: Tracks;

function pose(over: Partial<Pose> = {}): Pose {
  return Object.assign(new Pose(), { slot: 4, ...over });
}

beforeEach(() => {
  tracks = new Tracks();
  tracks.reset(0);
});

function at(time: number): Float32Array {
  expect(tracks.at(4, time, out)).toBe(true);
  return out;
}

/** Shows every 10 ms from `from` to `to`, and answers the longest step of x. */
function longestStep(from: number, to: number): number {
  let longest = 0;
  let before = at(from)[Field.x];
  for (let time = from + 10; time <= to; time += 10) {
    const x = at(time)[Field.x];
    longest = Math.max(longest, Math.abs(x - before));
    before = x;
  }
  return longest;
}

describe('where a member is between two poses', () => {
  it('is on the line between them, at the speed of the walk', () => {
    tracks.push(1000, pose({ x: 0, z: 0 }));
    tracks.push(1100, pose({ x: 0.2, z: -0.1 }));
    const found = at(1050);
    expect(found[Field.x]).toBeCloseTo(0.1);
    expect(found[Field.z]).toBeCloseTo(-0.05);
    expect(found[Field.speed]).toBeCloseTo(Math.hypot(0.2, 0.1) / 0.1, 3);
    expect(found[Field.velocityX]).toBeCloseTo(2, 3);
    expect(found[Field.velocityZ]).toBeCloseTo(-1, 3);
  });

  it('turns the short way round', () => {
    tracks.push(1000, pose({ yaw: 3 }));
    tracks.push(1100, pose({ yaw: -3 }));
    expect(Math.abs(at(1050)[Field.yaw])).toBeCloseTo(Math.PI, 2);
  });

  it('is nothing for a slot that nobody has, and for one that was given up', () => {
    expect(tracks.at(9, 1000, out)).toBe(false);
    tracks.push(1000, pose());
    tracks.forget(4);
    expect(tracks.at(4, 1000, out)).toBe(false);
  });

  it('is at once where the next holder of the slot stands', () => {
    tracks.push(1000, pose({ x: 0 }));
    at(1000);
    tracks.forget(4);
    tracks.push(1050, pose({ x: 3 }));
    expect(at(1060)[Field.x]).toBe(3);
    expect(out[Field.speed]).toBe(0);
  });

  it('cuts where the jump counter rises', () => {
    tracks.push(1000, pose({ x: 0, jump: 0 }));
    tracks.push(1100, pose({ x: 8, jump: 1 }));
    expect(at(1099)[Field.x]).toBe(0);
    expect(at(1100)[Field.x]).toBe(8);
    expect(out[Field.speed]).toBe(0);
  });

  it('ignores what comes too late', () => {
    tracks.push(1100, pose({ x: 1 }));
    tracks.push(1050, pose({ x: -5 }));
    expect(at(1000)[Field.x]).toBe(1);
    expect(at(1100)[Field.x]).toBe(1);
  });

  it('asked twice at one time answers the same', () => {
    tracks.push(1000, pose({ x: 0 }));
    tracks.push(1050, pose({ x: 0.1 }));
    at(1020);
    const once = Array.from(at(1040));
    expect(Array.from(at(1040))).toEqual(once);
  });

  it('keeps many members apart while the table grows', () => {
    for (let slot = 0; slot < 500; slot++) tracks.push(1000, pose({ slot, x: slot }));
    for (let slot = 0; slot < 500; slot++) {
      tracks.at(slot, 1000, out);
      expect(out[Field.x]).toBe(slot);
    }
  });
});

describe('who was silent', () => {
  it('stood still and did not creep', () => {
    tracks.push(1000, pose({ x: 0 }));
    tracks.push(3000, pose({ x: 0.03 }));
    expect(at(2900)[Field.x]).toBe(0);
    expect(at(2975)[Field.x]).toBeCloseTo(0.015);
  });

  it('did not fly afterwards: who is metres further had walked meanwhile', () => {
    tracks.push(1000, pose({ x: 0 }));
    tracks.push(2000, pose({ x: 1.2 }));
    expect(at(1100)[Field.x]).toBe(0);
    expect(longestStep(1100, 2000)).toBeLessThan(0.0155); // 1.5 m/s
    expect(at(2000)[Field.x]).toBeCloseTo(1.2, 1);
  });

  it('has no pace after the first step', () => {
    tracks.push(1000, pose({ x: 0 }));
    tracks.push(3000, pose({ x: 0.05 }));
    at(2990);
    for (let time = 3000; time < 3500; time += 10) expect(at(time)[Field.x]).toBeLessThanOrEqual(0.0501);
    expect(out[Field.speed]).toBe(0);
  });
});

describe('when nothing newer is known', () => {
  beforeEach(() => {
    for (let i = 0; i < 4; i++) tracks.push(1000 + 50 * i, pose({ x: 0.1 * i }));
    at(1140);
  });

  it('a walk goes on a little and comes to a stand where it is', () => {
    expect(longestStep(1150, 3000)).toBeLessThanOrEqual(0.0201);
    expect(out[Field.x]).toBeCloseTo(0.5, 2); // a tenth of a second further
    expect(out[Field.speed]).toBe(0);
  });

  it('a member of whom the newest frames do not speak stands where they were', () => {
    at(1160);
    tracks.heard(1450);
    expect(longestStep(1170, 2000)).toBeLessThan(0.025);
    expect(out[Field.x]).toBeCloseTo(0.3, 3);
  });

  it('what comes late is no step, and is caught up', () => {
    at(1180);
    let before = longestStep(1180, 1600);
    for (let i = 4; i < 20; i++) tracks.push(1000 + 50 * i, pose({ x: 0.1 * i }));
    before = out[Field.x];
    expect(at(1610)[Field.x] - before).toBeLessThan(0.03);
    expect(longestStep(1610, 1940)).toBeLessThan(0.045); // 2 m/s and the correction's 2.2
    for (let i = 20; i < 40; i++) tracks.push(1000 + 50 * i, pose({ x: 0.1 * i }));
    longestStep(1940, 2800);
    expect(at(2810)[Field.x]).toBeCloseTo(3.62, 2);
  });

  it('somebody who is suddenly far away is shown there: nobody glides through the room', () => {
    longestStep(1150, 1600);
    tracks.push(1610, pose({ x: 9 }));
    expect(at(1620)[Field.x]).toBe(9);
  });

  it('who was not drawn for long is where they are', () => {
    tracks.push(9000, pose({ x: 4 }));
    expect(at(9100)[Field.x]).toBe(4);
    expect(out[Field.speed]).toBe(0);
  });
});

describe('a headset member', () => {
  function worn(x: number, y: number, hand: number): Pose {
    const it = pose({ headset: true, x, y });
    it.right.tracked = true;
    it.right.position.set([hand, -0.4, -0.2]);
    return it;
  }

  it('has the floor below the head, and hands that move with it', () => {
    tracks.push(1000, worn(0, 1.6, 0.2));
    tracks.push(1100, worn(1, 1.8, 0.4));
    const found = at(1050);
    expect(found[Field.headY]).toBeCloseTo(1.7);
    expect(found[Field.y]).toBeCloseTo(0.1);
    expect(found[Field.rightTracked]).toBe(1);
    expect(found[Field.rightPosition]).toBeCloseTo(0.3);
    expect(found[Field.leftTracked]).toBe(0);
  });

  it('does not fly from the screen body into the headset one', () => {
    tracks.push(1000, pose({ y: 0 }));
    tracks.push(1100, pose({ headset: true, y: 1.6 }));
    expect(at(1090)[Field.headset]).toBe(0);
    expect(at(1100)[Field.headset]).toBe(1);
    expect(out[Field.headY]).toBeCloseTo(1.6);
  });

  it('who becomes far still wears it, and the hand sinks to the side before it is lost', () => {
    for (let time = 1000; time <= 1200; time += 50) tracks.push(time, worn(0, 1.7, 0.3));
    at(1190);
    for (let time = 1400; time <= 3000; time += 200) tracks.push(time, pose({ x: 0, y: 0.1 }), true);
    let [before, lost] = [at(1200)[Field.rightPosition + 1], 0];
    for (let time = 1210; time < 3000; time += 10) {
      const found = at(time);
      expect(found[Field.headset]).toBe(1);
      if (found[Field.rightTracked] === 0) lost ||= time;
      else expect(Math.abs(found[Field.rightPosition + 1] - before)).toBeLessThan(0.026);
      before = found[Field.rightPosition + 1];
    }
    expect(lost).toBeGreaterThan(1600);
    expect(lost).toBeLessThan(1850); // from the last that was heard of it, not from the first far record
    expect(before).toBeCloseTo(-0.83, 2);
  });

  it('a hand that is found comes from the side', () => {
    tracks.push(1000, pose({ headset: true, y: 1.6 }));
    at(1000);
    for (let time = 1050; time <= 2000; time += 50) tracks.push(time, worn(0, 1.6, 0.3));
    const heights = Array.from({ length: 80 }, (_, i) => at(1050 + 10 * i)[Field.rightPosition + 1]);
    expect(heights[0]).toBeCloseTo(-0.83, 2);
    expect(heights.at(-1)).toBeCloseTo(-0.4, 2);
    for (let i = 1; i < heights.length; i++) expect(heights[i] - heights[i - 1]).toBeLessThan(0.026);
  });
});

describe('somebody who is told of seldom', () => {
  /** As a server tells of a walk along x at 1.4 m/s, every `every` ms from `from` on. */
  function walk(from: number, to: number, every: number, far = false): void {
    for (let time = from; time <= to; time += every) {
      tracks.heard(time);
      tracks.push(time, pose({ x: (1.4 * (time - 1000)) / 1000 }), far);
    }
  }

  it('goes round a corner in a bend: the velocity has no step', () => {
    walk(1000, 3000, 1000, true);
    let [x, z, vx, vz, change] = [at(3000)[Field.x], 0, 1.4, 0, 0];
    for (let now = 3120; now < 8000; now += 20) {
      if (now % 1000 === 0) {
        tracks.heard(now);
        tracks.push(now, pose({ x: Math.min(4.2, (1.4 * (now - 1000)) / 1000), z: Math.max(0, (1.4 * (now - 4000)) / 1000) }), true);
      }
      const found = at(now - 110);
      const [wx, wz] = [(found[Field.x] - x) * 50, (found[Field.z] - z) * 50];
      if (now > 3200) change = Math.max(change, Math.hypot(wx - vx, wz - vz));
      [x, z, vx, vz] = [found[Field.x], found[Field.z], wx, wz];
    }
    expect(vz).toBeCloseTo(1.4, 1); // round the corner
    expect(change).toBeLessThan(0.15);
  });

  it('waits on the way for what comes late, also where pictures are seldom, and does not rush then', () => {
    walk(1000, 3000, 200);
    for (let time = 3000; time < 3800; time += 50) tracks.heard(time);
    for (let time = 1000; time <= 3800; time += 350) at(time);
    const before = at(3850)[Field.x];
    expect(before).toBeLessThanOrEqual(2.801); // not beyond what is known
    expect(before).toBeGreaterThan(2.6);
    walk(3900, 3900, 200, true);
    expect(longestStep(3860, 6000)).toBeLessThan(0.0181); // 1.8 m/s: a quarter more than the walk
  });

  it('and comes near standing is shown without delay when they walk on', () => {
    for (let time = 1000; time <= 5000; time += 2000) tracks.push(time, pose({ x: 0 }), true);
    longestStep(1000, 5100);
    tracks.push(5200, pose({ x: 0 }));
    longestStep(5110, 5400);
    for (let time = 5500; time <= 7000; time += 50) {
      tracks.heard(time);
      tracks.push(time, pose({ x: (1.4 * (time - 5450)) / 1000 }));
      longestStep(time - 100, time - 50);
    }
    expect(1.4 * 1.55 - out[Field.x]).toBeLessThan(0.5);
  });
});

describe('somebody on a seat', () => {
  it('still sits when they are far, until they go', () => {
    tracks.push(1000, pose({ seated: true, jump: 2 }));
    tracks.push(3000, pose({ jump: 2 }), true);
    expect(at(3000)[Field.seated]).toBe(1);
    tracks.push(3200, pose({ jump: 3, x: 1 }), true);
    expect(at(4600)[Field.seated]).toBe(0);
  });
});
