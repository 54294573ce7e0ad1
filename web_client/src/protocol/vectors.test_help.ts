// Reads the wire vectors that the server's tests read too (tests/vectors), and writes and compares poses for them.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Hand, Held, Pose, Reacted } from './poses';

export interface HandFields {
  readonly offset: readonly number[];
  readonly rotation: readonly number[];
}

export interface Fields {
  readonly slot: number;
  readonly position?: readonly number[];
  readonly yaw?: number;
  readonly pitch?: number;
  readonly jump?: number;
  readonly seated?: boolean;
  readonly head?: readonly number[];
  readonly left?: HandFields | null;
  readonly right?: HandFields | null;
  readonly exhibit?: number;
  readonly reaction?: number;
  readonly rotation?: readonly number[];
  readonly carried?: boolean;
  readonly scale?: number;
}

export interface RecordCase {
  readonly name: string;
  readonly kind: 'far' | 'desktop' | 'vr' | 'held' | 'reaction';
  readonly fields: Fields;
  readonly hex: string;
}

export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}.json`, import.meta.url), 'utf8')) as T;
}

export function bytes(hex: string): ArrayBuffer {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16)).buffer;
}

export function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const records = vectors<{
  bounds: { min: number[]; max: number[] };
  tolerance: Record<string, number>;
  records: RecordCase[];
}>('records');

function fillHand(hand: Hand, fields: HandFields | null | undefined): void {
  hand.tracked = fields != null;
  if (!fields) return;
  hand.position.set(fields.offset);
  hand.rotation.set(fields.rotation);
}

export function poseOf(fields: Fields, kind: string): Pose {
  const pose = new Pose();
  const [x, y, z] = fields.position!;
  Object.assign(pose, { slot: fields.slot, x, y, z, yaw: fields.yaw ?? 0, pitch: fields.pitch ?? 0 });
  Object.assign(pose, { jump: fields.jump, seated: fields.seated ?? false, headset: kind === 'vr' });
  if (fields.head) pose.head.set(fields.head);
  fillHand(pose.left, fields.left);
  fillHand(pose.right, fields.right);
  return pose;
}

export function reactedOf(fields: Fields): Reacted {
  return Object.assign(new Reacted(), { slot: fields.slot, reaction: fields.reaction! });
}

export function heldOf(fields: Fields): Held {
  const held = new Held();
  held.index = fields.exhibit!;
  held.slot = fields.slot;
  held.rotation.set(fields.rotation!);
  held.carried = fields.carried ?? false;
  held.position.set(fields.position ?? [0, 0, 0]);
  held.scale = fields.scale ?? 1;
  return held;
}

/** The angle between two rotations, degrees. */
export function degrees(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  for (let i = 0; i < 4; i++) dot += a[i] * b[i];
  const length = Math.hypot(...Array.from(a)) * Math.hypot(...Array.from(b));
  return (2 * Math.acos(Math.min(1, Math.abs(dot) / length)) * 180) / Math.PI;
}

function expectNear(found: number, wanted: number, tolerance: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance);
}

function expectHand(hand: Hand, fields: HandFields | null): void {
  expect(hand.tracked).toBe(fields !== null);
  if (!fields) return;
  const { offset_m, rotation_deg } = records.tolerance;
  fields.offset.forEach((wanted, i) => expectNear(hand.position[i], wanted, offset_m));
  expect(degrees(hand.rotation, fields.rotation)).toBeLessThanOrEqual(rotation_deg);
}

export function expectPose(pose: Pose, { kind, fields }: RecordCase): void {
  const { position_m, yaw_rad, pitch_rad, rotation_deg } = records.tolerance;
  expect(pose.slot).toBe(fields.slot);
  expect(pose.jump).toBe(fields.jump);
  [pose.x, pose.y, pose.z].forEach((found, i) => expectNear(found, fields.position![i], position_m));
  if (kind === 'vr') {
    expect(degrees(pose.head, fields.head!)).toBeLessThanOrEqual(rotation_deg);
    expectHand(pose.left, fields.left!);
    expectHand(pose.right, fields.right!);
  } else {
    const turn = (pose.yaw - fields.yaw!) / (2 * Math.PI);
    expectNear(turn, Math.round(turn), yaw_rad / (2 * Math.PI));
  }
  if (kind === 'desktop') expectNear(pose.pitch, fields.pitch!, pitch_rad);
  if (kind !== 'far') expect(pose.seated).toBe(fields.seated);
}

export function expectHeld(held: Held, fields: Fields): void {
  const { held_rotation_deg, held_position_m, held_scale } = records.tolerance;
  expect([held.index, held.slot, held.carried]).toEqual([fields.exhibit, fields.slot, fields.carried ?? false]);
  expect(degrees(held.rotation, fields.rotation!)).toBeLessThanOrEqual(held_rotation_deg);
  const wanted = fields.position ?? [0, 0, 0];
  wanted.forEach((c, i) => expectNear(held.position[i], c, held_position_m));
  expectNear(held.scale / (fields.scale ?? 1), 1, held_scale);
}
