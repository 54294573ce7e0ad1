import { BoxGeometry, Group, Mesh } from 'three';
import { beforeEach, expect, it } from 'vitest';
import { Room } from './actions/exhibit.test_help';
import type { Figure } from './avatars/figure';
import { Grasp } from './interaction/grasp';
import { Field } from './replica/fields';
import { Exhibits } from './scene/exhibits';
import { Hands } from './world_hands';

let room: Room;
let grasp: Grasp;
let hands: Hands;
let reached: number[];
const figures: Figure[] = [];

beforeEach(() => {
  room = new Room();
  reached = [];
  figures.length = 0;
  grasp = new Grasp({ command: room.send, sendHeld: () => undefined });
  hands = new Hands(grasp, room.visit, figures, {
    take: () => Promise.resolve(true), putBack: () => undefined, reached: (slot) => reached.push(slot),
  });
  const node = new Group();
  node.add(new Mesh(new BoxGeometry(0.8, 0.5, 0.02)));
  node.updateMatrixWorld(true);
  hands.exhibits = new Exhibits([{ id: 'card', node, hotspots: new Map() }]);
});

function carries(x: number): void {
  grasp.begin({ exhibit: 'card', index: 0, slot: 0, rotation: [0, 0, 0, 1], upright: false });
  grasp.carry({ position: { x, y: 1, z: 0 }, rotation: { x: 0, y: 0, z: 0, w: 1 }, scale: 1 }, 0);
}

it('what one carries is drawn in one\'s hand, and offered to who comes to it', () => {
  carries(5);
  hands.step(0, 1, false);
  hands.step(0, 0.01, false);
  expect(hands.exhibits.placeOf('card')!.x).toBe(5);
  const pose = new Float32Array(Field.size);
  pose[Field.x] = 5.7;
  pose[Field.headY] = 1.6;
  figures.push({ slot: 1, known: true, pose } as Figure);
  hands.step(0, 0.05, false);
  hands.step(0, 0.06, false);
  expect(reached).toEqual([-1, 1]);
});

it('an exhibit is free that nobody has, or that is offered to oneself', () => {
  expect([hands.isFree('card'), hands.isFree('vault')]).toEqual([true, false]);
  room.happens({ kind: 'exhibit.taken', member: 'bo' });
  expect(hands.isFree('card')).toBe(false);
  room.happens({ kind: 'exhibit.offered', member: 'bo', to: 'ann' });
  expect(hands.isFree('card')).toBe(true);
});

it('one is offering while what is in hand is offered to somebody', () => {
  room.happens({ kind: 'exhibit.taken' });
  expect(hands.offering).toBe(false);
  carries(1);
  room.happens({ kind: 'exhibit.offered', to: 'bo' });
  expect(hands.offering).toBe(true);
});
