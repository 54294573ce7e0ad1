// Generated from server/vbranch/protocol by `npm run gen`. Do not edit.

/**
 * Why the log refused a command: ``reason`` of a refused ack (E-3).
 */
export type Refusal =
  | 'full'
  | 'locked'
  | 'not_member'
  | 'no_such_member'
  | 'already_member'
  | 'no_such_exhibit'
  | 'no_such_hotspot'
  | 'held_by_other'
  | 'not_holder'
  | 'guided_by_other'
  | 'no_such_seat'
  | 'seat_taken'
  | 'aside'
  | 'unchanged'
  | 'muted'
  | 'slow'
  | 'is_staff'
  | 'bounds'
  | 'taken'
  | 'no_such_call';
/**
 * Why staff did something to a member or to a room (D-2).
 */
export type ModerationReason = 'disturbance' | 'harassment' | 'spam' | 'name' | 'safety' | 'other';
export type ClientMessage =
  | Join
  | Resume
  | Leave
  | Enter
  | Chat
  | ExhibitTake
  | ExhibitSettle
  | ExhibitRelease
  | ExhibitHotspot
  | ExhibitOffer
  | ExhibitGuide
  | ExhibitMedia
  | SeatTake
  | SeatLeave
  | AsideBegin
  | AsideEnd
  | Report
  | Announce
  | MemberMute
  | MemberRemove
  | MemberBan
  | ChatSlow
  | RoomLock
  | MemberGreet
  | MemberInvite
  | StaffCall
  | StaffCallCancel
  | CallTake
  | CallDone
  | VoiceHear
  | VoiceSpeak
  | VoiceSignal
  | VoiceRenew
  | VoiceGroup
  | VoiceUngroup
  | VoiceStage;
/**
 * What somebody is reported for (N-2).
 */
export type ReportReason = 'harassment' | 'spam' | 'name' | 'other';
/**
 * What an ``error`` message can say (M-5).
 */
export type ErrorCode =
  | 'bad_json'
  | 'unknown_type'
  | 'bad_form'
  | 'not_allowed'
  | 'not_joined'
  | 'bad_frame'
  | 'bad_pose'
  | 'too_fast'
  | 'try_again'
  | 'ticket_refused'
  | 'resume_refused'
  | 'room_full'
  | 'no_such_room';
/**
 * The kinds of member; the server decides which, never the client (H-4).
 */
export type Role = 'visitor' | 'staff' | 'bot';
/**
 * What a member of staff is there for (D-1); it decides their rights and their badge.
 */
export type StaffRole = 'host' | 'adviser' | 'moderator' | 'administrator';
export type ServerMessage =
  | Welcome
  | Waiting
  | Ack
  | Error
  | Goodbye
  | StateChunk
  | Own
  | VoiceIce
  | VoiceState
  | VoiceSignalled
  | VoiceAnswer;
/**
 * Why a voice command was refused: ``reason`` of a ``voice.answer`` (V-2).
 */
export type VoiceRefusal =
  | 'off'
  | 'aside'
  | 'muted'
  | 'no_such_member'
  | 'no_such_session'
  | 'out_of_turn'
  | 'too_many'
  | 'too_soon'
  | 'other_group'
  | 'in_group'
  | 'on_stage'
  | 'taken'
  | 'no_stage';
/**
 * Which side of a session one is (V-3): only the speaker offers, only the hearer answers.
 */
export type VoiceSide = 'speaker' | 'hearer';
export type WireEntry =
  | JoinEntry
  | LeaveEntry
  | AwayEntry
  | BackEntry
  | ChatEntry
  | ExhibitTaken
  | ExhibitSettled
  | ExhibitReleased
  | ExhibitHotspotShown
  | ExhibitOffered
  | ExhibitGuided
  | ExhibitMediaSet
  | SeatTaken
  | SeatLeft
  | MemberAside
  | ReportEntry
  | Announced
  | MemberMuted
  | ChatSlowed
  | RoomLocked
  | MemberGreeted
  | MemberInvited
  | CallAsked
  | CallMoved
  | CallTaken
  | CallEnded;

