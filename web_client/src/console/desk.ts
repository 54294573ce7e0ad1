// The console joined: the visit of somebody who looks on without a body (PROTOCOL.md Q-7), what staff do there, the rooms.
import { batch } from '@preact/signals';
import { Service } from '../actions/service';
import { Talk } from '../actions/talk';
import type { Chimes } from '../chimes';
import { localised, t } from '../i18n';
import { api, ApiError, type BranchRoom, type Permission } from '../net/api';
import { Connection, type Surroundings } from '../net/connection';
import type { Memory } from '../net/memory';
import type { Phase } from '../net/phases';
import { Passage } from '../passage';
import type { Welcome } from '../protocol/generated';
import type { Draft } from '../protocol/messages';
import type { Change } from '../replica/room';
import { roomOf } from '../rooms';
import type { SceneDescription } from '../scene/description';
import { announce, store } from '../store';
import { Visit, type VisitEvents } from '../visit';
import { type Account, staffApi } from './api';
import { besideThing, type Floor } from './plan';
import { desk } from './state';

const LOOK_MS = 5000; // at the other rooms
const SECOND_MS = 1000;

export interface Outside extends Omit<Surroundings, 'api' | 'memory'> {
  readonly memory: Memory;
  readonly chimes: Chimes;
  /** Brings the floor of a room, null where there is none of its own. */
  ground(scene: SceneDescription): Promise<Floor | null>;
}

export class Desk implements VisitEvents {
  readonly visit = new Visit(this, () => performance.now());
  readonly connection: Connection;
  private readonly send = (draft: Draft) => this.connection.command(draft);
  readonly tell = (text: string, loud: boolean): void => {
    store.notice.value = { text, loud };
    announce({ kind: 'told', text, loud });
  };
  readonly talk = new Talk(this.send, this.visit.room);
  readonly service: Service;
  private readonly passage: Passage;

  constructor(private readonly outside: Outside) {
    this.connection = new Connection({ ...outside, api: { openSession: stillSignedIn, ticket: api.ticket }, memory: neverResumes(outside.memory) }, this.visit);
    this.service = new Service(this.visit, {
      send: this.send,
      tell: this.tell,
      now: () => performance.now(),
      goTo: () => true, // to be on the way is said; one goes by entering the room
      wave: () => undefined,
      rights: async () => [...store.rights.value],
      chime: (sound) => outside.chimes.play(sound),
    });
    this.passage = new Passage({ command: this.send, know: () => Promise.resolve(), going: (room) => (store.going.value = room) });
    setInterval(() => this.second(), SECOND_MS);
    setInterval(() => void this.look(), LOOK_MS);
  }

  // ---- coming and going

  /** Somebody is signed in: to the room that was asked for. */
  enter(account: Account, room: BranchRoom | null): void {
    batch(() => {
      store.rights.value = new Set<Permission>(account.permissions);
      store.room.value = room;
      desk.stage.value = { name: 'inside', account };
      desk.page.value = 'room';
    });
    void this.look();
    if (room) this.connection.enter({ room: room.room, name: account.name, avatar: 0, watch: true });
  }

  async signOut(): Promise<void> {
    this.connection.leave();
    await staffApi.signOut().catch(() => undefined); // a session that cannot be ended now ends by itself
    this.toDoor('signedOut');
  }

  /** To another room, on the same line. */
  async go(room: BranchRoom): Promise<void> {
    desk.page.value = 'room';
    const hindrance = await this.passage.go(room);
    if (hindrance) this.tell(t(`rooms.${hindrance}`, { room: localised(room.title) }), true);
  }

  retry(): void {
    this.connection.retry();
  }

  /** A second of the session is over, or one has ended it elsewhere. */
  toDoor(why: 'signedOut' | 'ended'): void {
    batch(() => {
      store.me.value = null;
      store.members.value = [];
      store.card.value = null;
      store.rights.value = new Set();
      desk.glances.value = [];
      desk.reports.value = [];
      desk.stage.value = { name: 'door', why };
    });
    this.talk.elsewhere();
    this.service.elsewhere();
    this.visit.forget();
  }

  // ---- for people

  /** They see who greets them; what more there is to say can be written at once. */
  async greet(member: string): Promise<void> {
    if (await this.service.hosting.welcome(member)) this.writeTo(member);
  }

  writeTo(member: string): void {
    this.talk.open(member);
    desk.part.value = 'talk';
    requestAnimationFrame(() => document.getElementById('say')?.focus());
  }

