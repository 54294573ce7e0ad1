// What the page shows of voice, as signals: written by `voice/`, which comes later than the page, read by the panels.
import { computed, signal } from '@preact/signals';
import { language } from './i18n';
import type { VoiceCircle } from './protocol/generated';
import { store } from './store';
import type { Audience } from './voice/desk';
import type { Device, MicrophoneProblem } from './voice/microphone';

export const voicing = {
  /** This browser and the branch can, and all that it takes is there. */
  offered: signal(false),
  microphone: signal<'off' | 'asking' | 'on' | MicrophoneProblem>('off'),
  /** Whom one's words are for, once the server has agreed. */
  audience: signal<Audience | null>(null),
  /** One is heard right now. */
  live: signal(false),
  /** The button that stays pressed. */
  latched: signal(false),
  /** A moderator has taken one's voice. */
  muted: signal(false),
  /** How loud oneself is, as a bar from 0 to 1. */
  level: signal(0),
  group: signal<VoiceCircle | null>(null),
  /** Who speaks to all in the room. */
  stage: signal<string | null>(null),
  /** Who is heard speaking right now, by member. */
  speaking: signal<ReadonlySet<string>>(new Set()),
  devices: signal<readonly Device[]>([]),
};

/** The names of the others in one's closed group; null: one is in none. */
export const groupNames = computed(() => {
  const group = voicing.group.value;
  const me = store.me.value?.member;
  return group && group.members.filter((member) => member !== me).map(nameOf);
});

/** Whoever speaks now, and is not muted for oneself. */
export const speakers = computed(() => [...voicing.speaking.value].filter((member) => !store.muted.value.has(member)));

/** As a bar of this many parts, so that what shows it is drawn anew only when it is another one. */
export const LEVEL_PARTS = 5;
export const levelParts = computed(() => Math.round(voicing.level.value * LEVEL_PARTS));

/** "Ann and Bo", in the language of the page. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(language.value).format(names);
}

export function nameOf(member: string): string {
  return store.members.value.find((one) => one.member === member)?.name ?? '…';
}
