// Fingers of tracked hands (PROTOCOL.md P-11), on the reference body.
import { describe, expect, it } from 'vitest';
import { Field } from '../replica/tracks';
import { restingBody } from './body';
import { Frame } from './forward';
import { GRIP_TO_WRIST, Hands } from './hands';
import { joint, JOINTS } from './skeleton';
import { Stance } from './stance';

const body = restingBody();
const SIDES = ['left', 'right'] as const;
type Side = (typeof SIDES)[number];
const FINGERS = ['Index', 'Middle', 'Ring', 'Little'];

/** Both arms stretched out, palms down, fingers straight; then `seconds` go by with these hands tracked. */
function after(seconds: number, tracked: readonly Side[], hands = new Hands(), bent: number[] | null = null): { frame: Frame; stance: Stance; hands: Hands } {
  const pose = new Float32Array(Field.size);
  for (const side of tracked) pose[side === 'left' ? Field.leftTracked : Field.rightTracked] = 1;
  const frame = new Frame();
  let stance = new Stance();
  for (let left = seconds; left > 1e-9; left -= 0.01) {
    stance = new Stance();
    hands.step(pose, stance, 0.01, bent);
  }
  frame.solve(body, stance);
  return { frame, stance, hands };
}

const place = (frame: Frame, name: string): number[] => [...frame.places.subarray(joint(name) * 3, joint(name) * 3 + 3)];

/** How far a finger's last joint is from the middle of the grip across it, and how far below the wrist. */
function tip(frame: Frame, side: Side, finger: string): { across: number; below: number } {
  const out = side === 'left' ? -1 : 1;
  const wrist = place(frame, `${side}Hand`);
  const end = place(frame, `${side}${finger}Distal`);
  const middle = [wrist[0] + out * GRIP_TO_WRIST.up, wrist[1] - GRIP_TO_WRIST.back];
  return { across: Math.hypot(end[0] - middle[0], end[1] - middle[1]), below: wrist[1] - end[1] };
}

describe.each(SIDES)('the %s hand', (side) => {
  it('closes about what it holds', () => {
    const open = after(0, []).frame;
    const closed = after(0.3, [side]).frame;
    for (const finger of FINGERS) {
      expect(tip(open, side, finger).below).toBeLessThan(0.03);
      const { across, below } = tip(closed, side, finger);
      expect(below).toBeGreaterThan(0.03);
      expect(across).toBeLessThan(0.06);
    }
    const index = tip(closed, side, 'Index'), little = tip(closed, side, 'Little');
    expect(index.across).toBeGreaterThan(little.across * 0.9); // the index lies along, the others hold
  });

  it('takes a tenth of a second for it, and as long to open', () => {
    const half = after(0.05, [side]);
    const closed = after(0.05, [side], half.hands);
    const opening = after(0.05, [], closed.hands);
    const open = after(0.06, [], opening.hands);
    const [a, b, c, d] = [half, closed, opening, open].map(({ frame }) => tip(frame, side, 'Middle').below);
    expect(a).toBeLessThan(b - 0.005);
    expect(c).toBeCloseTo(a, 4);
    expect(d).toBeCloseTo(tip(after(0, []).frame, side, 'Middle').below, 5);
  });

  it('bends each finger as far as is told', () => {
    const bent = [0, 0, 1, 0.5, 1, 0, 0, 1, 0.5, 1];
    const told = after(0.3, [side], new Hands(), bent).frame;
    const closed = after(0.3, [side]).frame;
    const low = (frame: Frame, finger: string): number => tip(frame, side, finger).below;
    expect(low(told, 'Index')).toBeLessThan(0.01);
    expect(low(told, 'Middle')).toBeCloseTo(low(closed, 'Middle'), 4);
    expect(low(told, 'Little')).toBeCloseTo(low(closed, 'Little'), 4);
    expect(low(told, 'Ring')).toBeGreaterThan(low(told, 'Index') + 0.01);
    expect(low(told, 'Ring')).toBeLessThan(low(closed, 'Ring') - 0.003);
  });

  it('leaves the other one and all else as clips have it', () => {
    const { stance } = after(0.3, [side]);
    JOINTS.forEach((name, j) => {
      const mine = name.startsWith(side) && /Thumb|Index|Middle|Ring|Little/.test(name);
      expect(Math.abs(stance.rotations[j * 4 + 3]) < 0.9999, name).toBe(mine);
    });
  });
});
