import { Euler, Matrix4, Object3D, Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { Source } from '../sources';
import { Arrangement } from './arrangement';
import type { Panel } from './panel';
import type { Place } from './placing';

const RIG = new Matrix4();
const eyes = (yaw = 0, pitch = 0, x = 0): Matrix4 =>
  new Matrix4().compose(new Vector3(x, 1.6, 0), new Quaternion().setFromEuler(new Euler(pitch, yaw, 0, 'YXZ')), new Vector3(1, 1, 1));

function panel(place: Place, tallness = 0.6, name: string = place): Panel {
  const surface = { mesh: new Object3D(), width: 560, height: tallness * 1000, breadth: 0.9, tallness, seenFrom: () => undefined };
  return { name, place, surface, ready: true, shown: false, top: null } as unknown as Panel;
}

function hand(side: 'left' | 'right', at: [number, number, number], squeezed = false): Source {
  const palm = new Object3D();
  palm.position.set(...at);
  palm.updateMatrixWorld();
  return { side, kind: 'controller', tracked: true, palm, squeeze: { down: squeezed } } as unknown as Source;
}

const RIGHT = hand('right', [0.2, 1.1, -0.3]);
const LOOKED_AT = hand('left', [0, 1.4, -0.4]);

function arranged(panels: Panel[], { pointed = new Set<Panel>(), calm = true, subject = null as Vector3 | null } = {}): (head: Matrix4, sources: readonly Source[], seconds?: number) => void {
  const arrangement = new Arrangement({ calm, hand: 'right' }, (one) => pointed.has(one), () => subject);
  return (head, sources, seconds = 0.02) => {
    for (let left = seconds; left > 0; left -= 0.02) arrangement.step(panels, 0.02, head, head, RIG, sources);
  };
}

describe('the menu at the wrist', () => {
  it('is there while the hand is looked at, and its grip is open', () => {
    const menu = panel('wrist');
    const step = arranged([menu]);
    step(eyes(0, -0.4), [LOOKED_AT, RIGHT]);
    expect(menu.shown).toBe(true);
    expect(menu.surface.mesh.position.distanceTo(LOOKED_AT.palm.position)).toBeLessThan(0.5);
    step(eyes(1.5), [LOOKED_AT, RIGHT]);
    expect(menu.shown).toBe(false);
    step(eyes(0, -0.4), [hand('left', [0, 1.4, -0.4], true), RIGHT]);
    expect(menu.shown).toBe(false);
  });

  it('stays while it is pointed at', () => {
    const menu = panel('wrist');
    const step = arranged([menu], { pointed: new Set([menu]) });
    step(eyes(1.5), [LOOKED_AT, RIGHT]);
    expect(menu.shown).toBe(true);
  });

  it.each([[[]], [[RIGHT]], [[LOOKED_AT]]])('is at the belt of who has one hand or none', (sources) => {
    const menu = panel('wrist');
    arranged([menu])(eyes(), sources);
    expect(menu.shown).toBe(true);
    expect(menu.surface.mesh.position.z).toBeLessThan(-0.4);
    expect(menu.surface.mesh.position.y).toBeLessThan(1.3);
  });
});

describe('in front', () => {
  it('opens ahead of where one looks now', () => {
    const first = panel('front');
    const step = arranged([first]);
    step(eyes(2), [RIGHT]);
    expect(first.surface.mesh.position.x).toBeCloseTo(-Math.sin(2) * 1.1);
  });

  it('does not move while it is pointed at, though it grows: downward', () => {
    const first = panel('front', 0.5);
    const pointed = new Set([first]);
    const step = arranged([first], { pointed });
    step(eyes(), [RIGHT]);
    const { mesh } = first.surface;
    const top = mesh.position.y + 0.25;
    Object.assign(first.surface, { tallness: 0.7, height: 700 });
    step(eyes(2), [RIGHT], 2);
    expect(mesh.position.y + 0.35).toBeCloseTo(top);
    expect(mesh.position.x).toBeCloseTo(0);
    pointed.clear();
    step(eyes(2), [RIGHT], 1);
    expect(mesh.position.x).toBeCloseTo(-Math.sin(2) * 1.1);
  });

  it('has the keyboard below it, nearer', () => {
    const first = panel('front');
    const keys = panel('low', 0.3);
    arranged([first, keys])(eyes(), [RIGHT]);
    expect(keys.surface.mesh.position.y).toBeLessThan(first.surface.mesh.position.y - 0.3);
    expect(keys.surface.mesh.position.z).toBeGreaterThan(-0.75);
  });
});

describe('about an exhibit', () => {
  // Half of the panel, seen from 1.1 m.
  const HALF = Math.atan(0.45 / 1.1);
  const bearing = ({ surface: { mesh } }: Panel): number => Math.atan2(-mesh.position.x, -mesh.position.z);

  it.each([
    ['ahead', 0, 0],
    ['to the left', 0.2, 0],
    ['to the right', -0.2, 0],
    ['ahead of who has turned', 1.3, 1.3],
  ])('leaves the sight of it free when it is %s', (_, exhibit, yaw) => {
    const about = panel('front', 0.6, 'exhibit');
    const subject = new Vector3(-Math.sin(exhibit) * 1.2, 1.5, -Math.cos(exhibit) * 1.2);
    arranged([about], { subject })(eyes(yaw), [RIGHT]);
    expect(Math.abs(bearing(about) - exhibit)).toBeGreaterThan(HALF + 0.18);
    expect(Math.abs(bearing(about) - yaw)).toBeLessThan(0.62);
  });

  it('is ahead when the exhibit is elsewhere or far, and so is what is about something else', () => {
    const about = panel('front', 0.6, 'exhibit');
    arranged([about], { subject: new Vector3(2, 1.5, -0.5) })(eyes(), [RIGHT]);
    expect(bearing(about)).toBeCloseTo(0);
    arranged([about], { subject: new Vector3(0, 1.5, -6) })(eyes(), [RIGHT]);
    expect(bearing(about)).toBeCloseTo(0);
    const other = panel('front', 0.6, 'people');
    arranged([other], { subject: new Vector3(0, 1.5, -1) })(eyes(), [RIGHT]);
    expect(bearing(other)).toBeCloseTo(0);
  });
});

/** Where its edges are for the eyes, as slopes: down is positive. */
function slopes({ surface: { mesh, tallness } }: Panel): { upper: number; lower: number } {
  const { x, y, z } = mesh.position;
  const away = Math.hypot(x, z);
  return { upper: (1.6 - y - tallness / 2) / away, lower: (1.6 - y + tallness / 2) / away };
}

it.each([['alone', []], ['over a low one', [panel('low', 0.1)]]])('captions are below what hangs in front, %s', (_, low) => {
  const first = panel('front', 0.75);
  const captions = panel('captions', 0.15);
  arranged([first, ...low, captions])(eyes(), [RIGHT]);
  expect(slopes(captions).upper).toBeGreaterThan(slopes(first).lower);
  for (const one of low) expect(slopes(captions).upper).toBeGreaterThan(slopes(one).lower);
});

it('captions are above it when below would be too far down', () => {
  const first = panel('front', 0.75);
  const captions = panel('captions', 0.15);
  arranged([first, panel('low', 0.4), captions])(eyes(), [RIGHT]);
  expect(slopes(captions).lower).toBeLessThan(slopes(first).upper);
});

it('captions come ahead, however the eyes have gone since the last ones', () => {
  const captions = panel('captions', 0.1);
  const step = arranged([captions]);
  step(eyes(), [RIGHT]);
  Object.assign(captions, { ready: false });
  step(eyes(0.4), [RIGHT]);
  Object.assign(captions, { ready: true });
  step(eyes(0.4), [RIGHT]);
  expect(captions.surface.mesh.position.x).toBeCloseTo(-Math.sin(0.4) * 1.5);
});

it('keeps captions in view as the eyes go', () => {
  const captions = panel('captions', 0.1);
  const step = arranged([captions]);
  step(eyes(), [RIGHT]);
  expect(captions.shown).toBe(true);
  step(eyes(0.3), [RIGHT], 2);
  expect(captions.surface.mesh.position.x).toBeCloseTo(0);
  step(eyes(0.8), [RIGHT], 1);
  expect(captions.surface.mesh.position.x).toBeCloseTo(-Math.sin(0.8) * 1.5);
});

it('does not show what is not painted yet', () => {
  const first = panel('front');
  first.ready = false;
  arranged([first])(eyes(), [RIGHT]);
  expect(first.shown).toBe(false);
});
