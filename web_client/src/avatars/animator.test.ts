// One person in motion, from the replica's fields to joints: alive when still, smooth when turning, never jumping.
import { describe, expect, it } from 'vitest';
import { Field } from '../replica/tracks';
import { angleBetween } from '../replica/slerp';
import { FAR_ROWS, farPoses, farRow } from './far_poses';
import { MATRIX_SIZE, ROW_SIZE } from './forward';
import { joint } from './skeleton';
import { bodyOf, FPS, shippedClips, Walker } from './testing';

const clips = await shippedClips();
const MIDDLE = joint('upperChest');

function rowOf(walker: Walker): Float32Array {
  const row = new Float32Array(ROW_SIZE);
  walker.animator.write(row, 0);
  return row;
}

/** The farthest that a joint's matrix moved a point near the body, metres. */
function change(a: Float32Array, b: Float32Array, joints = ROW_SIZE / MATRIX_SIZE): number {
  let most = 0;
  for (let j = 0; j < joints; j++) {
    for (let r = 0; r < 3; r++) {
      const m = j * MATRIX_SIZE + r * 4;
      const d = (row: Float32Array) => row[m + 1] * 1.2 + row[m + 3];
      most = Math.max(most, Math.abs(d(a) - d(b)));
    }
  }
  return most;
}

function stand(walker: Walker, seconds: number): void {
  for (let i = 0; i < seconds * FPS; i++) walker.frame();
}

describe('who stands still', () => {
  it('breathes', () => {
    const walker = new Walker(clips, bodyOf());
    stand(walker, 1);
    const heights: number[] = [];
    for (let i = 0; i < 6 * FPS; i++) {
      walker.frame();
      heights.push(walker.joint('leftUpperArm')[1]);
    }
    const range = Math.max(...heights) - Math.min(...heights);
    expect(range).toBeGreaterThan(0.002);
    expect(range).toBeLessThan(0.06);
  });

  it('blinks every few seconds, and not in step with the others', () => {
    const blinks = [1, 2].map((seed) => {
      const walker = new Walker(clips, bodyOf(), seed);
      const lid = joint('leftUpperEyelid') * MATRIX_SIZE;
      const head = joint('head') * MATRIX_SIZE;
      const times: number[] = [];
      let shut = false;
      for (let i = 0; i < 40 * FPS; i++) {
        walker.frame();
        const row = rowOf(walker);
        // How far the lid is turned against the head: the cosine between their uprights.
        const cos = row[lid + 1] * row[head + 1] + row[lid + 5] * row[head + 5] + row[lid + 9] * row[head + 9];
        if (cos < 0.9 && !shut) times.push(walker.time);
        shut = cos < 0.9;
      }
      return times;
    });
    for (const times of blinks) {
      expect(times.length).toBeGreaterThan(5);
      expect(times.length).toBeLessThan(25);
    }
    expect(blinks[0].slice(0, 5)).not.toEqual(blinks[1].slice(0, 5));
  });

  it('looks at what there is to look at, within what necks and eyes can', () => {
    const walker = new Walker(clips, bodyOf());
    const faces = () => {
      const row = rowOf(walker);
      const eye = joint('leftEye') * MATRIX_SIZE;
      return Math.atan2(-row[eye + 2] * -1, row[eye + 10]);
    };
    stand(walker, 1);
    const before = faces();
    walker.lookAt = [-3, 1.6, -3];
    stand(walker, 1);
    expect(Math.abs(faces() - before)).toBeGreaterThan(0.4);
    expect(Math.abs(faces() - before)).toBeLessThan(1.3);
  });
});

describe('turning', () => {
  it('follows smoothly, the eyes first, and never faster than 5 rad/s', () => {
    const walker = new Walker(clips, bodyOf());
    stand(walker, 1);
    walker.pose[Field.yaw] = 2.4;
    let before = walker.animator.heading.yaw;
    for (let i = 0; i < 3 * FPS; i++) {
      walker.frame();
      const { yaw } = walker.animator.heading;
      expect(Math.abs(angleBetween(before, yaw)) * FPS).toBeLessThan(5.01);
      before = yaw;
    }
    expect(Math.abs(angleBetween(before, 2.4))).toBeLessThan(0.3);
  });

  it('cuts where the replica jumps', () => {
    const walker = new Walker(clips, bodyOf());
    stand(walker, 1);
    walker.pose[Field.x] += 7;
    walker.pose[Field.yaw] = 2;
    walker.pose[Field.jump] = 1;
    walker.frame();
    expect(walker.animator.heading.yaw).toBeCloseTo(2, 5);
    expect(walker.animator.pace).toBe(0);
    expect(Math.hypot(walker.joint('leftFoot')[0] - 7, walker.joint('leftFoot')[2])).toBeLessThan(0.4);
  });
});