export interface Definitions {
  Ack: Ack;
  Announce: Announce;
  Announced: Announced;
  AnnouncementView: AnnouncementView;
  Answer: Answer;
  AsideBegin: AsideBegin;
  AsideEnd: AsideEnd;
  AwayEntry: AwayEntry;
  BackEntry: BackEntry;
  Bounds: Bounds;
  CallAsked: CallAsked;
  CallDone: CallDone;
  CallEnded: CallEnded;
  CallMoved: CallMoved;
  CallTake: CallTake;
  CallTaken: CallTaken;
  CallView: CallView;
  Candidate: Candidate;
  Candidates: Candidates;
  Chat: Chat;
  ChatEntry: ChatEntry;
  ChatSlow: ChatSlow;
  ChatSlowed: ChatSlowed;
  ChatView: ChatView;
  ClientMessage: ClientMessage;
  Enter: Enter;
  Error: Error;
  ErrorCode: ErrorCode;
  ExhibitGuide: ExhibitGuide;
  ExhibitGuided: ExhibitGuided;
  ExhibitHotspot: ExhibitHotspot;
  ExhibitHotspotShown: ExhibitHotspotShown;
  ExhibitMedia: ExhibitMedia;
  ExhibitMediaSet: ExhibitMediaSet;
  ExhibitOffer: ExhibitOffer;
  ExhibitOffered: ExhibitOffered;
  ExhibitRelease: ExhibitRelease;
  ExhibitReleased: ExhibitReleased;
  ExhibitSettle: ExhibitSettle;
  ExhibitSettled: ExhibitSettled;
  ExhibitTake: ExhibitTake;
  ExhibitTaken: ExhibitTaken;
  ExhibitView: ExhibitView;
  Goodbye: Goodbye;
  IceServer: IceServer;
  Join: Join;
  JoinEntry: JoinEntry;
  Leave: Leave;
  LeaveEntry: LeaveEntry;
  MediaView: MediaView;
  MemberAside: MemberAside;
  MemberBan: MemberBan;
  MemberGreet: MemberGreet;
  MemberGreeted: MemberGreeted;
  MemberInvite: MemberInvite;
  MemberInvited: MemberInvited;
  MemberMute: MemberMute;
  MemberMuted: MemberMuted;
  MemberRemove: MemberRemove;
  MemberView: MemberView;
  ModerationReason: ModerationReason;
  Offer: Offer;
  OfferedPose: OfferedPose;
  Own: Own;
  Place: Place;
  Refusal: Refusal;
  Report: Report;
  ReportEntry: ReportEntry;
  ReportReason: ReportReason;
  ReportView: ReportView;
  Resume: Resume;
  Role: Role;
  RoomLock: RoomLock;
  RoomLocked: RoomLocked;
  RoomState: RoomState;
  SeatLeave: SeatLeave;
  SeatLeft: SeatLeft;
  SeatTake: SeatTake;
  SeatTaken: SeatTaken;
  ServerMessage: ServerMessage;
  StaffCall: StaffCall;
  StaffCallCancel: StaffCallCancel;
  StaffRole: StaffRole;
  StageDoor: StageDoor;
  StateChunk: StateChunk;
  VoiceAnswer: VoiceAnswer;
  VoiceCircle: VoiceCircle;
  VoiceGroup: VoiceGroup;
  VoiceHear: VoiceHear;
  VoiceIce: VoiceIce;
  VoiceRefusal: VoiceRefusal;
  VoiceRenew: VoiceRenew;
  VoiceSession: VoiceSession;
  VoiceSide: VoiceSide;
  VoiceSignal: VoiceSignal;
  VoiceSignalled: VoiceSignalled;
  VoiceSpeak: VoiceSpeak;
  VoiceStage: VoiceStage;
  VoiceState: VoiceState;
  VoiceUngroup: VoiceUngroup;
  Waiting: Waiting;
  Welcome: Welcome;
  WireEntry: WireEntry;
  You: You;
}
/**
 * Committed and applied (E-2, E-3). ``by`` is who has what is taken (K-3).
 */
export interface Ack {
  type: 'ack';
  id: string;
  seq: number;
  outcome: 'accepted' | 'refused';
  reason: Refusal | null;
  by: string | null;
  repeat: boolean;
}
/**
 * The bank's own word to everybody in the room (D-3).
 */
export interface Announce {
  type: 'announce';
  id: string;
  text: string;
}
/**
 * The bank's own word to everybody (D-3).
 */
export interface Announced {
  seq: number;
  at: number;
  kind: 'announcement';
  member: string;
  text: string;
}
export interface AnnouncementView {
  seq: number;
  at: number;
  member: string;
  text: string;
}
/**
 * The hearer's: of one sound that is only received.
 */
export interface Answer {
  kind: 'answer';
  sdp: string;
}
/**
 * Out of the room, to the quiet place, at once.
 */
export interface AsideBegin {
  type: 'aside.begin';
  id: string;
}
/**
 * Back where one stood.
 */
