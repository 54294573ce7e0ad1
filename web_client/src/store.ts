// What the page shows, as signals: written by the visit and the world, read by the panels.
import { computed, signal } from '@preact/signals';
import type { News } from './actions/announcements';
import type { Branch, BranchRoom, Permission } from './net/api';
import type { Elsewhere } from './net/other_tabs';
import type { Phase } from './net/phases';
import type { Network } from './device';
import { preferences } from './preferences';
import type {
  AnnouncementView,
  CallView,
  ExhibitView,
  MemberInvited,
  MemberView,
  ModerationReason,
  Role,
  StaffRole,
} from './protocol/generated';
import type { ReactionName } from './reactions';
import type { SceneDescription } from './scene/description';
import type { Quality } from './scene/quality';
import type { Variant } from './scene/variant';

export interface Me {
  readonly member: string;
  readonly slot: number;
  readonly role: Role;
  readonly staff: StaffRole | null;
  readonly name: string;
}

/** A line of the chat; `status` tells of one's own until the log has it; `gone`: the one it was for has left, `slow`: it
 * was too soon, `muted`: by staff. */
export interface ChatLine {
  readonly key: string;
  /** Who said it. */
  readonly member: string;
  readonly name: string;
  readonly text: string;
  /** Unix time, ms. */
  readonly at: number;
  readonly mine: boolean;
  /** The other one, if it was said to one person alone; null: to the room. */
  readonly with: string | null;
  readonly status: 'said' | 'sending' | 'failed' | 'gone' | 'slow' | 'muted';
}

/** A conversation with one other person. */
export interface Thread {
  readonly member: string;
  readonly name: string;
}

/** What somebody shows right now. */
export interface Shown {
  readonly reaction: ReactionName;
  /** Counts on when the same is shown again. */
  readonly times: number;
}

export interface Clip {
  readonly exhibit: string;
  readonly position: number;
  readonly words: string;
  readonly state: 'coming' | 'ready' | 'failed';
}

export type Loading =
  | { readonly name: 'waiting' }
  | { readonly name: 'bytes'; readonly loaded: number; readonly total: number }
  | { readonly name: 'building' }
  | { readonly name: 'ready' }
  | { readonly name: 'failed' };

/** The 3D view: still to be made, running, or impossible on this device. */
export type Graphics = 'unknown' | 'on' | 'off';

export type Panel = 'people' | 'call' | 'host' | 'help' | 'settings' | null;

/** What can be open in front of who wears a headset; people's cards come over it. */
export type Front = 'menu' | 'people' | 'call' | 'host' | 'chat' | 'reactions' | 'exhibit' | 'rooms' | 'settings' | 'help' | null;

/** Whether the screen has room for the chat beside the picture. */
export function roomy(): boolean {
  return globalThis.matchMedia?.('(min-width: 761px) and (min-height: 481px)').matches ?? true;
}

/** An exhibit on one's own table. */
export interface OnTable {
  readonly exhibit: string;
  /** It has been put down; else it is carried about. */
  readonly stands: boolean;
  /** The part that is read. */
  readonly part: string | null;
  /** The page lies over the picture; else its panel hangs in one's own room. */
  readonly overlaid: boolean;
}

/** Neither place nor seat: beside `by`. */
/** Somebody of staff greets one. */
export interface Greeting {
  readonly by: string;
  readonly name: string;
  readonly staff: StaffRole | null;
}

export interface Invitation {
  readonly by: string;
  readonly name: string;
  readonly place: MemberInvited['place'];
  readonly seat: string | null;
}

