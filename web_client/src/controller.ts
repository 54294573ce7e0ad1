// What a person can do on the page, joined with what the visit reports; the panels call this and nothing else. Long, as all that
// is joined stands here once; what each thing means stands in `actions/`.
import { batch, effect, untracked } from '@preact/signals';
import { Afoot } from './actions/afoot';
import { Company } from './actions/company';
import { Exhibition } from './actions/exhibition';
import { Expressing } from './actions/expressing';
import { type Goal, Moving } from './actions/moving';
import { Service } from './actions/service';
import { Speaking } from './actions/speaking';
import { Standing } from './actions/standing';
import { Tabletop } from './actions/tabletop';
import { Talk } from './actions/talk';
import { Wearing } from './actions/wearing';
import { witness } from './actions/witness';
import { CHIME_MS, Chimes } from './chimes';
import { earshotOf } from './earshot';
import { localised, t } from './i18n';
import { Presence } from './interaction/presence';
import { api, type BranchRoom } from './net/api';
import type { Connection } from './net/connection';
import type { Phase } from './net/phases';
import { Passage } from './passage';
import type { ChatView, OfferedPose, Welcome } from './protocol/generated';
import type { Draft } from './protocol/messages';
import type { Pose } from './protocol/poses';
import { Field } from './replica/fields';
import type { Change, MemberChange } from './replica/room';
import { roomOf } from './rooms';
import { bringFiles } from './scene/files';
import type { LoadedScene } from './scene/loader';
import { Scenery } from './scenery';
import { soundFor } from './sound';
import { announce, inRoom, plain, store } from './store';
import { Visit, type VisitEvents } from './visit';
import type { World } from './world';

const TICK_MS = 50;

export class Controller implements VisitEvents {
  readonly visit = new Visit(this, () => this.now());
  private furnished!: () => void;
  private readonly worldMade = new Promise<void>((resolve) => (this.furnished = resolve));
  readonly scenery = new Scenery<LoadedScene>(api.json, bringFiles, this.worldMade, () => this.world);
  world: World | null = null;
  connection!: Connection;
  private readonly send = (draft: Draft) => this.connection.command(draft);
  private readonly presence = new Presence((frame) => this.connection.sendFrame(frame));
  private readonly now = (): number => performance.now();
  readonly tell = (text: string, loud: boolean): void => {
    store.notice.value = { text, loud };
    announce({ kind: 'told', text, loud });
  };

  readonly talk = new Talk(this.send, this.visit.room);
  readonly company = new Company(this.visit, {
    send: this.send,
    tell: this.tell,
    place: () => this.place()?.position ?? null,
    goTo: (member) => this.goTo({ member }, null),
    hearing: () => this.talk.changed(),
    now: this.now,
  });
  readonly expressing = new Expressing(
    (code) => this.presence.sendReaction(this.visit.slot, code),
    this.visit.room,
    () => this.world?.others ?? null,
    this.now,
  );
  private readonly exhibition = new Exhibition(this.visit, {
    send: this.send,
    sendHeld: (held) => this.presence.sendHeld(held, this.visit.box, this.now()),
    tell: this.tell,
    now: this.now,
    world: () => this.world,
    view: () => (plain.peek() ? null : this.world),
    stand: (position) => this.afoot.goBeside(position),
  });
  readonly handling = this.exhibition.handling;
  readonly looking = this.exhibition.looking;
  readonly leading = this.exhibition.leading;
  readonly playing = this.exhibition.playing;
  readonly moving = new Moving(
    this.send,
    this.visit,
    () => (plain.peek() ? this.afoot : this.world),
    {
      exhibit: (exhibit) => this.handling.pointed(exhibit),
      exhibitAtHand: (exhibit) => this.looking.closer(exhibit),
      portal: (room) => this.through(room),
      person: (member) => this.company.card(member),
    },
    this.tell,
  );
  readonly chimes = new Chimes(() => soundFor(CHIME_MS), this.now, () => navigator.userActivation?.hasBeenActive ?? true);
  readonly service = new Service(this.visit, {
    send: this.send,
    tell: this.tell,
    now: this.now,
    goTo: (goal, arrived) => this.goTo(goal, arrived),
    wave: () => this.expressing.show('wave'),
    rights: async () => (await api.staff()).permissions,
    chime: (sound) => this.chimes.play(sound),
  });
  readonly wearing = new Wearing(this.send, () => this.visit.room.members.get(this.visit.member)?.aside ?? null, this.tell);
  readonly speaking = (this.visit.voices = new Speaking(earshotOf(this), () => import('./voice/voice')));
  readonly tabletop = new Tabletop(() => this.world?.table ?? null, () => this.wearing.leave(), this.tell);
  readonly passage = new Passage({
    command: this.send,
    know: (scene) => this.scenery.know(scene),
    going: (room) => (store.going.value = room),
  });
  private readonly standing: Standing;
  private readonly afoot: Afoot;

