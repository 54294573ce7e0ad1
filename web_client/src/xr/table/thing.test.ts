// A thing on the table stands on its foot, fits, faces who looks at it, and has its parts with it.
import { Box3, BoxGeometry, Group, Matrix4, Mesh, Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { fitting, Thing } from './thing';

/** 2 m high, its middle above the node, its front towards +X; a part at its front. */
function exhibit(): { node: Group; spot: Group } {
  const node = new Group();
  const body = new Mesh(new BoxGeometry(1, 2, 0.5).translate(0, 1.4, 0));
  const spot = new Group();
  spot.name = 'hotspot:front';
  spot.position.set(0.5, 1.4, 0);
  node.add(body, spot);
  node.position.set(4, 1, 2);
  node.updateMatrixWorld(true);
  node.traverse((object) => (object.matrixAutoUpdate = object === node)); // as a room is built
  return { node, spot };
}

function thing(): { thing: Thing; node: Group } {
  const { node, spot } = exhibit();
  node.updateMatrixWorld(true);
  const rest = node.matrixWorld.clone();
  node.rotation.set(1, 2, 3); // somebody turns it in the room
  return { thing: new Thing(node, rest, new Map([['front', spot]])), node };
}

const boxOf = (one: Thing): Box3 => {
  one.group.updateMatrixWorld(true);
  return new Box3().setFromObject(one.group);
};

describe('a thing on the table', () => {
  it('stands on its foot where it is put, however it is turned in the room', () => {
    const { thing: one, node } = thing();
    one.group.position.set(0.2, 0.74, -1);
    const box = boxOf(one);
    expect(box.min.y).toBeCloseTo(0.74);
    expect(box.getCenter(new Vector3()).setY(0).distanceTo(new Vector3(0.2, 0, -1))).toBeLessThan(1e-6);
    expect(node.position.toArray()).toEqual([4, 1, 2]);
  });

  it('is as large as a table bears, and grows and shrinks within bounds', () => {
    const { thing: one } = thing();
    expect(boxOf(one).getSize(new Vector3()).y).toBeCloseTo(0.6);
    expect(one.size.x).toBeCloseTo(0.3);
    one.scale *= 100;
    expect(boxOf(one).getSize(new Vector3()).y).toBeCloseTo(1.2);
    one.scale /= 10_000;
    expect(boxOf(one).getSize(new Vector3()).y).toBeCloseTo(0.1);
    expect(fitting(new Vector3(0.2, 0.3, 0.1))).toBe(1);
  });

  it('turns to the eyes the side that one looked at', () => {
    const { thing: one } = thing();
    one.group.position.set(0, 0.7, -1);
    const eyes = new Vector3(0.5, 1.5, 0);
    one.face(eyes, Math.PI / 2); // in the room one looked from +X
    one.group.updateMatrixWorld(true);
    const front = one.parts[0].node.getWorldPosition(new Vector3()).sub(one.group.position).setY(0).normalize();
    const towards = eyes.clone().sub(one.group.position).setY(0).normalize();
    expect(front.distanceTo(towards)).toBeLessThan(1e-6);
  });

  it('turns all the way round', () => {
    const { thing: one } = thing();
    const front = new Vector3();
    for (let step = 1; step <= 12; step++) {
      one.yaw += Math.PI / 6;
      one.group.updateMatrixWorld(true);
      one.parts[0].node.getWorldPosition(front).setY(0);
      expect(Math.cos(Math.atan2(-front.z, front.x) - (step * Math.PI) / 6)).toBeCloseTo(1);
    }
  });

  it('keeps how a scene has laid it', () => {
    const { node, spot } = exhibit();
    const gone = new Group();
    gone.name = 'hotspot:gone';
    const rest = new Matrix4().compose(new Vector3(9, 9, 9), new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), Math.PI / 2), new Vector3(2, 2, 2));
    const one = new Thing(node, rest, new Map([['front', spot], ['gone', gone]]));
    expect(one.parts.map(({ id }) => id)).toEqual(['front']);
    const size = boxOf(one).getSize(new Vector3());
    expect(size.x / size.y).toBeCloseTo(2); // it lies on its side
  });
});