describe('motion', () => {
  it('takes its pace from the replica, not from where it is shown', () => {
    const walker = new Walker(clips, bodyOf());
    const { pose, animator, sense } = walker;
    for (let i = 0; i < FPS; i++) {
      pose[Field.x] += 0.5 / FPS; // a correction of the place is no walk
      animator.move(sense, 1 / FPS);
    }
    expect([animator.pace, animator.locomotion.moving]).toEqual([0, 0]);
    pose[Field.velocityZ] = -1.4;
    pose[Field.speed] = 1.4;
    for (let i = 0; i < FPS; i++) animator.move(sense, 1 / FPS);
    expect(animator.pace).toBeCloseTo(1.4, 5);
    expect(animator.locomotion.moving).toBeGreaterThan(0.9);
  });

  it('has no jump from frame to frame, whatever one does', () => {
    const walker = new Walker(clips, bodyOf());
    stand(walker, 0.5);
    let before = rowOf(walker);
    const go = (seconds: number, vx: number, vz: number, turn = 0) => {
      for (let i = 0; i < seconds * FPS; i++) {
        walker.frame(vx, vz, turn);
        const now = rowOf(walker);
        expect(change(before, now)).toBeLessThan(0.3); // feet of a runner go by 15 cm a frame
        before = now;
      }
    };
    go(1, 0, -1.4);
    go(0.6, 0, 0);
    go(1, 0, -2.3, 0.8);
    go(1, 1, 0);
    walker.pose[Field.seated] = 1;
    go(2, 0, 0);
    walker.animator.gestures.play('wave');
    go(3, 0, 0);
    walker.pose[Field.seated] = 0;
    go(2, 0, 0);
    walker.talkingUntil = walker.time + 2;
    go(4, 0, -0.7);
  });

  it('sits where the replica says so, and gets up again', () => {
    const walker = new Walker(clips, bodyOf());
    stand(walker, 0.5);
    const high = walker.joint('hips')[1];
    walker.pose[Field.seated] = 1;
    stand(walker, 2);
    expect(walker.joint('hips')[1]).toBeLessThan(high - 0.3);
    expect(walker.animator.seated).toBe(true);
    expect(walker.joint('leftToes')[1]).toBeLessThan(0.06);
    walker.pose[Field.seated] = 0;
    stand(walker, 2);
    expect(walker.joint('hips')[1]).toBeGreaterThan(high - 0.05);
  });

  it('is the same near and at middle distance, and goes on where it was after a while unseen', () => {
    const near = new Walker(clips, bodyOf());
    const middle = new Walker(clips, bodyOf());
    for (let i = 0; i < 3 * FPS; i++) {
      near.frame(0, -1.4, 0, true);
      middle.frame(0, -1.4, 0, i % 7 !== 0); // the level changes now and then
    }
    middle.frame(0, -1.4);
    near.frame(0, -1.4);
    expect(change(rowOf(near), rowOf(middle), MIDDLE + 1)).toBeLessThan(0.01);
    expect(middle.animator.phase).toBeCloseTo(near.animator.phase, 5);
    // Unseen, only `move` is called.
    for (let i = 0; i < FPS; i++) {
      middle.time += 1 / FPS;
      middle.pose[Field.z] -= 1.4 / FPS;
      middle.animator.move(middle.sense, 1 / FPS);
      near.frame(0, -1.4);
    }
    middle.frame(0, -1.4);
    near.frame(0, -1.4);
    expect(middle.animator.phase).toBeCloseTo(near.animator.phase, 5);
    expect(Math.abs(middle.joint('hips')[1] - near.joint('hips')[1])).toBeLessThan(0.02);
    expect(middle.joint('leftFoot')[1]).toBeLessThan(0.5);
  });

  it('waves with the hand above the shoulder, standing and sitting, and comes back', () => {
    for (const seated of [0, 1]) {
      const walker = new Walker(clips, bodyOf());
      walker.pose[Field.seated] = seated;
      stand(walker, 2);
      walker.animator.gestures.play('wave');
      let high = -1;
      for (let i = 0; i < clips.get('wave').duration * FPS; i++) {
        walker.frame();
        for (const side of ['left', 'right'])
          high = Math.max(high, walker.joint(`${side}Hand`)[1] - walker.joint(`${side}UpperArm`)[1]);
      }
      expect(high).toBeGreaterThan(0.05);
      stand(walker, 1);
      expect(walker.animator.gestures.playing).toBe('');
    }
  });
});

describe('a raised hand', () => {
  it('stays up for as long as it is held, and comes down', () => {
    const walker = new Walker(clips, bodyOf());
    stand(walker, 1);
    walker.animator.gestures.play('raise-hand', 8);
    const above = () => ['left', 'right'].some((side) => walker.joint(`${side}Hand`)[1] > walker.joint('head')[1]);
    stand(walker, 1.5);
    for (let i = 0; i < 6.5 * FPS; i++) {
      walker.frame();
      expect(above()).toBe(true);
    }
    stand(walker, 6);
    expect(above()).toBe(false);
    expect(walker.animator.gestures.playing).toBe('');
  });
});

describe('far poses', () => {
  const body = bodyOf({ thigh: 0.9, shin: 0.94 });
  const rows = farPoses(clips, body);

  it('are finite and stand on the floor', () => {
    expect(rows.length).toBe(FAR_ROWS * ROW_SIZE);
    expect(rows.every(Number.isFinite)).toBe(true);
    const toes = joint('leftToes');
    const rest = body.ankleHeight + body.rest[toes * 3 + 1];
    for (let i = 0; i < FAR_ROWS; i++) {
      const m = i * ROW_SIZE + toes * MATRIX_SIZE + 4;
      const b = body.bindInverse;
      const at = [0, 1, 2].map((k) => -b[toes * 16 + 12 + k]);
      const y = rows[m] * at[0] + rows[m + 1] * at[1] + rows[m + 2] * at[2] + rows[m + 3];
      expect(y).toBeGreaterThan(rest - 0.005);
      expect(y).toBeLessThan(rest + 0.45);
    }
  });

  it('are chosen by what one does, and are all of this library', () => {
    const seen = new Set<number>();
    for (const pace of [0, 1.2, 2.3, 4]) {
      for (const seated of [false, true]) {
        for (let i = 0; i < 96; i++) {
          const row = farRow(i / 48, pace, seated, i * 0.37, i);
          expect(Number.isInteger(row) && row >= 0 && row < FAR_ROWS).toBe(true);
          seen.add(row);
        }
      }
    }
    expect(seen.size).toBe(FAR_ROWS);
  });
});
