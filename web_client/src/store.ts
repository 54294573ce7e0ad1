// What the page shows, as signals: written by the visit and the world, read by the panels.
import { computed, signal } from '@preact/signals';
import type { Branch, BranchRoom } from './net/api';
import type { Phase } from './net/phases';
import type { ExhibitView, MemberView, Role } from './protocol/generated';
import type { SceneDescription } from './scene/description';
import type { Quality } from './scene/quality';
import type { Variant } from './scene/variant';

export interface Me {
  readonly member: string;
  readonly slot: number;
  readonly role: Role;
  readonly name: string;
}

/** A line of the chat; `status` tells of one's own until the log has it. */
export interface ChatLine {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly mine: boolean;
  readonly status: 'said' | 'sending' | 'failed';
}

export type Loading =
  | { readonly name: 'waiting' }
  | { readonly name: 'bytes'; readonly loaded: number; readonly total: number }
  | { readonly name: 'building' }
  | { readonly name: 'ready' }
  | { readonly name: 'failed' };

/** The 3D view: still to be made, running, or impossible on this device. */
export type Graphics = 'unknown' | 'on' | 'off';

export type Panel = 'people' | 'help' | 'settings' | null;

export const store = {
  branch: signal<Branch | null>(null),
  branchFailed: signal(false),
  room: signal<BranchRoom | null>(null),
  scene: signal<SceneDescription | null>(null),
  loading: signal<Loading>({ name: 'waiting' }),
  graphics: signal<Graphics>('unknown'),
  quality: signal<Quality>('high'),
  variant: signal<Variant>('full'),
  /** Whether one wants to hear the room's soft sound. */
  ambience: signal(false),
  phase: signal<Phase>({ name: 'idle' }),
  /** Who one wants to enter as, while the room is still being prepared or the connection made. */
  wish: signal<{ readonly name: string } | null>(null),
  /** How one wants to look: an avatar number. */
  avatar: signal(0),
  /** Oneself, turning, in the chooser: still to come, there, or not to be had. */
  preview: signal<'none' | 'coming' | 'there'>('none'),
  me: signal<Me | null>(null),
  members: signal<readonly MemberView[]>([]),
  chat: signal<readonly ChatLine[]>([]),
  pending: signal<readonly ChatLine[]>([]),
  exhibits: signal<ReadonlyMap<string, ExhibitView>>(new Map()),
  /** The exhibit that one stands at or has clicked. */
  focus: signal<string | null>(null),
  /** The exhibit in one's own hands. */
  holding: signal<string | null>(null),
  /** The room one is on the way to. */
  going: signal<string | null>(null),
  /** The open room whose portal one stands at. */
  doorway: signal<string | null>(null),
  /** The last thing to be told in words, also to a screen reader. */
  notice: signal<{ readonly text: string; readonly loud: boolean } | null>(null),
  panel: signal<Panel>(null),
  headset: signal<'no' | 'offered' | 'worn'>('no'),
};

export const inRoom = computed(() => {
  const { name } = store.phase.value;
  return store.me.value !== null && (name === 'joined' || name === 'lost');
});