export interface AsideEnd {
  type: 'aside.end';
  id: string;
}
export interface AwayEntry {
  seq: number;
  at: number;
  kind: 'away';
  member: string;
}
export interface BackEntry {
  seq: number;
  at: number;
  kind: 'back';
  member: string;
}
/**
 * The box in which positions lie, metres; ``min`` is where records count from (P-1).
 */
export interface Bounds {
  /**
   * @minItems 3
   * @maxItems 3
   */
  min: [number, number, number];
  /**
   * @minItems 3
   * @maxItems 3
   */
  max: [number, number, number];
}
/**
 * ``member`` waits for staff; for staff and the caller only, as are all of calls (K-2).
 */
export interface CallAsked {
  seq: number;
  at: number;
  kind: 'call.asked';
  member: string;
  topic: string | null;
  /**
   * In the line of those whom nobody has taken, from 1.
   */
  place: number;
}
/**
 * The caller has been helped (K-4).
 */
export interface CallDone {
  type: 'call.done';
  id: string;
  member: string;
}
/**
 * ``member`` ended it; None: the caller has left the room.
 */
export interface CallEnded {
  seq: number;
  at: number;
  kind: 'call.ended';
  member: string | null;
  caller: string;
  reason: 'done' | 'cancelled' | 'gone';
}
/**
 * The caller waits at this place now, also when whoever took the call has gone (K-3).
 */
export interface CallMoved {
  seq: number;
  at: number;
  kind: 'call.moved';
  caller: string;
  place: number;
}
/**
 * Staff is on the way to that caller (K-3).
 */
export interface CallTake {
  type: 'call.take';
  id: string;
  member: string;
}
/**
 * ``member`` of staff is on the way.
 */
export interface CallTaken {
  seq: number;
  at: number;
  kind: 'call.taken';
  member: string;
  caller: string;
}
/**
 * ``place`` is None once ``by`` of staff has taken it (K-2).
 */
export interface CallView {
  seq: number;
  at: number;
  caller: string;
  topic: string | null;
  place: number | null;
  by: string | null;
}
/**
 * An ICE candidate as browsers have it; an empty one says that there are no more.
 */
export interface Candidate {
  candidate: string;
  mid: string | null;
  line: number | null;
}
export interface Candidates {
  kind: 'candidates';
  /**
   * @minItems 1
   * @maxItems 20
   */
  candidates: [Candidate, ...Candidate[]];
}
export interface Chat {
  type: 'chat';
  id: string;
  text: string;
  /**
   * Whom alone it is said to; None: to the room (N-1).
   */
  to?: string | null;
}
export interface ChatEntry {
  seq: number;
  at: number;
  kind: 'chat';
  member: string;
  /**
   * Whom alone it was said to; None: to the room.
   */
  to: string | null;
  text: string;
}
export interface ChatSlow {
  id: string;
  reason: ModerationReason;
  text?: string | null;
  type: 'chat.slow';
  /**
   * Between two lines of one visitor to the room; 0: as fast as they like.
   */
  seconds: number;
}
export interface ChatSlowed {
  seq: number;
  at: number;
  kind: 'chat.slow';
  member: string;
  seconds: number;
  reason: ModerationReason;
}
export interface ChatView {
  seq: number;
  at: number;
  member: string;
  name: string;
  to: string | null;
  /**
   * Whom alone it was said to, with their name of that time; None: to the room.
   */
  to_name: string | null;
  text: string;
}
/**
 * First message of a new visit (H-2).
 */
export interface Join {
  type: 'join';
  ticket: string;
  name: string;
  avatar?: number;
  /**
   * To see the room from the console, without a body in it; means nothing from visitors.
   */
  watch?: boolean;
}
/**
 * First message of a connection that continues a visit.
 */
export interface Resume {
  type: 'resume';
  token: string;
  pose?: OfferedPose | null;
}
/**
 * Where the member says they were before the connection broke; floor point and yaw.
 */
