import { BoxGeometry, type InstancedBufferAttribute, MeshBasicMaterial } from 'three';
import { describe, expect, it } from 'vitest';
import { Batch } from './batch';
import { ROW_SIZE } from './forward';
import { PoseRows } from './pose_rows';

function places(batch: Batch): InstancedBufferAttribute {
  return batch.mesh.geometry.getAttribute('place') as InstancedBufferAttribute;
}

describe('a batch of figures', () => {
  it('keeps whom it has when it grows', () => {
    const batch = new Batch(new BoxGeometry(), new MeshBasicMaterial());
    batch.begin();
    for (let i = 0; i < 100; i++) batch.add(i, 0, -i, 0.5, i, 3, 1);
    batch.end();
    expect(batch.mesh.geometry.instanceCount).toBe(100);
    for (const i of [0, 15, 16, 99]) expect([places(batch).getX(i), places(batch).getZ(i)]).toEqual([i, -i]);
  });

  it('draws nothing when nobody is in it, and sends only what was written', () => {
    const batch = new Batch(new BoxGeometry(), new MeshBasicMaterial());
    batch.begin();
    batch.add(1, 2, 3, 0, 0, 0, 1);
    batch.end();
    expect(batch.mesh.visible).toBe(true);
    expect(places(batch).updateRanges).toEqual([{ start: 0, count: 4 }]);
    batch.begin();
    batch.end();
    expect(batch.mesh.visible).toBe(false);
  });
});

describe('rows of poses', () => {
  it('are each one figure’s until given back, and none when all are taken', () => {
    const rows = new PoseRows(2);
    const taken = [rows.take(), rows.take()];
    expect(new Set(taken)).toEqual(new Set([0, 1]));
    expect(rows.take()).toBe(-1);
    rows.give(taken[0]);
    expect(rows.take()).toBe(taken[0]);
    expect(rows.values.length).toBe(2 * ROW_SIZE);
  });
});
