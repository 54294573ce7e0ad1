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

describe('where a member is between two poses', () => {
  it('is on the line between them, at the speed of the walk', () => {
    tracks.push(1000, pose({ x: 0, z: 0 }));
    tracks.push(1100, pose({ x: 0.2, z: -0.1 }));
    const found = at(1050);
    expect(found[Field.x]).toBeCloseTo(0.1);
    expect(found[Field.z]).toBeCloseTo(-0.05);
    expect(found[Field.speed]).toBeCloseTo(Math.hypot(0.2, 0.1) / 0.1, 3);
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
    expect(at(1100)[Field.x]).toBe(1);
    expect(at(1000)[Field.x]).toBe(1);
  });

  it('knows that who was silent stood still, and did not creep', () => {
    tracks.push(1000, pose({ x: 0 }));
    tracks.push(3000, pose({ x: 0.1 }));
    expect(at(2900)[Field.x]).toBe(0);
    expect(at(2975)[Field.x]).toBeCloseTo(0.05);
  });

  it('does not go on from the first step after a stand: of who is seldom heard it may be a leap', () => {
    tracks.push(1000, pose({ x: 0 }));
    tracks.push(1500, pose({ x: 1.1 }));
    expect(at(1475)[Field.x]).toBeCloseTo(0.55);
    expect(at(1600)[Field.x]).toBeCloseTo(1.1);
    expect(out[Field.speed]).toBe(0);
    tracks.push(1550, pose({ x: 1.2 }));
    expect(at(1600)[Field.x]).toBeCloseTo(1.3);
  });

  it('goes on a little when nothing newer is known, then comes back softly', () => {
    tracks.push(1000, pose({ x: 0 }));
    tracks.push(1050, pose({ x: 0.1 }));
    expect(at(1100)[Field.x]).toBeCloseTo(0.2);
    expect(at(1200)[Field.x]).toBeCloseTo(0.4);
    expect(at(1300)[Field.x]).toBeCloseTo(0.2);
    expect(at(1300)[Field.speed]).toBe(0);
    expect(at(1351)[Field.x]).toBeCloseTo(0.1);
    expect(at(5000)[Field.x]).toBeCloseTo(0.1);
  });

  it('holds with late and uneven packets: no step is longer than the walk allows', () => {
    const speed = 2;
    for (let i = 0; i < 60; i++) {
      if (i % 7 === 3) continue; // lost for a slow reader
      tracks.push(1000 + i * 50, pose({ x: (i * 50 * speed) / 1000 }));
    }
    let before = at(1100)[Field.x];
    for (let time = 1116; time < 3800; time += 16) {
      const { [Field.x]: x } = at(time);
      expect(Math.abs(x - before)).toBeLessThan(((16 * speed) / 1000) * 1.2);
      before = x;
    }
  });

  it('keeps many members apart while the table grows', () => {
    for (let slot = 0; slot < 500; slot++) tracks.push(1000, pose({ slot, x: slot }));
    for (let slot = 0; slot < 500; slot++) {
      tracks.at(slot, 1000, out);
      expect(out[Field.x]).toBe(slot);
    }
  });
});

describe('a headset member', () => {
  it('has the floor below the head, and hands that move with it', () => {
    const first = pose({ headset: true, y: 1.6, x: 0 });
    first.right.tracked = true;
    first.right.position.set([0.2, -0.4, -0.2]);
    tracks.push(1000, first);
    const second = pose({ headset: true, y: 1.8, x: 1 });
    second.right.tracked = true;
    second.right.position.set([0.4, -0.4, -0.2]);
    tracks.push(1100, second);
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
  });
});