  constructor(remembered: OfferedPose | null) {
    this.standing = new Standing(remembered, () => this.world?.walker ?? null, () => plain.peek());
    this.afoot = new Afoot(this.standing.spot, () => this.moving.stood(), this.now);
    setInterval(() => this.tick(), TICK_MS);
    effect(() => this.enterWhenReady());
    effect(() => this.restWhenOver());
    effect(() => {
      const list = plain.value;
      untracked(() => this.changeView(list));
    });
  }

  /** The 3D view, as soon as it is made; null if it cannot be. */
  furnish(world: World | null): void {
    this.world = world;
    if (world) world.ears = this.speaking;
    this.furnished();
  }

  // ---- what a person does

  /** To enter under this name as soon as the room is ready. */
  wish(name: string): void {
    store.wish.value = { name };
  }

  /** To another room of the branch; if that one refuses, one stays and is told why (H-7). */
  async go(room: BranchRoom): Promise<void> {
    this.handling.grasp.settle();
    const hindrance = await this.passage.go(room);
    this.service.foundShut(room.room, hindrance === 'locked');
    if (hindrance && inRoom.value) this.tell(t(`rooms.${hindrance}`, { room: localised(room.title) }), true);
  }

  /** Brings the scene of the room one is in or about to enter; again, if that failed. */
  async prepare(): Promise<void> {
    const room = store.room.value;
    if (!room) return;
    await this.scenery.show(room.scene);
    if (plain.value || store.loading.value.name !== 'ready') return;
    if (inRoom.value) {
      this.world?.start();
      this.moving.settle();
    } else if (!store.me.value) this.world?.backdrop();
  }

  leave(): void {
    this.connection.leave();
  }

  retry(): void {
    this.connection.retry();
  }

  /** After a visit's end: to the entrance, where another may begin; nothing is loaded anew. */
  toEntrance(): void {
    this.connection.toEntrance();
    void this.prepare();
  }

  async wearHeadset(): Promise<void> {
    try {
      await this.world?.wearHeadset();
      store.headset.value = 'worn';
    } catch (problem) {
      this.tell(t('hud.vrFailed', { message: (problem as Error).message }), true);
    }
  }

  // ---- what the visit reports

  phase(phase: Phase): void {
    const before = store.phase.value.name;
    store.phase.value = phase;
    if (phase.name === 'joined' && before === 'lost') this.tell(t('line.back'), false);
    if (phase.name !== 'joined') this.handling.letGo();
    if (phase.name !== 'joined') this.speaking.broken();
    if (phase.name === 'ended') this.forget();
  }

  welcome(welcome: Welcome): void {
    const { you, place } = welcome;
    store.me.value = you;
    const wished = store.wish.value;
    if (wished && wished.name !== you.name) this.goesOn(you.name);
    void this.service.hosting.welcomed(you.role === 'staff');
    this.passage.welcomed(welcome.room);
    this.speaking.welcomed(store.room.value?.room !== welcome.room);
    if (store.room.value?.room !== welcome.room) this.arrive(welcome);
    this.standing.welcomed(place);
    this.presence.due();
    if (!plain.value && store.loading.value.name === 'ready') this.world?.start();
  }

  change(change: Change): void {
    batch(() => {
      if (change.kind === 'state') this.loaded();
      else if (change.kind === 'chat') this.heard(change.line);
      else if (change.kind === 'exhibit') this.exhibition.changed(change);
      else if (change.kind === 'own') this.talk.restored();
      else if ('member' in change) this.membersChanged(change);
      this.service.changed(change);
      witness(change, this.visit.member, this.visit.room.members);
    });
  }

  returned(position: readonly number[]): void {
    this.standing.returned(position);
    this.moving.returned();
    this.presence.due();
  }

