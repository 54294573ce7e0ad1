// A room with staff and visitors in it, and what one of them says to the server: for tests of service.
import type { Chime } from '../chimes';
import type { Permission } from '../net/api';
import type { Outcome } from '../net/outbox';
import type { MemberView, Own, RoomState, WireEntry } from '../protocol/generated';
import type { Draft } from '../protocol/messages';
import { store } from '../store';
import { Visit, type VisitEvents } from '../visit';
import type { Goal } from './moving';
import { Service } from './service';

export const AIKO: MemberView = {
  member: 'aiko', slot: 0, role: 'staff', staff: 'host', name: 'Aiko', avatar: 0, away: false, seat: null, aside: false, watching: false,
};
export const MIKA: MemberView = { ...AIKO, member: 'mika', slot: 1, role: 'visitor', staff: null, name: 'Mika' };
export const BO: MemberView = { ...MIKA, member: 'bo', slot: 2, name: 'Bo' };
export const AT = 1_790_000_000_000;

const STATE: RoomState = {
  room: 'lobby', epoch: 'e', seq: 1, locked: false, lock_reason: null, slow: 0, members: [AIKO, MIKA, BO], exhibits: [], chat: [], announcements: [],
};

/** One's own page: as Mika, who visits, or as Aiko of staff. */
export class Lobby {
  readonly sent: Draft[] = [];
  readonly told: string[] = [];
  readonly gone: Goal[] = [];
  readonly chimes: Chime[] = [];
  readonly visit: Visit;
  readonly service: Service;
  answer: Outcome = { kind: 'accepted', seq: 1, repeat: false };
  rights: () => Promise<readonly Permission[]> = () => Promise.resolve(['greet', 'call.answer']);
  way = true;
  waves = 0;
  ms = 0;
  private seq = 1;

  constructor(me: MemberView) {
    const quiet = (): void => undefined;
    const events: VisitEvents = {
      phase: quiet, welcome: quiet, returned: quiet, reacted: quiet, place: () => null, change: (change) => this.service.changed(change),
    };
    this.visit = new Visit(events, () => this.ms);
    this.visit.member = me.member;
    this.visit.clock.tie(AT, 0, 0);
    this.service = new Service(this.visit, {
      send: (draft) => {
        this.sent.push(draft);
        return Promise.resolve(this.answer);
      },
      tell: (text) => this.told.push(text),
      now: () => this.ms,
      goTo: (goal, arrived) => {
        this.gone.push(goal);
        if (this.way) arrived?.();
        return this.way;
      },
      wave: () => this.waves++,
      rights: () => this.rights(),
      chime: (chime) => this.chimes.push(chime),
    });
    store.me.value = me;
    store.members.value = STATE.members;
    store.news.value = [];
    store.saidAt.value = null;
    store.shut.value = new Set();
    this.load();
  }

  /** A fresh state, and what only oneself may see of it. */
  load(state: Partial<RoomState> = {}, own: Partial<Own> = {}): void {
    this.visit.room.load({ ...structuredClone(STATE), seq: this.seq, ...state });
    this.visit.room.own({ type: 'own', seq: this.seq, chat: [], reports: [], muted: [], greeted: [], calls: [], since: {}, ...own });
  }

  /** The log tells of this. */
  happens(entry: object): void {
    this.visit.room.apply([{ seq: ++this.seq, at: AT + this.ms, ...entry } as WireEntry]);
  }

  /** What was said aloud since one asked last. */
  get aloud(): string[] {
    const texts = store.news.value.map((news) => ('text' in news ? news.text : ''));
    store.news.value = [];
    return texts;
  }
}