export const store = {
  branch: signal<Branch | null>(null),
  branchFailed: signal(false),
  room: signal<BranchRoom | null>(null),
  scene: signal<SceneDescription | null>(null),
  loading: signal<Loading>({ name: 'waiting' }),
  graphics: signal<Graphics>('unknown'),
  quality: signal<Quality>('high'),
  variant: signal<Variant>('full'),
  network: signal<Network>('usual'),
  /** The graphics card has dropped the picture, and is being asked for it anew. */
  pictureLost: signal(false),
  phase: signal<Phase>({ name: 'idle' }),
  /** Who one wants to enter as, while the room is still being prepared or the connection made. */
  wish: signal<{ readonly name: string } | null>(null),
  /** The visit that another tab of this browser has: one can go on with it here. */
  elsewhere: signal<Elsewhere | null>(null),
  /** How one wants to look: an avatar number. */
  avatar: signal(0),
  /** Oneself, turning, in the chooser: still to come, there, or not to be had. */
  preview: signal<'none' | 'coming' | 'there'>('none'),
  me: signal<Me | null>(null),
  members: signal<readonly MemberView[]>([]),
  chat: signal<readonly ChatLine[]>([]),
  pending: signal<readonly ChatLine[]>([]),
  /** Conversations with one other person, in the order in which they began. */
  threads: signal<readonly Thread[]>([]),
  /** The conversation that is open: the other one's member id, or null for the room's. */
  thread: signal<string | null>(null),
  /** Unfolded; on a small screen only when one wants it. */
  chatOpen: signal(roomy()),
  /** New lines that one has not seen, by conversation; ROOM for the room's. */
  unread: signal<ReadonlyMap<string, number>>(new Map()),
  /** Whom one does not want to hear in this visit. */
  muted: signal<ReadonlySet<string>>(new Set()),
  /** What the bank has announced lately, and of that what one has not put away. */
  announcements: signal<readonly AnnouncementView[]>([]),
  notices: signal<readonly AnnouncementView[]>([]),
  /** Calls for staff in their order: a caller knows their own alone. */
  calls: signal<readonly CallView[]>([]),
  /** Whom staff have muted for everybody, as far as one may know; and why oneself, if that was said. */
  silenced: signal<ReadonlySet<string>>(new Set()),
  silencedWhy: signal<ModerationReason | null>(null),
  /** Seconds between two of one's lines to the room, and when (ms, Unix, by the server's clock) one said the last. */
  slow: signal(0),
  saidAt: signal<number | null>(null),
  /** Nobody new may enter the room one is in. */
  locked: signal(false),
  /** Rooms whose door was found closed. */
  shut: signal<ReadonlySet<string>>(new Set()),
  /** To where one of staff asks one to come. */
  invitation: signal<Invitation | null>(null),
  greeting: signal<Greeting | null>(null),
  /** Whom staff have greeted, for staff. */
  greeted: signal<ReadonlySet<string>>(new Set()),
  /** What one may do as a member of staff. */
  rights: signal<ReadonlySet<Permission>>(new Set()),
  /** Whose card is open, and whether they are being reported. */
  card: signal<{ readonly member: string; readonly report: boolean } | null>(null),
  /** Reactions of the last seconds, by member. */
  reactions: signal<ReadonlyMap<string, Shown>>(new Map()),
  palette: signal(false),
  exhibits: signal<ReadonlyMap<string, ExhibitView>>(new Map()),
  /** The exhibit that one stands at or has clicked. */
  focus: signal<string | null>(null),
  /** The exhibit in one's own hands. */
  holding: signal<string | null>(null),
  /** The exhibit that one looks at from close by. */
  closer: signal<string | null>(null),
  /** The exhibit through whose hotspots one leads the others, and whether it goes on by itself. */
  leading: signal<{ readonly exhibit: string; readonly goesOn: boolean } | null>(null),
  /** The exhibit at which one follows somebody who leads. */
  following: signal<string | null>(null),
  /** Offers that one has said no to, or that have lapsed for oneself. */
  declined: signal<ReadonlySet<string>>(new Set()),
  /** The clip that one sees: where it is in seconds, what it says right now, whether it can be shown. */
  clip: signal<Clip | null>(null),
  clipSound: signal(false),
  captions: signal(true),
  /** What is under the mouse in the room: an exhibit, a seat, a doorway's room, or a person's slot. */
  pointed: signal<{ readonly kind: 'exhibit' | 'portal' | 'seat' | 'person'; readonly id: string } | null>(null),
  /** The mouse looks freely, and points ahead. */
  aiming: signal(false),
  /** The room one is on the way to. */
  going: signal<string | null>(null),
  /** The open room whose portal one stands at. */
  doorway: signal<string | null>(null),
  /** The last thing to be told in words, also to a screen reader. */
  notice: signal<{ readonly text: string; readonly loud: boolean } | null>(null),
  /** What is to be said aloud; the announcer takes it from here. */
  news: signal<readonly News[]>([]),
  panel: signal<Panel>(null),
  headset: signal<'no' | 'offered' | 'worn'>('no'),
  front: signal<Front>(null),
  /** In the safe place, out of the room. */
  aside: signal(false),
  /** The device can show an exhibit on one's own table. */
  tableOffered: signal(false),
  onTable: signal<OnTable | null>(null),
};

/** The key of the room's own conversation in `unread`. */
export const ROOM = '';

/** For those who cannot see it: said aloud in its time. */
export function announce(news: News): void {
  store.news.value = [...store.news.value, news];
}

export const inRoom = computed(() => {
  const { name } = store.phase.value;
  return store.me.value !== null && (name === 'joined' || name === 'lost');
});

/** Without 3D, because the device cannot or the person does not want it: the list shows all there is. */
export const plain = computed(() => store.graphics.value === 'off' || preferences.view.value === 'list');

/** Whether one may do this as a member of staff, as far as the page knows; the server decides. */
export const may = (right: Permission): boolean => store.rights.value.has(right);

/** How many callers nobody has taken yet. */
export const waitingCalls = computed(() => store.calls.value.filter(({ by }) => by === null).length);