export interface OfferedPose {
  /**
   * @minItems 3
   * @maxItems 3
   */
  position: [number, number, number];
  yaw: number;
}
export interface Leave {
  type: 'leave';
  id: string;
}
export interface Enter {
  type: 'enter';
  id: string;
  room: string;
}
export interface ExhibitTake {
  type: 'exhibit.take';
  id: string;
  exhibit: string;
}
export interface ExhibitSettle {
  type: 'exhibit.settle';
  id: string;
  exhibit: string;
  /**
   * @minItems 4
   * @maxItems 4
   */
  rotation: [number, number, number, number];
}
export interface ExhibitRelease {
  type: 'exhibit.release';
  id: string;
  exhibit: string;
  /**
   * @minItems 4
   * @maxItems 4
   */
  rotation: [number, number, number, number];
}
export interface ExhibitHotspot {
  type: 'exhibit.hotspot';
  id: string;
  exhibit: string;
  /**
   * None closes what is open.
   */
  hotspot: string | null;
}
export interface ExhibitOffer {
  type: 'exhibit.offer';
  id: string;
  exhibit: string;
  /**
   * None takes the offer back.
   */
  to: string | null;
}
export interface ExhibitGuide {
  type: 'exhibit.guide';
  id: string;
  exhibit: string;
  on: boolean;
}
export interface ExhibitMedia {
  type: 'exhibit.media';
  id: string;
  exhibit: string;
  playing: boolean;
  position: number;
}
export interface SeatTake {
  type: 'seat.take';
  id: string;
  seat: string;
}
export interface SeatLeave {
  type: 'seat.leave';
  id: string;
}
export interface Report {
  type: 'report';
  id: string;
  /**
   * Who is reported.
   */
  member: string;
  reason: ReportReason;
  text?: string | null;
}
export interface MemberMute {
  id: string;
  reason: ModerationReason;
  text?: string | null;
  type: 'member.mute';
  member: string;
  on: boolean;
}
/**
 * Out of the room; who wants to may come again (D-7).
 */
export interface MemberRemove {
  id: string;
  reason: ModerationReason;
  text?: string | null;
  type: 'member.remove';
  member: string;
}
/**
 * Out of the room, and out of the branch for so long (D-8).
 */
export interface MemberBan {
  id: string;
  reason: ModerationReason;
  text?: string | null;
  type: 'member.ban';
  member: string;
  seconds: number;
  /**
   * Their address too may open no session meanwhile.
   */
  network: boolean;
}
export interface RoomLock {
  id: string;
  reason: ModerationReason;
  text?: string | null;
  type: 'room.lock';
  locked: boolean;
}
/**
 * Somebody who has come is greeted (D-11).
 */
export interface MemberGreet {
  type: 'member.greet';
  id: string;
  member: string;
}
/**
 * Ask a member to come: to a seat, to a place, or (both null) beside oneself (D-9).
 */
export interface MemberInvite {
  type: 'member.invite';
  id: string;
  member: string;
  /**
   * A floor point, metres.
   */
  place?: [number, number, number] | null;
  seat?: string | null;
}
/**
 * A visitor asks for staff (K-1).
 */
export interface StaffCall {
  type: 'staff.call';
  id: string;
  topic?: string | null;
}
export interface StaffCallCancel {
  type: 'staff.call_cancel';
  id: string;
}
/**
 * This page can play what others say (V-1). Asked again it brings fresh ICE servers.
 */
export interface VoiceHear {
  type: 'voice.hear';
  id: string;
  on: boolean;
}
/**
 * From now on I may be heard by those near me, or in my group (V-2, V-7).
 */
export interface VoiceSpeak {
  type: 'voice.speak';
  id: string;
  on: boolean;
  /**
   * The closed group in which the person believes to be; None: in none.
   */
  group?: string | null;
}
/**
 * For the other side of a session (V-5).
 */
export interface VoiceSignal {
  type: 'voice.signal';
  id: string;
  session: string;
  data: Offer | Answer | Candidates;
}
/**
 * The speaker's description of the session (V-5): SDP of one sound that is only sent.
 */
export interface Offer {
  kind: 'offer';
  sdp: string;
}
/**
 * The session carries nothing (any more): another one in its place, please (V-6).
 */
export interface VoiceRenew {
  type: 'voice.renew';
  id: string;
  session: string;
}
/**
 * Whom I take aside to talk with; they and I are a closed group from now on (V-7).
 */
export interface VoiceGroup {
  type: 'voice.group';
  id: string;
  /**
   * @minItems 1
   * @maxItems 7
   */
  members: [string, ...string[]];
}
/**
 * Out of the closed group; whoever opened it ends it (V-8).
 */
export interface VoiceUngroup {
  type: 'voice.ungroup';
  id: string;
}
/**
 * To be heard by all in the room (V-9).
 */
export interface VoiceStage {
  type: 'voice.stage';
  id: string;
  on: boolean;
}
/**
 * What is wrong (M-5): ``code``, ``field``, ``detail`` for a program, ``message`` for a person.
 *
 * ``at`` is where the member stands after a refused jump (P-7).
 */
