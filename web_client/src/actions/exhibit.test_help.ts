// A room with one exhibit, somebody in it, and what they say to the server: for tests of the actions on exhibits.
import type { Outcome } from '../net/outbox';
import type { ExhibitView, WireEntry } from '../protocol/generated';
import type { Draft } from '../protocol/messages';
import type { SceneDescription } from '../scene/description';
import { store } from '../store';
import { Visit, type VisitEvents } from '../visit';

export const ACCEPTED: Outcome = { kind: 'accepted', seq: 1, repeat: false };
export const refused = (reason: string): Outcome => ({ kind: 'refused', reason });
export const AT = 1_790_000_000_000;

const NOBODY: VisitEvents = {
  phase: () => undefined, welcome: () => undefined, change: () => undefined,
  returned: () => undefined, reacted: () => undefined, place: () => null,
};
const SPOTS = ['one', 'two', 'three'].map((id) => ({ id, node: id, title: { en: id }, text: { en: 'Short.' } }));
const MEDIA = { url: '/c/clip.webm', bytes: 9, seconds: 20, material: null, captions: { en: '/c/en.vtt' } };
const CARD: ExhibitView = {
  exhibit: 'card', index: 0, holder: null, rotation: [0, 0, 0, 1], hotspot: null, offered: null, guide: null, media: null,
};
const ANN = { member: 'ann', slot: 0, role: 'visitor', staff: null, name: 'Ann', avatar: 0, away: false, seat: null, aside: false, watching: false } as const;
const BO = { ...ANN, member: 'bo', slot: 1, name: 'Bo' };

export class Room {
  readonly sent: Draft[] = [];
  readonly told: string[] = [];
  readonly visit: Visit;
  answer: Outcome = ACCEPTED;
  ms = 0;
  private seq = 1;
  readonly now = (): number => this.ms;
  readonly tell = (text: string): void => void this.told.push(text);
  readonly send = (draft: Draft): Promise<Outcome> => {
    this.sent.push(draft);
    return Promise.resolve(this.answer);
  };

  constructor() {
    this.visit = new Visit(NOBODY, this.now);
    this.visit.member = 'ann';
    this.visit.clock.tie(AT, 0, 0);
    this.visit.room.load({ room: 'lobby', epoch: 'e', seq: 1, locked: false, lock_reason: null, slow: 0, announcements: [], members: [ANN, BO], exhibits: [CARD], chat: [] });
    const about = { id: 'card', node: 'card', title: { en: 'Card' }, summary: { en: '' }, turn: 'free', hotspots: SPOTS, position: [1, 1.5, 2], media: MEDIA };
    store.scene.value = { exhibits: [about] } as unknown as SceneDescription;
    store.leading.value = store.following.value = store.closer.value = store.holding.value = store.focus.value = null;
    store.declined.value = new Set();
  }

  /** The log tells of this. The exhibit after it. */
  happens(entry: Partial<WireEntry> & { kind: WireEntry['kind'] }): ExhibitView {
    this.visit.room.apply([{ seq: ++this.seq, at: AT + this.ms, member: 'ann', exhibit: 'card', ...entry } as WireEntry]);
    return this.exhibit;
  }

  get exhibit(): ExhibitView {
    return this.visit.room.exhibits.get('card')!;
  }

  /** What was said since one asked last. */
  get news(): Draft[] {
    return this.sent.splice(0);
  }
}
