import { describe, expect, it } from 'vitest';
import { PACES_MS } from '../protocol/frames';
import { Held, Pose } from '../protocol/poses';
import { Presence } from './presence';

const box = { min: [-8, 0, -8], max: [8, 4, 8] };
const TICK_MS = 50;

/** When poses were sent, from a page whose timer is up to `uneven` ms early or late. */
function play(move: (now: number, pose: Pose) => void, ms: number, pace: (now: number) => number = () => 0, uneven = 0): number[] {
  let now = 0;
  const sent: number[] = [];
  const presence = new Presence(() => sent.push(now));
  const pose = new Pose();
  for (let tick = 0; tick * TICK_MS < ms; tick++) {
    now = tick * TICK_MS + uneven * Math.sin(tick * 2.4);
    move(now, pose);
    presence.pace = pace(now);
    presence.step(pose, box, now);
  }
  return sent;
}

const walks = (now: number, pose: Pose): void => void (pose.x = ((now / 500) % 12) - 6);
const stands = (): void => {};
/** The longest and the shortest time between two that follow each other, from `from` on. */
function gaps(sent: readonly number[], from = 0): { most: number; least: number } {
  const found = sent.slice(1).map((at, i) => at - sent[i]).filter((_, i) => sent[i] >= from);
  return { most: Math.max(...found), least: Math.min(...found) };
}

it('tells 20 times a second while moving', () => {
  expect(play(walks, 2000)).toHaveLength(40);
});

it('tells once a second at rest', () => {
  expect(play(stands, 5000)).toHaveLength(5);
});

it('does not take less than a step of the wire for movement', () => {
  expect(play((now, pose) => (pose.x = (now % 100) / 100_000), 5000)).toHaveLength(5);
});

it('tells at once when it is due', () => {
  let sent = 0;
  const presence = new Presence(() => sent++);
  presence.step(new Pose(), box, 0);
  presence.due();
  presence.step(new Pose(), box, 50);
  expect(sent).toBe(2);
});

it('tells of another kind of body, though it is where the other was', () => {
  let sent = 0;
  const presence = new Presence(() => sent++);
  const pose = new Pose();
  for (let now = 0; now < 400; now += 50) {
    pose.headset = now >= 200;
    presence.step(pose, box, now);
  }
  expect(sent).toBe(2);
});

describe('the pace that the server tells', () => {
  it.each(PACES_MS.map((ms, pace) => [pace, ms]))('%i is obeyed: never more often than every %i ms', (pace, ms) => {
    for (const uneven of [0, 12]) {
      const sent = play(walks, 20_000, () => pace, uneven);
      expect(sent.length).toBeLessThanOrEqual(20_000 / ms + 1);
      expect(sent.length).toBeGreaterThan((20_000 / ms) * 0.97);
      expect(gaps(sent).least).toBeGreaterThanOrEqual(ms - 25);
    }
  });

  it('is obeyed in the mean, however quick the timer is', () => {
    let sent = 0;
    const presence = new Presence(() => sent++);
    const pose = new Pose();
    for (let now = 0; now < 10_000; now += 40) {
      walks(now, pose);
      presence.step(pose, box, now);
    }
    expect(sent).toBeLessThanOrEqual(201);
    expect(sent).toBeGreaterThan(180);
  });

  it.each([0, 1, 2])('%i does not hold up who begins to move', (pace) => {
    const begins = 1500; // halfway between two repeats
    const sent = play((now, pose) => void (pose.x = Math.max(0, now - begins) / 500), 3000, () => pace);
    expect(sent.find((at) => at > begins)).toBe(begins + TICK_MS);
  });

  it('is obeyed at once when it becomes quicker, and when it becomes slower', () => {
    const sent = play(walks, 9000, (now) => (now < 3000 ? 3 : now < 6000 ? 0 : 2));
    expect(sent.filter((at) => at < 3000)).toHaveLength(3);
    expect(sent.find((at) => at > 2000)).toBe(3000);
    expect(sent.filter((at) => at >= 3000 && at < 6000)).toHaveLength(60);
    expect(gaps(sent, 5950)).toEqual({ most: 200, least: 200 });
  });

  it('does not keep back where one came to rest', () => {
    const places: number[] = [];
    const presence = new Presence((frame) => places.push(new DataView(frame).getUint32(4, true)));
    presence.pace = 2;
    const pose = new Pose();
    for (let now = 0; now < 1000; now += TICK_MS) {
      pose.x = Math.min(now, 550) / 500;
      presence.step(pose, box, now);
    }
    const there = new Presence((frame) => expect(new DataView(frame).getUint32(4, true)).toBe(places.at(-1)));
    there.step(pose, box, 0);
    expect(places).toHaveLength(4); // at 0, 200, 400 and 600 ms
  });
});

it('tells of what is in hand while it moves by more than a step of the wire, and once a second', () => {
  let sent = 0;
  const presence = new Presence(() => sent++);
  const held = new Held();
  held.carried = true;
  for (let now = 0; now < 4000; now += 50) {
    held.position[0] = now < 1000 ? now / 1000 : 1 + (now % 100) / 1e6;
    presence.sendHeld(held, box, now);
  }
  expect(sent).toBe(20 + 3);
});