export interface Error {
  type: 'error';
  code: ErrorCode;
  message: string;
  id: string | null;
  field: string | null;
  detail: string | null;
  at: [number, number, number] | null;
}
export interface ExhibitGuided {
  seq: number;
  at: number;
  kind: 'exhibit.guided';
  member: string | null;
  exhibit: string;
  on: boolean;
}
export interface ExhibitHotspotShown {
  seq: number;
  at: number;
  kind: 'exhibit.hotspot';
  member: string;
  exhibit: string;
  hotspot: string | null;
}
export interface ExhibitMediaSet {
  seq: number;
  at: number;
  kind: 'exhibit.media';
  member: string;
  exhibit: string;
  playing: boolean;
  /**
   * Seconds, at the entry's ``at``.
   */
  position: number;
}
export interface ExhibitOffered {
  seq: number;
  at: number;
  kind: 'exhibit.offered';
  member: string | null;
  exhibit: string;
  to: string | null;
}
export interface ExhibitReleased {
  seq: number;
  at: number;
  kind: 'exhibit.released';
  member: string | null;
  exhibit: string;
  /**
   * @minItems 4
   * @maxItems 4
   */
  rotation: [number, number, number, number];
}
export interface ExhibitSettled {
  seq: number;
  at: number;
  kind: 'exhibit.settled';
  member: string;
  exhibit: string;
  /**
   * @minItems 4
   * @maxItems 4
   */
  rotation: [number, number, number, number];
}
export interface ExhibitTaken {
  seq: number;
  at: number;
  kind: 'exhibit.taken';
  member: string;
  exhibit: string;
}
export interface ExhibitView {
  exhibit: string;
  /**
   * Its number in held records (P-4).
   */
  index: number;
  holder: string | null;
  /**
   * @minItems 4
   * @maxItems 4
   */
  rotation: [number, number, number, number];
  hotspot: string | null;
  /**
   * To whom its holder offers it.
   */
  offered: string | null;
  /**
   * Who leads through its hotspots.
   */
  guide: string | null;
  media: MediaView | null;
}
/**
 * ``position`` (seconds) is that of ``at`` (ms, Unix); it goes on while ``playing``.
 */
export interface MediaView {
  playing: boolean;
  position: number;
  at: number;
}
/**
 * Said just before the server closes (C-1).
 */
export interface Goodbye {
  type: 'goodbye';
  code: number;
  message: string;
  retry_after: number | null;
  /**
   * Why somebody was put out by staff (D-7).
   */
  reason: ModerationReason | null;
  /**
   * Until when (ms, Unix) somebody who is banned cannot come (D-8).
   */
  until: number | null;
}
/**
 * As WebRTC's RTCIceServer.
 */
export interface IceServer {
  urls: string[];
  username: string | null;
  credential: string | null;
}
export interface JoinEntry {
  seq: number;
  at: number;
  kind: 'join';
  member: string;
  slot: number;
  role: Role;
  staff: StaffRole | null;
  name: string;
  avatar: number;
  /**
   * Staff at the console, aside from the beginning.
   */
  watching: boolean;
}
export interface LeaveEntry {
  seq: number;
  at: number;
  kind: 'leave';
  member: string;
  reason: 'left' | 'expired' | 'removed' | 'banned' | 'moved';
}
/**
 * Seen by nobody from now on, or back in the room (Q).
 */
export interface MemberAside {
  seq: number;
  at: number;
  kind: 'member.aside';
  member: string;
  on: boolean;
  /**
   * At the console: aside, but with the room in view.
   */
  watching: boolean;
}
/**
 * For staff and the one who is greeted only (D-11).
 */
export interface MemberGreeted {
  seq: number;
  at: number;
  kind: 'member.greeted';
  member: string;
  to: string;
}
/**
 * For the two of them only (D-9). Neither place nor seat: beside ``member``.
 */
export interface MemberInvited {
  seq: number;
  at: number;
  kind: 'member.invited';
  member: string;
  to: string;
  place: [number, number, number] | null;
  seat: string | null;
}
/**
 * For staff and the one it is ``about`` only (D-5).
 */
export interface MemberMuted {
  seq: number;
  at: number;
  kind: 'member.muted';
  member: string;
  about: string;
  on: boolean;
  reason: ModerationReason;
}
export interface MemberView {
  member: string;
  slot: number;
  role: Role;
  /**
   * What a member of staff is there for (D-1).
   */
  staff: StaffRole | null;
  name: string;
  avatar: number;
  away: boolean;
  seat: string | null;
  /**
   * In the quiet place, seen by nobody (Q).
   */
  aside: boolean;
  /**
   * Staff at the console: aside too, but with the room in view.
   */
  watching: boolean;
}
/**
 * What only this member may see of the room, at the ``seq`` of the state before it (S-4).
 */