  reacted(slot: number, reaction: number): void {
    this.expressing.heard(slot, reaction);
  }

  place(): OfferedPose | null {
    return this.standing.place;
  }

  // ---- what the world reports

  doorway(room: string | null): void {
    const open = store.branch.value?.rooms.some((one) => one.room === room);
    store.doorway.value = open && room !== store.room.value?.room ? room : null;
  }

  // ---- inside

  /** The visit that this browser already had goes on: under the name it began with. */
  private goesOn(name: string): void {
    store.wish.value = { name };
    this.tell(t('entry.goesOn', { name }), false);
  }

  /** Through a doorway that one has walked up to. */
  private through(portal: string): void {
    const room = store.branch.value?.rooms.find((one) => one.room === portal);
    if (room) void this.go(room);
    else this.tell(t('moving.notOpen'), false);
  }

  /** From 3D to the list or back, before or during a visit: the room rests, or is brought. */
  private changeView(list: boolean): void {
    this.standing.viewed(list);
    if (list) {
      this.world?.stop();
      this.moving.settle();
    } else if (store.room.value) void this.prepare();
  }

  /** Who wears a headset is told of an end in it: the picture rests once it is off. */
  private restWhenOver(): void {
    const { name } = store.phase.value;
    const over = name === 'ended' || name === 'full' || name === 'replaced';
    if (over && store.headset.value !== 'worn') this.world?.stop();
  }

  private enterWhenReady(): void {
    const ready = plain.value || store.loading.value.name === 'ready';
    const wish = store.wish.value;
    const room = store.room.value;
    if (!ready || !wish || !room || this.connection.phase.name !== 'idle') return;
    this.connection.enter({ room: room.room, name: wish.name, avatar: store.avatar.value });
  }

  /** In another room than before: what was at hand there is behind. */
  private arrive(welcome: Welcome): void {
    const room = roomOf(welcome, store.branch.value?.rooms ?? []);
    batch(() => {
      store.room.value = room;
      store.doorway.value = null;
      store.card.value = null;
      this.talk.elsewhere();
      this.exhibition.elsewhere();
      this.service.elsewhere();
    });
    this.standing.known = false;
    this.tell(t('rooms.arrived', { room: localised(room.title) }), false);
    void this.prepare();
  }

  private tick(): void {
    this.expressing.step();
    this.speaking.step();
    this.service.step();
    this.playing.step();
    if (store.phase.value.name !== 'joined' || !this.standing.known || this.passage.to) return;
    const now = this.now();
    this.presence.pace = this.visit.pace;
    this.presence.step(plain.peek() || !this.world ? this.afoot.told(this.visit.slot) : this.walked(this.world, now), this.visit.box, now);
    this.exhibition.step();
  }

  private walked(world: World, now: number): Pose {
    world.moveOn(now);
    return world.ownPose();
  }

  /** To a place, a seat or before somebody of the room, and then `arrived`. */
  private goTo(goal: Goal, arrived: (() => void) | null): boolean {
    if (!('member' in goal) || (this.world && !plain.peek())) return this.moving.goTo(goal, arrived);
    const pose = this.company.whereabouts(goal.member);
    if (pose) this.afoot.goBefore(pose[Field.x], pose[Field.y], pose[Field.z], pose[Field.yaw]);
    if (pose) arrived?.();
    return pose !== null;
  }

  private forget(): void {
    this.standing.forget();
    store.wish.value = null;
    store.me.value = null;
    this.talk.elsewhere();
    this.company.anew();
    this.exhibition.forget();
    this.speaking.ended();
    this.service.elsewhere();
    store.saidAt.value = null;
    this.visit.forget();
  }

  private loaded(): void {
    this.exhibition.loaded();
    this.membersChanged(null);
    this.talk.changed();
    this.moving.settle();
    this.wearing.loaded();
  }

  private membersChanged(change: MemberChange | null): void {
    this.world?.syncMembers();
    this.company.changed(change);
    if (change?.kind === 'left') this.talk.changed();
    if (change?.kind === 'seat') this.moving.settle();
  }

  private heard(line: ChatView): void {
    this.talk.heard(line);
    const speaker = this.visit.room.members.get(line.member);
    if (speaker && !store.muted.value.has(line.member)) this.world?.others.hear(speaker.slot, line.text);
  }
}
