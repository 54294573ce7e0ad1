// What is played between standing, walking and sitting: begins when it should, gives way, and is never there for who is met.
import { describe, expect, it } from 'vitest';
import { Field } from '../replica/tracks';
import { bodyOf, FPS, shippedClips, Walker } from './testing';
import { Passages } from './passages';
import { Locomotion } from './locomotion';

const clips = await shippedClips();

/** What is played, without repeats, while somebody walks, stops and sits as `acts` tell: seconds, m/s forwards, seated. */
function played(acts: readonly (readonly [seconds: number, speed: number, seated: boolean])[]): string[] {
  const body = bodyOf();
  const locomotion = new Locomotion(clips, body);
  const passages = new Passages(clips, body);
  const heard: string[] = [];
  for (const [seconds, speed, seated] of acts) {
    for (let i = 0; i < seconds * FPS; i++) {
      locomotion.step(speed, 0, 0, 1 / FPS);
      passages.step(seated, locomotion, 1 / FPS);
      if (passages.playing !== (heard.at(-1) ?? '')) heard.push(passages.playing);
    }
  }
  return heard.filter(Boolean);
}

describe('passages', () => {
  it('are the first step and the halt of who walks', () => {
    expect(played([[1, 0, false], [2, 1.4, false], [2, 0, false]])).toEqual(['start', 'stop']);
  });

  it('come again each time', () => {
    const once = [[1.5, 1.4, false], [1.5, 0, false]] as const;
    expect(played([[1, 0, false], ...once, ...once])).toEqual(['start', 'stop', 'start', 'stop']);
  });

  it('are left out by who only shuffles, walks backwards or runs off', () => {
    for (const speed of [0.3, -1.2]) expect(played([[1, 0, false], [2, speed, false]])).toEqual([]);
  });

  it('are sitting down and getting up', () => {
    expect(played([[1, 0, false], [3, 0, true], [3, 0, false]])).toEqual(['sit-down', 'stand-up']);
  });

  it('give way when somebody walks off before they stand', () => {
    const heard = played([[1, 0, true], [0.6, 0, false], [0.4, 1.4, false]]);
    expect(heard[0]).toBe('stand-up');
    expect(played([[1, 0, true], [0.6, 0, false], [2, 1.4, false], [3, 0, false]]).at(-1)).toBe('stop');
  });

  it('are not there for who is met on a seat', () => {
    expect(played([[3, 0, true]])).toEqual([]);
    const walker = new Walker(clips, bodyOf());
    walker.pose[Field.seated] = 1;
    walker.frame();
    expect(walker.joint('hips')[1]).toBeLessThan(0.65);
  });
});

describe('sitting down', () => {
  it.each([0.88, 1, 1.12])('leads from the stand before the seat to the seat, on legs of %f', (legs) => {
    const walker = new Walker(clips, bodyOf({ thigh: legs, shin: legs }));
    for (let i = 0; i < FPS; i++) walker.frame();
    const high = walker.joint('hips')[1];
    walker.pose[Field.seated] = 1;
    let ahead = 0;
    let before = high;
    let fastest = 0;
    for (let i = 0; i < 2 * FPS; i++) {
      walker.frame();
      const [, y, z] = walker.joint('hips');
      if (y > high - 0.1) ahead = Math.min(ahead, z);
      fastest = Math.max(fastest, Math.abs(y - before) * FPS);
      before = y;
    }
    expect(ahead).toBeLessThan(-0.2); // nobody stands in a chair
    expect(walker.joint('hips')[1]).toBeCloseTo(0.58, 1);
    expect(fastest).toBeLessThan(1.1);
    for (const side of ['left', 'right']) expect(walker.joint(`${side}Toes`)[1]).toBeLessThan(0.06);
  });
});