export interface Own {
  type: 'own';
  seq: number;
  chat: ChatView[];
  reports: ReportView[];
  /**
   * Who is muted, for staff; for others themselves, if they are (D-5).
   */
  muted: string[];
  /**
   * Calls in order, for staff; for a caller their own (K-2).
   */
  calls: CallView[];
  /**
   * When each came into the room (ms, Unix), for staff.
   */
  since: {
    [k: string]: number;
  };
  /**
   * Whom somebody of staff has greeted, for staff (D-11).
   */
  greeted: string[];
}
/**
 * Who (``member``) reports whom (``about``), with their names while their visits last.
 */
export interface ReportView {
  seq: number;
  at: number;
  member: string;
  name: string;
  about: string;
  about_name: string;
  reason: ReportReason;
  text: string | null;
}
/**
 * A floor point and the direction one faces there.
 */
export interface Place {
  /**
   * @minItems 3
   * @maxItems 3
   */
  position: [number, number, number];
  yaw: number;
}
/**
 * For staff only (N-2).
 */
export interface ReportEntry {
  seq: number;
  at: number;
  kind: 'report';
  /**
   * Who reports.
   */
  member: string;
  about: string;
  reason: ReportReason;
  text: string | null;
}
export interface RoomLocked {
  seq: number;
  at: number;
  kind: 'room.locked';
  member: string;
  locked: boolean;
  reason: ModerationReason | null;
}
/**
 * The room at ``seq`` (S-1).
 */
export interface RoomState {
  room: string;
  epoch: string;
  seq: number;
  locked: boolean;
  lock_reason: ModerationReason | null;
  /**
   * Seconds between two lines of one visitor (D-6).
   */
  slow: number;
  members: MemberView[];
  exhibits: ExhibitView[];
  chat: ChatView[];
  announcements: AnnouncementView[];
}
export interface SeatLeft {
  seq: number;
  at: number;
  kind: 'seat.left';
  member: string;
  seat: string;
}
export interface SeatTaken {
  seq: number;
  at: number;
  kind: 'seat.taken';
  member: string;
  seat: string;
}
/**
 * You are in (H-3). ``scene`` is the address of the room's scene description.
 */
export interface Welcome {
  type: 'welcome';
  room: string;
  scene: string;
  you: You;
  bounds: Bounds;
  place: Place;
  epoch: string;
  resume: string;
  resumed: boolean;
  tick_hz: number;
  capacity: number;
  /**
   * The server's clock when it was sent, ms since 1970 (H-3).
   */
  time: number;
  /**
   * The same moment on the clock of the tick frames (F-3): ms, modulo 2^32.
   */
  frame_time: number;
}
export interface You {
  member: string;
  slot: number;
  role: Role;
  staff: StaffRole | null;
  name: string;
}
/**
 * The room is full, or locked for ``lock_reason`` (H-5, D-10).
 */
export interface Waiting {
  type: 'waiting';
  room: string;
  reason: Refusal;
  lock_reason: ModerationReason | null;
  capacity: number;
  /**
   * Your place in the queue, from 1.
   */
  place: number;
  waiting: number;
}
export interface StateChunk {
  type: 'state';
  part: number;
  of: number;
  data: string;
}
/**
 * By which servers connections may be made (V-4); known before a session is named.
 */
export interface VoiceIce {
  type: 'voice.ice';
  servers: IceServer[];
  /**
   * Only by relays, so that members do not learn each other's addresses.
   */
  relay_only: boolean;
  /**
   * For so long the credentials are good for a new session.
   */
  life_s: number;
}
/**
 * All of this member's voice, whenever it has changed (V-3).
 */
export interface VoiceState {
  type: 'voice.state';
  hear: boolean;
  speak: boolean;
  muted: boolean;
  group: VoiceCircle | null;
  /**
   * Who speaks to all.
   */
  stage: string | null;
  /**
   * Every other one has ended.
   */
  sessions: VoiceSession[];
}
/**
 * The closed group that one is in.
 */
export interface VoiceCircle {
  group: string;
  opener: string;
  /**
   * All of it, the opener too.
   */
  members: string[];
}
export interface VoiceSession {
  session: string;
  /**
   * Who is on the other side; None: the stage.
   */
  member: string | null;
  /**
   * Yours.
   */
  side: 'speaker' | 'hearer';
  /**
   * If it is not made by signals (V-9).
   */
  door: StageDoor | null;
}
/**
 * Where the stage is, if another server carries it: its address, and a token for it.
 */
export interface StageDoor {
  url: string;
  token: string;
}
/**
 * What the other side of the session says.
 */
export interface VoiceSignalled {
  type: 'voice.signalled';
  session: string;
  data: Offer | Answer | Candidates;
}
/**
 * What became of a voice command; a signal that was passed on has none.
 */
