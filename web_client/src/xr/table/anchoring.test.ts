// What stands is kept where it stands by an anchor, or by its place alone; one that comes too late is given back.
import { Matrix4, Object3D, Vector3 } from 'three';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Anchoring } from './anchoring';

const SPACE = {} as XRReferenceSpace;
const AT = new Vector3(0.3, 0.7, -0.9);

function anchorAt(place: Vector3) {
  return { anchorSpace: { place } as unknown as XRSpace, delete: vi.fn() };
}

/** Tells where an anchor is now, if it is known. */
function frameOf(create?: () => Promise<unknown>, known = true): XRFrame {
  const getPose = ({ place }: { place: Vector3 }) =>
    known ? { transform: { matrix: new Matrix4().makeTranslation(place).elements } } : null;
  return { createAnchor: create, getPose } as unknown as XRFrame;
}

beforeEach(() => void vi.stubGlobal('XRRigidTransform', class { constructor(readonly position: unknown) {} }));

describe('an anchor', () => {
  it('carries the thing along when the device has learnt better where it is', async () => {
    const anchor = anchorAt(new Vector3(0.31, 0.7, -0.88));
    const anchoring = new Anchoring();
    const thing = new Object3D();
    await anchoring.put(frameOf(() => Promise.resolve(anchor)), SPACE, AT, null);
    expect(anchoring.anchored).toBe(true);
    anchoring.follow(frameOf(), SPACE, thing);
    expect(thing.position.toArray()).toEqual([0.31, 0.7, -0.88]);
    anchoring.follow(frameOf(undefined, false), SPACE, thing); // it is lost from sight
    expect(thing.position.toArray()).toEqual([0.31, 0.7, -0.88]);
    anchoring.lift();
    expect(anchor.delete).toHaveBeenCalledTimes(1);
    expect(anchoring.anchored).toBe(false);
  });

  it('lies on what was met, where something was', async () => {
    const createAnchor = vi.fn(() => Promise.resolve(anchorAt(AT)));
    await new Anchoring().put(frameOf(() => Promise.reject(new Error('not this one'))), SPACE, AT, { createAnchor } as unknown as XRHitTestResult);
    expect(createAnchor).toHaveBeenCalledTimes(1);
  });

  it.each([['refused', () => Promise.reject(new Error('no'))], ['unknown', undefined]])('that is %s is done without', async (_, create) => {
    const anchoring = new Anchoring();
    await anchoring.put(frameOf(create), SPACE, AT, null);
    const thing = new Object3D();
    thing.position.copy(AT);
    anchoring.follow(frameOf(), SPACE, thing);
    expect(thing.position.toArray()).toEqual(AT.toArray());
    expect(anchoring.anchored).toBe(false);
  });

  it('that comes when the thing has been taken up again is given back', async () => {
    const anchor = anchorAt(AT);
    let come: (one: unknown) => void = () => undefined;
    const anchoring = new Anchoring();
    const put = anchoring.put(frameOf(() => new Promise((resolve) => (come = resolve))), SPACE, AT, null);
    anchoring.lift();
    come(anchor);
    await put;
    expect(anchor.delete).toHaveBeenCalledTimes(1);
    expect(anchoring.anchored).toBe(false);
  });
});
