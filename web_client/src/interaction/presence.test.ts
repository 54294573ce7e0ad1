import { expect, it } from 'vitest';
import { Held, Pose } from '../protocol/poses';
import { Presence } from './presence';

const box = { min: [-8, 0, -8], max: [8, 4, 8] };

function play(move: (now: number, pose: Pose) => void, ms: number): number {
  let sent = 0;
  const presence = new Presence(() => sent++);
  const pose = new Pose();
  for (let now = 0; now < ms; now += 50) {
    move(now, pose);
    presence.step(pose, box, now);
  }
  return sent;
}

it('tells 20 times a second while moving', () => {
  expect(play((now, pose) => (pose.x = now / 500), 2000)).toBe(40);
});

it('tells once a second at rest', () => {
  expect(play(() => {}, 5000)).toBe(5);
});

it('does not take less than a step of the wire for movement', () => {
  expect(play((now, pose) => (pose.x = (now % 100) / 100_000), 5000)).toBe(5);
});

it('tells at once when it is due', () => {
  let sent = 0;
  const presence = new Presence(() => sent++);
  presence.step(new Pose(), box, 0);
  presence.due();
  presence.step(new Pose(), box, 50);
  expect(sent).toBe(2);
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
