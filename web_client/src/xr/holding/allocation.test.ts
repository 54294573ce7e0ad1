// Nothing is made in a frame in which exhibits are carried: in one's own hands, in others', and in none.
import { BoxGeometry, Group, Mesh, Object3D, Quaternion, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { Room } from '../../actions/exhibit.test_help';
import { madeWhenCompiled, most, sum } from '../../avatars/allocation.test_help';
import type { Figure } from '../../avatars/figure';
import { Grasp } from '../../interaction/grasp';
import { Held } from '../../protocol/poses';
import { Field } from '../../replica/fields';
import { Exhibits } from '../../scene/exhibits';
import { Hands } from '../../world_hands';
import { FakeSource } from '../testing';
import { Holding } from './holding';

const WARM = 12000; // frames until the engine has compiled what is done once a frame
const FRAMES = 360;
const FRAME_S = 1 / 72;
const MOST_OBJECTS = 0.6; // a frame: what is done ten times a second

class Carrying {
  private readonly room = new Room();
  private readonly grasp = new Grasp({ command: this.room.send, sendHeld: () => undefined });
  private readonly theirs = new Held();
  private readonly left = new FakeSource('left');
  private readonly right = new FakeSource('right');
  private readonly sources = [this.left, this.right];
  private readonly hands: Hands;
  private readonly holding: Holding;
  private time = 1000;

  constructor() {
    const { visit } = this.room;
    const figure = { slot: 1, known: true, pose: new Float32Array(Field.size) } as Figure;
    figure.pose[Field.x] = 5;
    visit.places.turn('house', [0, 0, 0, 1]);
    this.hands = new Hands(this.grasp, visit, [figure], {
      take: () => Promise.resolve(true), putBack: () => undefined, reached: () => undefined,
    });
    this.hands.exhibits = new Exhibits(['card', 'house'].map((id) => {
      const node = new Group();
      node.add(new Mesh(new BoxGeometry(0.8, 0.5, 0.02)));
      node.position.set(0, 1.2, -0.5);
      node.updateMatrixWorld(true);
      return { id, node, hotspots: new Map() };
    }));
    this.holding = new Holding(this.hands, new Object3D(), { position: new Vector3(0, 1.6, 0), rotation: new Quaternion() });
    this.grasp.begin({ exhibit: 'card', index: 0, slot: 0, rotation: [0, 0, 0, 1], upright: false });
  }

  /** The hands close, one after the other, about what hangs before one. */
  takes(): void {
    for (const hand of this.sources) {
      this.frame();
      const { x, y, z } = this.hands.exhibits.placeOf('card')!;
      hand.at(x, y, z);
      hand.squeeze.press();
      this.frame();
    }
  }

  get both(): boolean {
    return this.holding.busy(this.left) && this.holding.busy(this.right);
  }

  frame(): void {
    const t = (this.time += 1000 * FRAME_S) / 1000;
    const { left, right, theirs, grasp } = this;
    if (this.both) {
      left.at(-0.2 - 0.1 * Math.sin(t), 1.2, -0.5, t * 0.3);
      right.at(0.2, 1.2 + 0.1 * Math.sin(t), -0.5, t * 0.2);
    }
    left.frame();
    right.frame();
    this.holding.step(this.sources, FRAME_S);
    this.holding.follow();
    theirs.carried = true;
    theirs.position[0] = Math.sin(t);
    this.room.visit.places.heard('house', this.time, theirs, false);
    this.hands.step(this.time - 110, FRAME_S, false);
    grasp.step(performance.now());
  }
}

it('makes no objects', { timeout: 60_000 }, async () => {
  const carrying = new Carrying();
  for (let i = 0; i < 100; i++) carrying.frame();
  carrying.takes();
  expect(carrying.both).toBe(true);
  for (let i = 0; i < WARM; i++) carrying.frame();
  const { objects } = await madeWhenCompiled(['xr/holding', 'replica', 'scene', 'interaction', 'world_hands'], () => {
    for (let i = 0; i < FRAMES; i++) carrying.frame();
  }, MOST_OBJECTS * FRAMES);
  expect(sum(objects) / FRAMES, most(objects, FRAMES)).toBeLessThan(MOST_OBJECTS);
  expect(carrying.both).toBe(true);
});
