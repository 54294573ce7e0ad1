import { Group, PerspectiveCamera, Scene, type ShaderMaterial, type Mesh } from 'three';
import { describe, expect, it } from 'vitest';
import { SafePlace } from './safe_place';

function around(calm = false) {
  const scene = new Scene();
  const rig = new Group();
  const camera = new PerspectiveCamera();
  rig.add(camera);
  scene.add(rig);
  const room = new Group();
  scene.add(room);
  rig.position.set(3, 1.4, -5); // raised over the floor
  camera.position.set(0.5, 1.2, 0);
  const place = { scene, rig, camera, room, floor: 1, hideRoom: (on: boolean) => void (room.visible = !on) };
  return { ...place, around: place, safe: new SafePlace(place, { calm }) };
}

/** How much of it is to be seen: 0 is one plain tone. */
function clear({ group }: SafePlace): number {
  return ((group.children[0] as Mesh).material as ShaderMaterial).uniforms['clear'].value as number;
}

describe('the safe place', () => {
  it('is there at once, with no room, below the eyes on the floor, its light ahead; and gone at once', () => {
    const { safe, room, rig } = around();
    expect([safe.group.visible, room.visible]).toEqual([false, true]);
    rig.rotation.y = 0.7;
    safe.show(true);
    expect([safe.group.visible, room.visible]).toEqual([true, false]);
    expect(safe.group.position.x).toBeCloseTo(3 + 0.5 * Math.cos(0.7));
    expect(safe.group.position.y).toBe(1);
    expect(safe.group.rotation.y).toBeCloseTo(0.7);
    safe.show(false);
    expect([safe.group.visible, room.visible]).toEqual([false, true]);
  });

  it('becomes clear out of one tone within a second, each time', () => {
    const { safe } = around();
    for (let time = 0; time < 2; time++) {
      safe.show(true);
      expect(clear(safe)).toBe(0);
      safe.step(0.4);
      expect(clear(safe)).toBeCloseTo(0.5);
      safe.step(0.6);
      expect(clear(safe)).toBe(1);
      safe.show(false);
    }
  });

  it('is all there at once where nothing is to glide', () => {
    const { safe } = around(true);
    safe.show(true);
    expect(clear(safe)).toBe(1);
  });

  it('stays while one walks about in it, and comes along where one is elsewhere or on another floor', () => {
    const { safe, rig, around: place } = around();
    safe.show(true);
    rig.position.x += 1.5;
    safe.step(0.1);
    expect(safe.group.position.x).toBeCloseTo(3.5);
    rig.position.x += 1;
    safe.step(0.1);
    expect(safe.group.position.x).toBeCloseTo(6);
    place.floor = 2;
    safe.step(0.1);
    expect(safe.group.position.y).toBe(2);
  });
});
