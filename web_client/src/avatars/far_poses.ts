// The poses of those who are far away, worked out once for each body: the card reads them, nobody computes them again.
import type { Body } from './body';
import type { ClipSet } from './clips';
import { Feet, stepsOf } from './feet';
import { Frame, ROW_SIZE, writeRow } from './forward';
import { chance } from './gaze';
import { Stance } from './stance';

/** Where the poses of each kind begin, and how many there are. */
const KINDS = [
  { clip: 'idle-1', count: 12 },
  { clip: 'walk', count: 24 },
  { clip: 'stride', count: 24 },
  { clip: 'run', count: 24 },
  { clip: 'sit', count: 4 },
] as const;
const START = KINDS.map((_, i) => KINDS.slice(0, i).reduce((sum, { count }) => sum + count, 0));
export const FAR_ROWS = KINDS.reduce((sum, { count }) => sum + count, 0);
const WALKS_FROM = 0.25; // m/s
const STRIDES_FROM = 1.85;
const RUNS_FROM = 3.1;
const IDLE_S = 8;

/** All far poses of a body, row after row. */
export function farPoses(clips: ClipSet, body: Body): Float32Array {
  const rows = new Float32Array(FAR_ROWS * ROW_SIZE);
  const stance = new Stance();
  const frame = new Frame();
  KINDS.forEach(({ clip: name, count }, kind) => {
    const clip = clips.get(name);
    for (let i = 0; i < count; i++) {
      stance.clear();
      clip.add((i / count) * clip.duration, 1, body, stance);
      stance.normalise();
      frame.solve(body, stance);
      // Legs of any length stand on the floor; nothing is held from one pose to the next.
      new Feet().step(frame, body, stance, 0, 0, 0, stepsOf(clip.traits, i / count), 1);
      writeRow(body, frame, rows, (START[kind] + i) * ROW_SIZE, false);
    }
  });
  return rows;
}

/** The row for somebody with this phase and pace; `time` in seconds, `seed` keeps standers apart. */
export function farRow(phase: number, pace: number, seated: boolean, time: number, seed: number): number {
  if (seated) return row(4, time / IDLE_S + chance(seed));
  if (pace < WALKS_FROM) return row(0, time / IDLE_S + chance(seed));
  return row(pace < STRIDES_FROM ? 1 : pace < RUNS_FROM ? 2 : 3, phase);
}

function row(kind: number, share: number): number {
  const { count } = KINDS[kind];
  return START[kind] + (Math.floor(share * count) % count);
}
