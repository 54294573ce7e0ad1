// Every controller that is shipped has its model with all that moves, and unknown ones are shown by another.
import { existsSync, readdirSync } from 'node:fs';
import { Box3, Group, Mesh, MeshLambertMaterial, Quaternion, Vector3 } from 'three';
import { describe, expect, it, vi } from 'vitest';
import { metaQuestTouchPlus, metaQuestTouchPro, oculusTouchV3 } from '../../node_modules/iwer/lib/index.js';
import table from '../../../assets/controllers/controllers.json';
import { bytesOf, withoutPictures } from '../avatars/testing';
import { Controllers, described } from './controllers';

const FOLDER = '../assets/controllers';
const SIDES = ['left', 'right'] as const;
const ALL = Object.keys(table).flatMap((profile) => SIDES.map((side) => [profile, side] as const));

const model = (file: string): Promise<ArrayBuffer> => Promise.resolve(withoutPictures(bytesOf(`../controllers/${file}`)));

const gamepad = (): { buttons: { value: number }[]; axes: number[] } => ({
  buttons: Array.from({ length: 8 }, () => ({ value: 0 })),
  axes: [0, 0, 0, 0],
});

function input(profiles: string[], handedness: XRHandedness = 'right', more: object = {}): XRInputSource {
  return { profiles, handedness, targetRayMode: 'tracked-pointer', gamepad: gamepad(), ...more } as unknown as XRInputSource;
}

async function held(profile: string, side: XRHandedness, plain = false) {
  const controllers = new Controllers(plain, model);
  const grip = new Group();
  const source = input([profile], side);
  controllers.take(grip, source);
  await vi.waitFor(() => expect(controllers.shown(grip)).not.toBeNull());
  return { controllers, grip, source, pad: source.gamepad as unknown as ReturnType<typeof gamepad> };
}

describe('the shipped controllers', () => {
  it('are those of the table, and no others', () => {
    const named = Object.values(table).flatMap(({ left, right }) => [left.file, right.file]);
    expect(readdirSync(FOLDER).filter((name) => name.endsWith('.glb')).sort()).toEqual(named.sort());
    expect(existsSync(`${FOLDER}/LICENSE.md`)).toBe(true);
  });

  it.each(ALL)('%s, %s: is as large as a hand holds, and has every part that moves', async (profile, side) => {
    const { grip, controllers, pad } = await held(profile, side);
    const size = new Box3().setFromObject(grip).getSize(new Vector3());
    expect(Math.max(size.x, size.y, size.z)).toBeGreaterThan(0.08);
    expect(Math.max(size.x, size.y, size.z)).toBeLessThan(0.25);
    const moves: readonly { part: string; button?: number; axis?: number }[] = table[profile as keyof typeof table][side].moves;
    expect(moves.map(({ button }) => button)).toEqual(expect.arrayContaining([0, 1, 3]));
    expect(moves.map(({ axis }) => axis)).toEqual(expect.arrayContaining([2, 3]));
    controllers.step();
    for (const { part, button, axis } of moves) {
      const node = grip.getObjectByName(`${part}_value`)!;
      let meshes = 0;
      node.traverse((one) => void (meshes += one instanceof Mesh ? 1 : 0));
      expect(meshes, part).toBeGreaterThan(0);
      const before = { position: node.position.clone(), turn: node.quaternion.clone() };
      if (button !== undefined) pad.buttons[button].value = 1;
      else pad.axes[axis!] = 1;
      controllers.step();
      expect(before.position.distanceTo(node.position) + before.turn.angleTo(node.quaternion), part).toBeGreaterThan(1e-4);
    }
  });
});

describe('a controller in the hand', () => {
  it('has its trigger halfway when it is pulled halfway', async () => {
    const { controllers, grip, pad } = await held('meta-quest-touch-plus', 'left');
    const node = (end: string) => grip.getObjectByName(`xr_standard_trigger_pressed_${end}`)!;
    pad.buttons[0].value = 0.5;
    controllers.step();
    const half = new Quaternion().slerpQuaternions(node('min').quaternion, node('max').quaternion, 0.5);
    expect(node('value').quaternion.angleTo(half)).toBeLessThan(1e-3);
  });

  it('is drawn without lamps’ gloss where the graphics card is slow', async () => {
    const { grip } = await held('pico-4', 'left', true);
    const materials: unknown[] = [];
    grip.traverse((one) => void (one instanceof Mesh && materials.push(one.material)));
    expect(materials.length).toBeGreaterThan(3);
    expect(materials.every((one) => one instanceof MeshLambertMaterial)).toBe(true);
  });

  it('is gone when it is put away, also while its model is on its way', async () => {
    const { controllers, grip } = await held('pico-4', 'left');
    controllers.drop(grip);
    expect(grip.children).toEqual([]);
    let arrive: (bytes: ArrayBuffer) => void = () => undefined;
    const slow = new Controllers(false, () => new Promise((resolve) => (arrive = resolve)));
    slow.take(grip, input(['pico-4']));
    slow.drop(grip);
    arrive(await model('pico-4.right.glb'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(grip.children).toEqual([]);
  });

  it('whose model does not come is pointed with all the same', async () => {
    const none = new Controllers(false, () => Promise.reject(new Error('away')));
    const grip = new Group();
    none.take(grip, input(['pico-4']));
    await Promise.resolve();
    none.step();
    expect(none.shown(grip)).toBeNull();
  });
});

describe('the model of an input', () => {
  it('is that of the first profile that we have', () => {
    expect(described(input(['pico-4u', 'generic-trigger-squeeze-thumbstick'], 'left'))?.file).toBe('pico-4u.left.glb');
    for (const { profileId, fallbackProfileIds } of [metaQuestTouchPlus, metaQuestTouchPro, oculusTouchV3]) {
      expect(described(input([profileId, ...fallbackProfileIds]))?.file).toBe(`${profileId}.right.glb`);
    }
  });

  it('is a general one where we have none', () => {
    const files = [['htc-vive', 'generic-trigger-squeeze-touchpad'], ['no-such-thing'], [], ['toString']].map(
      (profiles) => described(input(profiles))?.file,
    );
    expect(new Set(files)).toEqual(new Set(['generic-trigger-squeeze-thumbstick.right.glb']));
  });

  it('is none for hands, gaze, taps and what is in neither hand', () => {
    expect(described(input(['generic-hand'], 'left', { hand: new Map() }))).toBeNull();
    expect(described(input(['generic-button'], 'none', { targetRayMode: 'gaze' }))).toBeNull();
    expect(described(input(['generic-touchscreen'], 'none', { targetRayMode: 'screen' }))).toBeNull();
    expect(described(input(['generic-trigger'], 'none'))).toBeNull();
  });
});
