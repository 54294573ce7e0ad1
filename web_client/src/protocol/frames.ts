// Binary frames: the server's tick frame (PROTOCOL.md F-3) and what the client sends (P-3).
import {
  DESKTOP_RECORD_BYTES,
  FAR_RECORD_BYTES,
  FrameKind,
  HELD_RECORD_BYTES,
  PACE_SHIFT,
  POSE_HEADER_BYTES,
  REACTION_RECORD_BYTES,
  STRIDE_SHIFT,
  TICK_HEADER_BYTES,
  VR_RECORD_BYTES,
  type WireEntry,
} from './generated';
import { type Box, type Held, type Pose, type Reacted, writeDesktop, writeHeadset, writeHeld, writeReaction } from './poses';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The parts of a tick frame; records are read at `offset + i * size` with the readers of `poses`. */
export interface TickFrame {
  readonly view: DataView;
  /** All members are in this frame (the first one after a state). */
  readonly full: boolean;
  /** How often one's own pose is wanted: an index of `PACES_MS`. */
  readonly pace: number;
  /** Ticks from one frame of ours to the next: 1, 2 or 4. */
  readonly stride: number;
  readonly tick: number;
  /** Server time, ms modulo 2^32. */
  readonly timeMs: number;
  readonly headset: Section;
  readonly desktop: Section;
  readonly far: Section;
  readonly held: Section;
  readonly reactions: Section;
  readonly entries: readonly WireEntry[];
}

const FULL = 1;
const MOST_STRIDE = 2; // as a power of two
const MOST_FLAGS = (MOST_STRIDE << STRIDE_SHIFT) | (3 << PACE_SHIFT) | FULL;
/** ms between two poses of one's own, by the pace that a frame tells. */
export const PACES_MS = [50, 100, 200, 1000] as const;

/** A run of records in a frame. */
export interface Section {
  readonly offset: number;
  readonly count: number;
  readonly size: number;
}

/** Reads a tick frame; null when it is not one, is cut short, or its entries are not a JSON array. */
export function readTickFrame(buffer: ArrayBuffer): TickFrame | null {
  if (buffer.byteLength < TICK_HEADER_BYTES) return null;
  const view = new DataView(buffer);
  const flags = view.getUint8(1);
  if (view.getUint8(0) !== FrameKind.TICK || flags > MOST_FLAGS) return null;
  let at: number = TICK_HEADER_BYTES;
  const section = (countAt: number, size: number): Section => {
    const count = view.getUint16(countAt, true);
    const found = { offset: at, count, size };
    at += count * size;
    return found;
  };
  const headset = section(2, VR_RECORD_BYTES);
  const desktop = section(4, DESKTOP_RECORD_BYTES);
  const far = section(6, FAR_RECORD_BYTES);
  const held = section(8, HELD_RECORD_BYTES);
  const reactions = section(10, REACTION_RECORD_BYTES);
  if (at > buffer.byteLength) return null;
  const entries = readEntries(new Uint8Array(buffer, at));
  if (!entries) return null;
  return {
    view,
    full: (flags & FULL) === FULL,
    pace: (flags >> PACE_SHIFT) & 3,
    stride: 1 << (flags >> STRIDE_SHIFT),
    tick: view.getUint32(12, true),
    timeMs: view.getUint32(16, true),
    headset,
    desktop,
    far,
    held,
    reactions,
    entries,
  };
}

/** Every kind of entry; one that is missing here, or too much, does not compile. */
const KINDS: Record<WireEntry['kind'], true> = {
  join: true,
  leave: true,
  away: true,
  back: true,
  chat: true,
  'exhibit.taken': true,
  'exhibit.settled': true,
  'exhibit.released': true,
  'exhibit.hotspot': true,
  'exhibit.offered': true,
  'exhibit.guided': true,
  'exhibit.media': true,
  'seat.taken': true,
  'seat.left': true,
  'member.aside': true,
  report: true,
  announcement: true,
  'member.muted': true,
  'chat.slow': true,
  'room.locked': true,
  'member.greeted': true,
  'member.invited': true,
  'call.asked': true,
  'call.moved': true,
  'call.taken': true,
  'call.ended': true,
};

function isEntry(value: unknown): value is WireEntry {
  const { seq, kind } = (value ?? {}) as { seq?: unknown; kind?: unknown };
  return typeof seq === 'number' && typeof kind === 'string' && Object.hasOwn(KINDS, kind);
}

function readEntries(bytes: Uint8Array): readonly WireEntry[] | null {
  if (bytes.length === 0) return [];
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return Array.isArray(value) && value.every(isEntry) ? value : null;
  } catch {
    return null;
  }
}

/** Makes the client's binary frames in buffers that are used again. */
export class PoseWriter {
  private sequence = 0;
  private readonly buffers = {
    desktop: frameOf(FrameKind.POSE_DESKTOP, DESKTOP_RECORD_BYTES),
    headset: frameOf(FrameKind.POSE_VR, VR_RECORD_BYTES),
    held: frameOf(FrameKind.HELD, HELD_RECORD_BYTES),
    reaction: frameOf(FrameKind.REACTION, REACTION_RECORD_BYTES),
  };

  /** The frame of one's own pose, kind 2 or 3. Valid until the next call; `next` numbers it. */
  pose(pose: Pose, box: Box): ArrayBuffer {
    const view = pose.headset ? this.buffers.headset : this.buffers.desktop;
    if (pose.headset) writeHeadset(view, POSE_HEADER_BYTES, box, pose);
    else writeDesktop(view, POSE_HEADER_BYTES, box, pose);
    return view.buffer;
  }

  /** The frame of an exhibit in hand, kind 4. Valid until the next call; `next` numbers it. */
  held(held: Held, box: Box): ArrayBuffer {
    writeHeld(this.buffers.held, POSE_HEADER_BYTES, box, held);
    return this.buffers.held.buffer;
  }

  /** The frame of a reaction, kind 5 (G-1). Valid until the next call; `next` numbers it. */
  reaction(reacted: Reacted): ArrayBuffer {
    writeReaction(this.buffers.reaction, POSE_HEADER_BYTES, reacted);
    return this.buffers.reaction.buffer;
  }

  /** Gives a frame that is about to be sent the next sequence number; all kinds share one row (P-3). */
  next(frame: ArrayBuffer): void {
    this.sequence = (this.sequence + 1) & 0xffff;
    new DataView(frame).setUint16(2, this.sequence, true);
  }
}

function frameOf(kind: number, recordBytes: number): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(POSE_HEADER_BYTES + recordBytes));
  view.setUint8(0, kind);
  return view;
}
