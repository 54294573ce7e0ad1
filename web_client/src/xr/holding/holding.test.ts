import { BoxGeometry, Group, Mesh, Object3D, Quaternion, Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { Grasp } from '../../interaction/grasp';
import { At } from '../../replica/carried';
import { Exhibits } from '../../scene/exhibits';
import { gapTo } from '../../scene/extents';
import { FakeSource } from '../testing';
import { Feel } from './hand';
import { Holding } from './holding';
import type { Reachable } from './reach';

const FRAME_S = 1 / 72;
const HOME = new Vector3(0, 1.2, -1);

let exhibits: Exhibits;
let node: Object3D;
let grasp: Grasp;
let free: boolean;
let asked: string[];
let holding: Holding;
let rig: Object3D;
let right: FakeSource;
let left: FakeSource;
/** What the server answers: it gives it at once, refuses it, or is slow. */
let answer: 'gives' | 'refuses' | 'is slow';

const room: Reachable = {
  get exhibits() { return exhibits; },
  get grasp() { return grasp; },
  offering: false,
  isFree: () => free,
  take: (exhibit) => {
    asked.push(exhibit);
    if (answer === 'gives') given();
    return Promise.resolve(answer !== 'refuses');
  },
  putBack: () => grasp.drop(),
};

function given(upright = false): void {
  grasp.begin({ exhibit: 'card', index: 0, slot: 3, rotation: [0, 0, 0, 1], upright });
}

/** Frames, each drawn: what one carries is seen where it is carried. */
function frames(count = 1): void {
  for (let i = 0; i < count; i++) {
    right.frame();
    left.frame();
    holding.step([left, right], FRAME_S);
    const shown = new Float32Array(At.size);
    const { carried, position, rotation, scale } = grasp.held;
    if (grasp.exhibit && carried) shown.set([...position, ...rotation, scale, 1]);
    else shown.set([0, 0, 0, 0, 0, 0, 1, 1, 0]);
    exhibits.apply(() => shown);
  }
}

function takes(): void {
  right.at(0.45, 1.2, -1);
  right.squeeze.press();
  frames(2);
}

beforeEach(() => {
  node = new Group();
  node.add(new Mesh(new BoxGeometry(0.8, 0.5, 0.02)));
  node.position.copy(HOME);
  node.updateMatrixWorld(true);
  exhibits = new Exhibits([{ id: 'card', node, hotspots: new Map() }]);
  grasp = new Grasp({ command: () => Promise.reject(new Error()), sendHeld: () => undefined });
  asked = [];
  free = true;
  answer = 'gives';
  rig = new Object3D();
  holding = new Holding(room, rig, { position: new Vector3(0, 1.6, 0), rotation: new Quaternion() });
  right = new FakeSource('right').at(0.3, 1, 0);
  left = new FakeSource('left').at(-0.3, 1, 0);
  left.ray.direction.set(0, -1, 0);
  right.ray.direction.set(0, -1, 0);
});

describe('a hand at an exhibit', () => {
  it('feels it, takes it by its grip, moves and turns it, and lets it go', () => {
    right.at(0.45, 1.2, -1);
    frames(3);
    expect(right.felt).toEqual([Feel.touched.strength]);
    right.squeeze.press();
    frames(2);
    expect(asked).toEqual(['card']);
    expect(holding.sides).toEqual(['right']);
    expect(right.felt).toContain(Feel.taken.strength);
    right.at(0.8, 1.5, -0.6, Math.PI / 2);
    frames();
    expect(grasp.held.carried).toBe(true);
    const [x, y, z] = grasp.held.position;
    expect([x, y, z].map((n) => Math.round(n * 1e6) / 1e6)).toEqual([0.8, 1.5, -0.15]); // it was 0.45 m to the left of the hand
    expect(grasp.held.rotation[1]).toBeCloseTo(Math.SQRT1_2, 6);
    right.squeeze.release();
    frames();
    expect(grasp.exhibit).toBeNull();
    expect(holding.busy(right)).toBe(false);
  });

  it('takes nothing that is farther away than a hand, nor what its trigger presses', () => {
    right.at(0.6, 1.2, -1);
    right.squeeze.press();
    frames(2);
    right.squeeze.release();
    right.at(0.45, 1.2, -1);
    right.select.press();
    frames(2);
    expect(asked).toEqual([]);
  });

  it('bare, takes it by a pinch, and its ray is not free from that moment on', () => {
    right = new FakeSource('right', 'hand').at(0.6, 1.2, -1);
    right.tip.set(0.43, 1.2, -1);
    right.select.press();
    right.frame();
    holding.step([left, right], FRAME_S);
    expect(asked).toEqual(['card']);
    expect(holding.busy(right)).toBe(true);
    frames(2);
    expect(holding.sides).toEqual(['right']);
    right.select.release();
    frames();
    expect(grasp.exhibit).toBeNull();
  });

  it('that opens before the answer comes has nothing', () => {
    answer = 'is slow';
    takes();
    right.squeeze.release();
    frames(2);
    given();
    frames(2);
    expect(grasp.exhibit).toBeNull();
  });

  it('that is refused is free again', async () => {
    answer = 'refuses';
    takes();
    await Promise.resolve();
    expect(holding.busy(right)).toBe(false);
    given(); // later, by a button
    frames(2);
    expect([grasp.exhibit, holding.hovers]).toEqual(['card', true]);
  });

  it('that is lost from sight keeps it for a moment, and then has let go', () => {
    takes();
    right.tracked = false;
    right.squeeze.release();
    frames(50);
    expect(grasp.exhibit).toBe('card');
    frames(50);
    expect(grasp.exhibit).toBeNull();
  });
});

describe('what somebody else has', () => {
  it('is taken as soon as they offer it, while the hand stays closed', () => {
    free = false;
    takes();
    frames(20);
    expect(asked).toEqual([]);
    free = true;
    frames();
    expect(asked).toEqual(['card']);
    frames();
    expect(holding.sides).toEqual(['right']);
  });

  it('is not asked for once the hand is open', () => {
    free = false;
    takes();
    right.squeeze.release();
    frames();
    free = true;
    frames(5);
    expect(asked).toEqual([]);
  });

  it('is not taken by the ray', () => {
    free = false;
    right.ray.direction.set(-0.3, 0.2, -1).normalize();
    right.squeeze.press();
    frames(3);
    expect(right.felt).toEqual([Feel.refused.strength]);
    free = true;
    frames(3);
    expect(asked).toEqual([]);
  });

  it('is gone from one\'s hands when they take it, which is felt', () => {
    takes();
    grasp.drop();
    frames();
    expect(holding.sides).toEqual([]);
    expect(right.felt).toContain(Feel.gone.strength);
    right.squeeze.release();
    frames();
  });
});

describe('by its ray', () => {
  function pulls(roll = 0): Vector3 {
    node.rotation.z = roll;
    node.updateMatrixWorld(true);
    exhibits = new Exhibits([{ id: 'card', node, hotspots: new Map() }]);
    right.at(0.3, 1, -0.2);
    right.ray.direction.set(-0.3, 0.2, -0.8).normalize();
    right.squeeze.press();
    frames(3);
    return node.getWorldPosition(new Vector3());
  }

  it.each([0, Math.PI / 4, Math.PI / 2])('a hand has it come, and holds it by its lower part: rolled by %f', (roll) => {
    const middle = pulls(roll);
    expect(asked).toEqual(['card']);
    expect(gapTo(exhibits.body('card')!, right.palm.position)).toBeCloseTo(0.02, 2);
    expect(middle.y).toBeGreaterThan(right.palm.position.y + 0.1);
    expect(middle.z).toBeLessThan(right.palm.position.z);
  });
});

describe('two hands', () => {
  function both(): void {
    takes();
    left.at(-0.45, 1.2, -1);
    left.squeeze.press();
    frames();
    expect(holding.sides).toEqual(['right', 'left']);
  }

  it('make it larger and turn it about the middle between them', () => {
    both();
    left.at(0, 1.2, -1.9);
    right.at(0, 1.2, -0.1);
    frames();
    expect(grasp.held.scale).toBeCloseTo(2, 6);
    expect(new Vector3(...(grasp.held.position as unknown as [number, number, number])).distanceTo(HOME)).toBeLessThan(1e-6);
    expect(Math.abs(grasp.held.rotation[1])).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('feel the limit of its size, once', () => {
    both();
    left.at(-2.2, 1.2, -1);
    right.at(2.2, 1.2, -1);
    frames(5);
    expect(grasp.held.scale).toBe(4);
    expect(right.felt.filter((strength) => strength === Feel.limit.strength)).toHaveLength(1);
    expect(left.felt.at(-1)).toBe(Feel.limit.strength);
  });

  it('of which one opens leave it in the other, without a jump', () => {
    both();
    frames();
    const before = Array.from(grasp.held.position);
    right.squeeze.release();
    frames();
    expect(holding.sides).toEqual(['left']);
    expect(Array.from(grasp.held.position).every((n, i) => Math.abs(n - before[i]) < 1e-6)).toBe(true);
    left.at(-0.45, 1.4, -1);
    frames();
    expect(grasp.held.position[1]).toBeCloseTo(before[1] + 0.2, 6);
    left.squeeze.release();
    frames();
    expect(grasp.exhibit).toBeNull();
  });
});

describe('one hand alone', () => {
  it('makes it larger, smaller and turns it by its stick', () => {
    takes();
    right.stickY = -1;
    frames(72);
    expect(grasp.held.scale).toBeCloseTo(2, 2);
    frames(100);
    expect(grasp.held.scale).toBe(4);
    expect(right.felt.filter((strength) => strength === Feel.limit.strength)).toHaveLength(1);
    right.stickY = 0;
    right.stickX = 1;
    frames(36);
    expect(2 * Math.asin(grasp.held.rotation[1])).toBeCloseTo(0.8, 2);
  });

  it('keeps what stands upright upright', () => {
    takes();
    grasp.upright = true;
    right.palm.rotation.set(0.8, 0, 0.4);
    right.palm.updateMatrixWorld(true);
    frames(2);
    const up = new Vector3(0, 1, 0).applyQuaternion(new Quaternion(...(grasp.held.rotation as unknown as [number, number, number, number])));
    expect(up.y).toBeCloseTo(1, 6);
  });

  it('goes on from where buttons have turned and sized it', () => {
    takes();
    grasp.turn(0.7, 0, 0, 0);
    grasp.resize(1.5);
    frames(3);
    expect(grasp.held.scale).toBeCloseTo(1.5, 6);
    expect(2 * Math.asin(grasp.held.rotation[1])).toBeCloseTo(0.7, 6);
  });

  it('carries nothing farther off than the room allows', () => {
    takes();
    right.at(0.45, 1.2, -3);
    frames();
    const [x, y, z] = grasp.held.position;
    expect(Math.hypot(x, y - 1.6, z)).toBeCloseTo(2.4, 6);
  });
});

describe('taken by a button', () => {
  it('hangs before the wearer, comes along, and can be turned and sized there', () => {
    given();
    frames(2);
    expect(holding.hovers).toBe(true);
    expect(holding.busy(right)).toBe(false);
    const [x, y, z] = grasp.held.position;
    expect(Math.hypot(x, z)).toBeGreaterThan(0.7);
    expect(Math.hypot(x, z)).toBeLessThan(1.4);
    expect([x < 0, z < 0, y < 1.6]).toEqual([true, true, true]);
    grasp.turn(0.5, 0, 0, 0);
    grasp.resize(2);
    frames();
    expect(grasp.held.scale).toBe(2);
    rig.position.x = 0.5;
    frames();
    expect(grasp.held.position[0]).toBeCloseTo(x + 0.5, 6);
  });

  it('is brought again when it has been left behind', () => {
    given();
    frames();
    const [x] = grasp.held.position;
    rig.position.x = -9; // as if the head had gone elsewhere
    frames(2);
    expect(grasp.held.position[0]).toBeCloseTo(x, 6);
  });

  it('is taken out of the air by a hand', () => {
    given();
    frames();
    right.at(...(Array.from(grasp.held.position) as [number, number, number]));
    right.squeeze.press();
    frames();
    expect([holding.hovers, holding.sides]).toEqual([false, ['right']]);
  });
});

it('what is in hand goes with a leap in the same frame', () => {
  takes();
  const before = grasp.held.position[0];
  right.at(0.55, 1.2, -1);
  holding.follow();
  expect(grasp.held.position[0]).toBeCloseTo(before + 0.1, 6);
});

it('who takes the headset off lets go', () => {
  takes();
  holding.rest();
  expect([grasp.exhibit, holding.sides]).toEqual([null, []]);
});