export interface VoiceAnswer {
  type: 'voice.answer';
  id: string;
  outcome: 'accepted' | 'refused';
  reason: VoiceRefusal | null;
}

// Constants of PROTOCOL.md (constants.py).

export const SUBPROTOCOL = "vbranch.v1" as const;
export const SOCKET_PATH = "/ws" as const;
export const TICK_HZ = 20 as const;
export const DRAIN_HZ = 60 as const;
export const MAX_MESSAGE_BYTES = 16384 as const;
export const MAX_FRAGMENTS = 64 as const;
export const HELLO_TIMEOUT_S = 10 as const;
export const TICKET_LIFE_S = 30 as const;
export const RESUME_WINDOW_S = 120 as const;
export const RELIABLE_QUEUE_BYTES = 262144 as const;
export const STALL_S = 5 as const;
export const STRIKES = 10 as const;
export const STRIKES_WINDOW_S = 10 as const;
export const STATE_CHUNK_BYTES = 16384 as const;
export const MAX_NAME = 24 as const;
export const MAX_CHAT = 500 as const;
export const MAX_REPORT = 300 as const;
export const CHAT_HISTORY = 100 as const;
export const PRIVATE_HISTORY = 20 as const;
export const REPORTS_KEPT = 100 as const;
export const MAX_ANNOUNCEMENT = 200 as const;
export const ANNOUNCEMENTS_KEPT = 5 as const;
export const ANNOUNCEMENT_LIFE_S = 600 as const;
export const MAX_REASON = 200 as const;
export const MAX_SLOW_S = 300 as const;
export const MIN_BAN_S = 60 as const;
export const MAX_BAN_S = 2592000 as const;
export const MAX_TOPIC = 100 as const;
export const MAX_MEDIA_S = 86400 as const;
export const AVATAR_PERSON_BITS = 4 as const;
export const AVATAR_TOP_BITS = 3 as const;
export const AVATAR_SECOND_BITS = 3 as const;
export const AVATAR_HAIR_BITS = 3 as const;
export const AVATAR_SKIN_BITS = 3 as const;
export const MAX_AVATAR = 65535 as const;
export const UNIT_M = 0.01 as const;
export const X_BITS = 14 as const;
export const Y_BITS = 10 as const;
export const SLOT_BITS = 13 as const;
export const YAW_BITS = 10 as const;
export const PITCH_BITS = 9 as const;
export const JUMP_BITS = 3 as const;
export const ROTATION_BITS = 9 as const;
export const HAND_RANGE_M = 1.27 as const;
export const MAX_SLOTS = 8192 as const;
export const EYE_HEIGHT_M = 1.6 as const;
export const WALK_MAX_M_S = 12 as const;
export const WALK_BURST_M = 3 as const;
export const JUMPS_PER_S = 3 as const;
export const HELD_ROTATION_BITS = 10 as const;
export const HELD_UNIT_M = 0.001 as const;
export const HELD_X_BITS = 18 as const;
export const HELD_Y_BITS = 14 as const;
export const HELD_SCALE_BITS = 10 as const;
export const HELD_SCALE_STEPS = 1022 as const;
export const HELD_SCALE_MAX = 4 as const;
export const CARRY_REACH_M = 2.5 as const;
export const NEAR_MOST = 64 as const;
export const MIDDLE_MOST = 32 as const;
export const FAR_MOST = 64 as const;
export const SPEAKERS_MOST = 16 as const;
export const PACE_SHIFT = 1 as const;
export const STRIDE_SHIFT = 3 as const;
export const REACTION_BITS = 6 as const;
export const REACTIONS_PER_S = 2 as const;
export const REACTIONS_BURST = 4 as const;
export const VOICE_REACH_M = 10 as const;
export const VOICE_STAY_M = 2 as const;
export const VOICE_SPEAKERS = 8 as const;
export const VOICE_HEARERS = 16 as const;
export const VOICE_GROUP = 8 as const;
export const VOICE_SIGNALS = 40 as const;
export const VOICE_CANDIDATES = 60 as const;
export const VOICE_SIGNALS_PER_S = 20 as const;
export const VOICE_SIGNALS_BURST = 200 as const;
export const VOICE_RENEW_S = 5 as const;
export const MAX_SDP = 8000 as const;
export const MAX_CANDIDATE = 300 as const;
export const MAX_CANDIDATES = 20 as const;
export const VR_RECORD_BYTES = 24 as const;
export const DESKTOP_RECORD_BYTES = 12 as const;
export const FAR_RECORD_BYTES = 8 as const;
export const HELD_RECORD_BYTES = 16 as const;
export const REACTION_RECORD_BYTES = 4 as const;
export const POSE_HEADER_BYTES = 4 as const;
export const TICK_HEADER_BYTES = 20 as const;
export const FrameKind = {
  TICK: 1,
  POSE_DESKTOP: 2,
  POSE_VR: 3,
  HELD: 4,
  REACTION: 5
} as const;
export const Reaction = {
  WAVE: 1,
  CLAP: 2,
  RAISE_HAND: 3,
  NOD: 4,
  THINK: 5,
  PRESENT: 6,
  THUMBS_UP: 16,
  HEART: 17,
  SMILE: 18,
  APPLAUSE: 19,
  QUESTION: 20,
  CELEBRATE: 21
} as const;
export const Close = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  TOO_BIG: 1009,
  INTERNAL: 1011,
  COME_BACK: 1012,
  HELLO_TIMEOUT: 4001,
  TICKET_REFUSED: 4002,
  BAD_MESSAGES: 4003,
  ROOM_FULL: 4004,
  TOO_SLOW: 4005,
  REPLACED: 4006,
  REMOVED: 4007,
  TOO_FAST: 4008,
  RESUME_REFUSED: 4009,
  SIGNED_OUT: 4010,
  BANNED: 4011
} as const;
export const ErrorCode = {
  BAD_JSON: "bad_json",
  UNKNOWN_TYPE: "unknown_type",
  BAD_FORM: "bad_form",
  NOT_ALLOWED: "not_allowed",
  NOT_JOINED: "not_joined",
  BAD_FRAME: "bad_frame",
  BAD_POSE: "bad_pose",
  TOO_FAST: "too_fast",
  TRY_AGAIN: "try_again",
  TICKET_REFUSED: "ticket_refused",
  RESUME_REFUSED: "resume_refused",
  ROOM_FULL: "room_full",
  NO_SUCH_ROOM: "no_such_room"
} as const;
export const PoseFault = {
  ROTATION: "rotation",
  BOUNDS: "bounds",
  STALE: "stale",
  NOT_YOURS: "not_yours",
  JUMP: "jump",
  NOT_HOLDER: "not_holder",
  REACH: "reach",
  RESERVED: "reserved",
  REACTION: "reaction",
  ASIDE: "aside"
} as const;
export const Refusal = {
  FULL: "full",
  LOCKED: "locked",
  NOT_MEMBER: "not_member",
  NO_SUCH_MEMBER: "no_such_member",
  ALREADY_MEMBER: "already_member",
  NO_SUCH_EXHIBIT: "no_such_exhibit",
  NO_SUCH_HOTSPOT: "no_such_hotspot",
  HELD_BY_OTHER: "held_by_other",
  NOT_HOLDER: "not_holder",
  GUIDED_BY_OTHER: "guided_by_other",
  NO_SUCH_SEAT: "no_such_seat",
  SEAT_TAKEN: "seat_taken",
  ASIDE: "aside",
  UNCHANGED: "unchanged",
  MUTED: "muted",
  SLOW: "slow",
  IS_STAFF: "is_staff",
  BOUNDS: "bounds",
  TAKEN: "taken",
  NO_SUCH_CALL: "no_such_call"
} as const;
export const Role = {
  VISITOR: "visitor",
  STAFF: "staff",
  BOT: "bot"
} as const;
export const StaffRole = {
  HOST: "host",
  ADVISER: "adviser",
  MODERATOR: "moderator",
  ADMINISTRATOR: "administrator"
} as const;
export const ReportReason = {
  HARASSMENT: "harassment",
  SPAM: "spam",
  NAME: "name",
  OTHER: "other"
} as const;
export const ModerationReason = {
  DISTURBANCE: "disturbance",
  HARASSMENT: "harassment",
  SPAM: "spam",
  NAME: "name",
  SAFETY: "safety",
  OTHER: "other"
} as const;
export const VoiceSide = {
  SPEAKER: "speaker",
  HEARER: "hearer"
} as const;
export const VoiceRefusal = {
  OFF: "off",
  ASIDE: "aside",
  MUTED: "muted",
  NO_SUCH_MEMBER: "no_such_member",
  NO_SUCH_SESSION: "no_such_session",
  OUT_OF_TURN: "out_of_turn",
  TOO_MANY: "too_many",
  TOO_SOON: "too_soon",
  OTHER_GROUP: "other_group",
  IN_GROUP: "in_group",
  ON_STAGE: "on_stage",
  TAKEN: "taken",
  NO_STAGE: "no_stage"
} as const;
