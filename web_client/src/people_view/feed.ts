// Gives a visit what a server would tell it of the viewer's actors: tick frames of 20 Hz, as bytes.
import type { Visit } from '../visit';
import {
  DESKTOP_RECORD_BYTES,
  FAR_RECORD_BYTES,
  FrameKind,
  type MemberView,
  TICK_HEADER_BYTES,
  VR_RECORD_BYTES,
} from '../protocol/generated';
import { readTickFrame } from '../protocol/frames';
import { type Box, Pose, writeDesktop, writeHeadset } from '../protocol/poses';
import type { Actor } from './actors';

export const TICK_MS = 50;
const FULL_RATE = 64; // members who are told of in every frame, as the nearest are
const FAR_EVERY = 20; // frames between two records of the others

/** A visit that nobody serves: in this room, with these members. */
export function visitTo(visit: Visit, box: Box, members: MemberView[]): void {
  visit.welcome({
    type: 'welcome', room: 'viewer', scene: '', epoch: 'viewer', resume: '', resumed: false, tick_hz: 20, capacity: 8191, time: 0, frame_time: 0,
    you: { member: 'm_viewer', slot: 0, role: 'visitor', staff: null, name: '' },
    bounds: { min: [box.min[0], box.min[1], box.min[2]], max: [box.max[0], box.max[1], box.max[2]] },
    place: { position: [0, 0, 0], yaw: 0 },
  });
  visit.state({ room: 'viewer', epoch: 'viewer', seq: 0, locked: false, lock_reason: null, slow: 0, announcements: [], members, exhibits: [], chat: [] });
}

export class Feed {
  private tick = 0;
  private readonly pose = new Pose();

  /** Actor `i` is in slot `i + 1`; 0 is one's own. */
  constructor(
    private readonly actors: readonly Actor[],
    private readonly box: Box,
  ) {}

  /** The next tick's frame; the first one has everybody. */
  next(): ArrayBuffer {
    const buffer = new ArrayBuffer(TICK_HEADER_BYTES + this.actors.length * VR_RECORD_BYTES);
    const view = new DataView(buffer);
    const seconds = (this.tick * TICK_MS) / 1000;
    const counts = [0, 0, 0];
    let at: number = TICK_HEADER_BYTES;
    for (let kind = 0; kind < 3; kind++)
      for (let i = 0; i < this.actors.length; i++) {
        if (!this.told(i)) continue;
        this.actors[i](seconds, this.pose);
        this.pose.slot = i + 1;
        if (kind !== (this.pose.headset ? 0 : i < FULL_RATE ? 1 : 2)) continue;
        at += this.write(view, at, kind);
        counts[kind]++;
      }
    view.setUint8(0, FrameKind.TICK);
    counts.forEach((count, kind) => view.setUint16(2 + kind * 2, count, true));
    view.setUint32(12, this.tick, true);
    view.setUint32(16, this.tick * TICK_MS, true);
    this.tick++;
    return buffer.slice(0, at);
  }

  private told(i: number): boolean {
    return i < FULL_RATE || this.tick === 0 || (this.tick + i) % FAR_EVERY === 0;
  }

  private write(view: DataView, at: number, kind: number): number {
    if (kind === 0) {
      writeHeadset(view, at, this.box, this.pose);
      return VR_RECORD_BYTES;
    }
    writeDesktop(view, at, this.box, this.pose); // a far record is the first part of it
    return kind === 1 ? DESKTOP_RECORD_BYTES : FAR_RECORD_BYTES;
  }
}

/** As the socket gives it to the visit. */
export function hear(visit: Visit, buffer: ArrayBuffer): void {
  const frame = readTickFrame(buffer);
  if (!frame) throw new Error('the viewer made a frame that nobody can read');
  visit.frame(frame);
}
