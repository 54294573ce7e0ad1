// What the staff's page shows beside what every page has (`store`), as signals.
import { signal } from '@preact/signals';
import type { ReportView } from '../protocol/generated';
import type { Account, Glance } from './api';
import type { Floor } from './plan';
import type { RecordsPart } from './rights';

/** Before one is signed in, and why one is there again; then inside. */
export type Stage =
  | { readonly name: 'opening' }
  | { readonly name: 'door'; readonly why: 'signedOut' | 'ended' | null }
  | { readonly name: 'inside'; readonly account: Account };

/** The console of a room, or one of the lists beside it. */
export type PageName = 'room' | RecordsPart;

/** The parts of the console of which a small screen shows one. */
export const PARTS = ['calls', 'people', 'plan', 'talk', 'room'] as const;
export type Part = (typeof PARTS)[number];

export const desk = {
  stage: signal<Stage>({ name: 'opening' }),
  page: signal<PageName>('room'),
  part: signal<Part>('calls'),
  glances: signal<readonly Glance[]>([]),
  /** The server does not answer; it is asked again. */
  unreachable: signal(false),
  floor: signal<Floor | null>(null),
  reports: signal<readonly ReportView[]>([]),
  /** When each came into the room (ms, Unix). */
  since: signal<ReadonlyMap<string, number>>(new Map()),
  /** The server's clock, ms, Unix: goes on once a second. */
  now: signal(Date.now()),
};
