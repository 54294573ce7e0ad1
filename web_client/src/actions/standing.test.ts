// One stands where one stood: through a welcome, another view and a refusal.
import { describe, expect, it } from 'vitest';
import type { OfferedPose } from '../protocol/generated';
import { Standing } from './standing';

class Walker {
  feet = { x: 0, y: 0, z: 0 };
  yaw = 0;
  placed = 0;

  place([x, y, z]: readonly number[], yaw: number): void {
    Object.assign(this, { feet: { x, y, z }, yaw, placed: this.placed + 1 });
  }
}

const HERE: OfferedPose = { position: [1, 0, 2], yaw: 0.5 };

function made(view: { list: boolean; walker: Walker | null }, remembered: OfferedPose | null = null): Standing {
  return new Standing(remembered, () => view.walker, () => view.list);
}

describe('where one stands', () => {
  it('is what the browser remembers, until the room says', () => {
    const standing = made({ list: false, walker: new Walker() }, HERE);
    expect(standing.place).toEqual(HERE);
    standing.welcomed({ position: [3, 0, 3], yaw: 1 });
    expect(standing.place).toEqual({ position: [3, 0, 3], yaw: 1 });
  });

  it('is left alone by a welcome that says nearly the same', () => {
    const view = { list: false, walker: new Walker() };
    const standing = made(view);
    standing.welcomed(HERE);
    view.walker.feet.x += 0.2;
    standing.welcomed(HERE);
    expect(view.walker.placed).toBe(1);
    expect(standing.place?.position[0]).toBeCloseTo(1.2);
    standing.welcomed({ position: [4, 0, 2], yaw: 0 });
    expect(view.walker.placed).toBe(2);
  });

  it('is the same in the list and in 3D', () => {
    const view = { list: false, walker: new Walker() };
    const standing = made(view);
    standing.welcomed(HERE);
    view.walker.feet = { x: 2, y: 0, z: 5 };
    standing.viewed((view.list = true));
    expect(standing.place).toEqual({ position: [2, 0, 5], yaw: 0.5 });
    standing.spot.put({ position: [7, 0, 7], yaw: 2 });
    standing.viewed((view.list = false));
    expect(view.walker.feet).toEqual({ x: 7, y: 0, z: 7 });
    expect(standing.place).toEqual({ position: [7, 0, 7], yaw: 2 });
  });

  it('is where the server returns one to, in both views', () => {
    const view = { list: false, walker: new Walker() };
    const standing = made(view);
    standing.welcomed(HERE);
    standing.returned([5, 0, 5]);
    expect(view.walker.feet).toEqual({ x: 5, y: 0, z: 5 });
    expect(view.walker.yaw).toBe(0.5);
    expect(standing.spot.place.position).toEqual([5, 0, 5]);
  });

  it('is not known any more after the visit', () => {
    const standing = made({ list: true, walker: null });
    standing.welcomed(HERE);
    standing.forget();
    expect(standing.place).toBeNull();
    expect(standing.known).toBe(false);
  });
});
