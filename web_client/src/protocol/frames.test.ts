import { describe, expect, it } from 'vitest';
import { PoseWriter, readTickFrame, type Section } from './frames';
import { Held, Pose, Reacted, readDesktop, readFar, readHeadset, readHeld, readReaction } from './poses';
import { bytes, expectHeld, expectPose, heldOf, hex, poseOf, reactedOf, type RecordCase, records, vectors } from './vectors.test_help';

interface TickCase {
  readonly name: string;
  readonly tick: number;
  readonly time_ms: number;
  readonly full: boolean;
  readonly pace: number;
  readonly stride: number;
  readonly vr: string[];
  readonly desktop: string[];
  readonly far: string[];
  readonly held: string[];
  readonly reactions: string[];
  readonly entries: unknown[];
  readonly hex: string;
}

const frames = vectors<{
  poses: (RecordCase & { seq: number })[];
  ticks: TickCase[];
  malformed_ticks: { name: string; hex: string }[];
}>('frames');

const named = (name: string): RecordCase => records.records.find((record) => record.name === name)!;

describe('tick frames', () => {
  it.each(frames.ticks)('are read: $name', (one) => {
    const frame = readTickFrame(bytes(one.hex))!;
    expect(frame.tick).toBe(one.tick);
    expect(frame.timeMs).toBe(one.time_ms);
    expect(frame.full).toBe(one.full);
    expect(frame.pace).toBe(one.pace);
    expect(frame.stride).toBe(one.stride);
    expect(frame.entries).toEqual(one.entries);
    const sections: [Section, string[], typeof readFar][] = [
      [frame.headset, one.vr, readHeadset],
      [frame.desktop, one.desktop, readDesktop],
      [frame.far, one.far, readFar],
    ];
    for (const [section, names, read] of sections) {
      expect(section.count).toBe(names.length);
      names.forEach((name, i) => {
        const pose = new Pose();
        read(frame.view, section.offset + i * section.size, records.bounds, pose);
        expectPose(pose, named(name));
      });
    }
    expect(frame.held.count).toBe(one.held.length);
    one.held.forEach((name, i) => {
      const held = new Held();
      readHeld(frame.view, frame.held.offset + i * frame.held.size, records.bounds, held);
      expectHeld(held, named(name).fields);
    });
    expect(frame.reactions.count).toBe(one.reactions.length);
    one.reactions.forEach((name, i) => {
      const reacted = new Reacted();
      readReaction(frame.view, frame.reactions.offset + i * frame.reactions.size, reacted);
      expect(reacted).toEqual(reactedOf(named(name).fields));
    });
  });

  // A page lets fields pass that a newer server may add; programs of ours are stricter.
  const refused = frames.malformed_ticks.filter(({ name }) => name !== 'an entry too much in it');
  it.each(refused)('are refused: $name', ({ hex: text }) => {
    expect(readTickFrame(bytes(text))).toBeNull();
  });
});

describe('frames of the client', () => {
  it.each(frames.poses)('are written: $name', ({ kind, fields, seq, hex: wanted }) => {
    const writer = new PoseWriter();
    const make = (): ArrayBuffer => {
      if (kind === 'held') return writer.held(heldOf(fields), records.bounds);
      if (kind === 'reaction') return writer.reaction(reactedOf(fields));
      return writer.pose(poseOf(fields, kind), records.bounds);
    };
    const frame = make();
    for (let i = 0; i < seq; i++) writer.next(frame);
    expect(hex(frame)).toBe(wanted);
  });

  it('count on over the end of 16 bits, all kinds together', () => {
    const writer = new PoseWriter();
    const pose = writer.pose(poseOf(frames.poses[0].fields, 'desktop'), records.bounds);
    for (let i = 0; i < 65536; i++) writer.next(pose);
    const heldCase = frames.poses.find(({ kind }) => kind === 'held')!;
    const held = writer.held(heldOf(heldCase.fields), records.bounds);
    writer.next(held);
    expect(new DataView(held).getUint16(2, true)).toBe(1);
  });
});