  /** To a seat, or to a floor point beside an exhibit; false if that is not possible. */
  async invite(member: string, to: { readonly seat: string } | { readonly exhibit: string }): Promise<boolean> {
    const name = this.visit.room.members.get(member)?.name ?? '…';
    const where = 'seat' in to ? { seat: to.seat, place: null } : { seat: null, place: this.beside(to.exhibit) };
    if (where.seat === null && where.place === null) return false;
    const outcome = await this.send({ type: 'member.invite', member, ...where });
    const done = outcome.kind === 'accepted';
    this.tell(done ? t('host.invited', { name }) : t('host.failed'), !done);
    return done;
  }

  private beside(exhibit: string): [number, number, number] | null {
    const thing = store.scene.value?.exhibits.find(({ id }) => id === exhibit);
    const spot = thing && besideThing(thing.position, desk.floor.value, this.visit.box);
    return spot ? [spot[0], this.visit.box.min[1], spot[1]] : null;
  }

  // ---- what the visit reports

  phase(phase: Phase): void {
    store.phase.value = phase;
    if (phase.name !== 'ended' || desk.stage.peek().name !== 'inside') return;
    if (phase.reason !== 'left') this.toDoor('ended');
  }

  welcome(welcome: Welcome): void {
    store.me.value = welcome.you;
    this.passage.welcomed(welcome.room);
    const room = roomOf(welcome, store.branch.value?.rooms ?? []);
    batch(() => {
      if (store.room.value?.room !== room.room) {
        this.talk.elsewhere();
        this.service.elsewhere();
        store.card.value = null;
      }
      store.room.value = room;
    });
    void this.draw(room.scene);
  }

  change(change: Change): void {
    batch(() => {
      store.members.value = [...this.visit.room.members.values()];
      desk.reports.value = this.visit.room.reports;
      desk.since.value = new Map(this.visit.room.since);
      this.service.changed(change);
      if (change.kind === 'chat') this.talk.heard(change.line);
      else if (change.kind === 'own') this.talk.restored();
      else if (change.kind === 'state' || change.kind === 'left') this.talk.changed();
      this.say(change);
    });
  }

  returned(): void {}

  reacted(): void {}

  place(): null {
    return null;
  }

  // ---- inside

  /** What one would miss who does not see it. */
  private say(change: Change): void {
    if (change.kind === 'report') {
      const { about_name: about, reason } = change.report;
      this.tell(t('report.received', { about, reason: t(`report.${reason}`) }), true);
      return;
    }
    if (change.kind !== 'joined' && change.kind !== 'left') return;
    const { member, name, role, watching } = change.member;
    if (store.card.value?.member === member && change.kind === 'left') store.card.value = null;
    if (role === 'bot' || watching || member === this.visit.member) return;
    announce({ kind: change.kind === 'joined' ? 'came' : 'left', name });
  }

  private async draw(scene: string): Promise<void> {
    if (store.scene.value && store.room.value?.scene === scene && desk.floor.value) return;
    desk.floor.value = null;
    const description = await api.json<SceneDescription>(scene).catch(() => null);
    if (store.room.value?.scene !== scene) return; // in another room meanwhile
    store.scene.value = description;
    const floor = description && (await this.outside.ground(description).catch(() => null));
    if (store.room.value?.scene === scene) desk.floor.value = floor;
  }

  /** How it is in all rooms. */
  private async look(): Promise<void> {
    if (desk.stage.peek().name !== 'inside' || document.hidden) return;
    try {
      desk.glances.value = await staffApi.rooms();
      desk.unreachable.value = false;
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 401) this.lost();
      else desk.unreachable.value = true;
    }
  }

  /** The session is over, whether the socket says so or not. */
  private lost(): void {
    if (desk.stage.peek().name !== 'inside') return;
    this.connection.leave();
    this.toDoor('ended');
  }

  private second(): void {
    desk.now.value = this.visit.clock.ready ? this.visit.clock.unixAt(performance.now()) : Date.now();
    this.service.step();
  }
}

/** Comes back by a ticket each time: to the console, wherever the visit was meanwhile. What is saved leads the room's page
 * of the same tab into the room. */
function neverResumes(memory: Memory): Memory {
  return { load: () => null, save: (visit) => memory.save(visit), clear: () => memory.clear() };
}

/** No session of a visitor is made where staff's has ended. */
async function stillSignedIn(): Promise<{ role: string }> {
  await staffApi.me();
  return { role: 'staff' };
}
