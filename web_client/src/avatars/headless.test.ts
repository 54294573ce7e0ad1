// Bodies without their heads, on everybody who is shipped.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { headless } from './headless';
import { readModel } from './models';
import { joint } from './skeleton';
import { bytesOf, withoutPictures } from './testing';

const { people } = JSON.parse(readFileSync(new URL('../../../assets/avatars/people.json', import.meta.url), 'utf8')) as {
  people: { id: string; file: string }[];
};

/** The highest point in the mesh's own pose of all triangles. */
function highest(shape: { index: { array: ArrayLike<number> } | null }, heightOf: (vertex: number) => number): number {
  return Array.from(shape.index!.array).reduce((most, vertex) => Math.max(most, heightOf(vertex)), -Infinity);
}

describe.each(people)('$id', ({ file }) => {
  it('keeps shoulders, hands and feet, and nothing of head, neck and hair', async () => {
    const { near, body } = await readModel(withoutPictures(bytesOf(file)));
    const cut = headless(near);
    // In metres of the figure: undo how the mesh's numbers were made small, by the hips' bind.
    const m = body.bindInverse.subarray(0, 16);
    const { position } = near.attributes;
    const height = (v: number): number =>
      m[1] * position.getX(v) + m[5] * position.getY(v) + m[9] * position.getZ(v) + m[13] + body.hipsHeight;
    expect(highest(near, height)).toBeGreaterThan(body.eyeHeight);
    expect(highest(cut, height)).toBeLessThan(body.eyeHeight - 0.06);
    expect(highest(cut, height)).toBeGreaterThan(body.eyeHeight - 0.3);
    const used = new Set(Array.from(cut.index!.array));
    const { skinIndex } = near.attributes;
    for (const name of ['leftIndexDistal', 'rightThumbDistal', 'leftToes', 'upperChest'])
      expect([...used].some((v) => [0, 1, 2, 3].some((k) => skinIndex.getComponent(v, k) === joint(name))), name).toBe(true);
    expect(cut.attributes['position']).toBe(position);
  });
});
