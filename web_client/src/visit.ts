// One visit as the page lives it: what the connection says goes into the replica, and from there to the store.
import type { ExhibitView, OfferedPose, Own, RoomState, Welcome } from './protocol/generated';
import type { ErrorMessage, VoiceMessage } from './protocol/messages';
import type { Section, TickFrame } from './protocol/frames';
import { type Box, Held, Pose, Reacted, readDesktop, readFar, readHeadset, readHeld, readReaction } from './protocol/poses';
import type { Listener } from './net/connection';
import type { Phase } from './net/phases';
import { ServerClock } from './replica/clock';
import { Places } from './replica/places';
import { type Change, RoomReplica } from './replica/room';
import { Tracks } from './replica/tracks';

const TICK_MS = 50;
const HELD_FRESH_MS = 600; // while held records come, what the holder settles is already behind

/** Who reacts to what happens in the visit. */
export interface VisitEvents {
  phase(phase: Phase): void;
  welcome(welcome: Welcome): void;
  change(change: Change): void;
  /** The server says where one really stands (P-7). */
  returned(at: readonly number[]): void;
  /** Somebody shows a reaction (G-1). */
  reacted(slot: number, reaction: number): void;
  place(): OfferedPose | null;
}

/** Who takes what is said of voice. */
export interface VoiceListener {
  told(message: VoiceMessage): void;
  failed(error: ErrorMessage): void;
}

type Reader = (view: DataView, at: number, box: Box, out: Pose) => void;

export class Visit implements Listener {
  readonly clock = new ServerClock();
  readonly tracks = new Tracks();
  readonly places = new Places();
  readonly room: RoomReplica;
  voices: VoiceListener | null = null;
  box: Box = { min: [0, 0, 0], max: [0, 0, 0] };
  slot = -1;
  member = '';
  /** How often the server wants one's own pose (F-3). */
  pace = 0;
  frames = 0;
  heldRecords = 0;
  private readonly pose = new Pose();
  private readonly held = new Held();
  private readonly shown = new Reacted();
  private readonly heldAt = new Map<string, number>();
  private byIndex: string[] = [];

  constructor(
    private readonly events: VisitEvents,
    private readonly now: () => number,
  ) {
    this.room = new RoomReplica((change) => this.changed(change));
  }

  phase(phase: Phase): void {
    this.events.phase(phase);
  }

  welcome(welcome: Welcome): void {
    this.box = welcome.bounds;
    this.slot = welcome.you.slot;
    this.member = welcome.you.member;
    this.tracks.reset(welcome.bounds.min[1]);
    this.clock.reset();
    this.pace = 0;
    this.clock.tie(welcome.time, welcome.frame_time, this.now());
    if (welcome.room !== this.room.room) this.places.forget();
    else this.places.restart();
    this.room.expectState(welcome.room);
    this.events.welcome(welcome);
  }

  state(state: RoomState): void {
    this.room.load(state);
  }

  own(own: Own): void {
    this.room.own(own);
  }

  frame(frame: TickFrame): void {
    this.frames++;
    this.pace = frame.pace;
    this.clock.spacing = frame.stride * TICK_MS;
    const time = this.clock.frame(frame.timeMs, this.now());
    this.room.apply(frame.entries);
    this.tracks.heard(time, frame.stride * TICK_MS);
    this.poses(frame, frame.headset, time, readHeadset);
    this.poses(frame, frame.desktop, time, readDesktop);
    this.poses(frame, frame.far, time, readFar);
    this.hold(frame, time);
    this.react(frame);
  }

  voice(message: VoiceMessage): void {
    this.voices?.told(message);
  }

  error(error: ErrorMessage): void {
    this.voices?.failed(error);
    if (error.code === 'bad_pose' && error.at) this.events.returned(error.at);
  }

  place(): OfferedPose | null {
    return this.events.place();
  }

  /** The visit is over: nothing is kept of the room and of those in it. */
  forget(): void {
    this.slot = -1;
    this.member = '';
    this.places.forget();
    this.room.expectState('');
  }

  private poses(frame: TickFrame, section: Section, time: number, read: Reader): void {
    for (let i = 0; i < section.count; i++) {
      read(frame.view, section.offset + i * section.size, this.box, this.pose);
      if (this.pose.slot !== this.slot) this.tracks.push(time, this.pose, section === frame.far);
    }
  }

  private hold(frame: TickFrame, time: number): void {
    for (let i = 0; i < frame.held.count; i++) {
      readHeld(frame.view, frame.held.offset + i * frame.held.size, this.box, this.held);
      const exhibit = this.byIndex[this.held.index];
      if (!exhibit || this.held.slot === this.slot) continue;
      this.places.heard(exhibit, time, this.held, frame.full);
      this.heldRecords++;
      this.heldAt.set(exhibit, this.now());
    }
  }

  private react({ view, reactions }: TickFrame): void {
    for (let i = 0; i < reactions.count; i++) {
      readReaction(view, reactions.offset + i * reactions.size, this.shown);
      this.events.reacted(this.shown.slot, this.shown.reaction);
    }
  }

  private changed(change: Change): void {
    if (change.kind === 'state') this.loaded();
    if (change.kind === 'joined' || change.kind === 'left') this.tracks.forget(change.member.slot);
    if (change.kind === 'exhibit') {
      const { exhibit, holder, rotation } = change.exhibit;
      const turning = this.now() - (this.heldAt.get(exhibit) ?? -Infinity) < HELD_FRESH_MS;
      if (holder === null || (holder !== this.member && !turning)) this.places.turn(exhibit, rotation);
      this.inHand(change.exhibit, change.what === 'exhibit.taken');
    }
    this.events.change(change);
  }

  private loaded(): void {
    this.byIndex = [];
    this.heldAt.clear();
    for (const state of this.room.exhibits.values()) {
      this.byIndex[state.index] = state.exhibit;
      this.places.turn(state.exhibit, state.rotation, true);
      this.inHand(state, true);
    }
  }

  /** Where it is says who holds it; one's own hand, the page itself. */
  private inHand({ exhibit, holder }: ExhibitView, taken: boolean): void {
    if (holder === null) this.places.released(exhibit);
    else if (taken && holder !== this.member) this.places.handed(exhibit);
  }
}
