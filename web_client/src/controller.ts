// What a person can do on the page, joined with what the visit reports; the panels call this and nothing else.
import { batch, effect } from '@preact/signals';
import { localised, t } from './i18n';
import { Grasp } from './interaction/grasp';
import { Presence } from './interaction/presence';
import { api, type BranchRoom } from './net/api';
import type { Connection } from './net/connection';
import { randomId } from './net/outbox';
import type { Phase } from './net/phases';
import { Passage } from './passage';
import type { ChatView, ExhibitView, OfferedPose, Welcome } from './protocol/generated';
import type { Change } from './replica/room';
import { roomOf } from './rooms';
import { bringFiles } from './scene/files';
import type { LoadedScene } from './scene/loader';
import { Scenery } from './scenery';
import { type ChatLine, inRoom, store } from './store';
import { Visit, type VisitEvents } from './visit';
import type { World } from './world';

const TICK_MS = 50;
const MOVED_M = 0.3;

export class Controller implements VisitEvents {
  readonly visit = new Visit(this, () => performance.now());
  readonly grasp = new Grasp({
    command: (draft) => this.connection.command(draft),
    sendHeld: (held) => this.presence.sendHeld(held),
  });
  private furnished!: () => void;
  private readonly worldMade = new Promise<void>((resolve) => (this.furnished = resolve));
  readonly scenery = new Scenery<LoadedScene>(api.json, bringFiles, this.worldMade, () => this.world);
  readonly passage = new Passage({
    command: (draft) => this.connection.command(draft),
    know: (scene) => this.scenery.know(scene),
    going: (room) => (store.going.value = room),
  });
  world: World | null = null;
  connection!: Connection;
  private readonly presence = new Presence((frame) => this.connection.sendFrame(frame));
  private lastPlace: OfferedPose | null;
  private standing = false;
  private clicked: string | null = null;

  constructor(remembered: OfferedPose | null) {
    this.lastPlace = remembered;
    setInterval(() => this.tick(), TICK_MS);
    effect(() => this.enterWhenReady());
  }

  /** The 3D view, as soon as it is made; null if it cannot be. */
  furnish(world: World | null): void {
    this.world = world;
    this.furnished();
  }

  // ---- what a person does

  /** To enter under this name as soon as the room is ready. */
  wish(name: string): void {
    store.wish.value = { name };
  }

  /** To another room of the branch; if that one refuses, one stays and is told why (H-7). */
  async go(room: BranchRoom): Promise<void> {
    this.grasp.settle();
    const hindrance = await this.passage.go(room);
    if (hindrance && inRoom.value) this.tell(t(`rooms.${hindrance}`, { room: localised(room.title) }), true);
  }

  /** Brings the scene of the room one is in or about to enter; again, if that failed. */
  async prepare(): Promise<void> {
    const room = store.room.value;
    if (!room) return;
    await this.scenery.show(room.scene);
    if (store.loading.value.name !== 'ready') return;
    if (inRoom.value) this.world?.start();
    else if (!store.me.value) this.world?.backdrop();
  }

  leave(): void {
    this.connection.leave();
  }

  retry(): void {
    this.connection.retry();
  }

  say(text: string): void {
    const line: ChatLine = { key: randomId(), name: store.me.value?.name ?? '', text, mine: true, status: 'sending' };
    store.pending.value = [...store.pending.value, line];
    void this.connection.command({ type: 'chat', text }).then((outcome) => {
      const rest = store.pending.value.filter(({ key }) => key !== line.key);
      store.pending.value = outcome.kind === 'accepted' ? rest : [...rest, { ...line, status: 'failed' }];
    });
  }

  async take(exhibit: string): Promise<void> {
    const outcome = await this.grasp.take(exhibit);
    if (outcome.kind === 'refused') this.tell(t('exhibit.busy'), false);
  }

  putBack(): void {
    const { exhibit } = this.grasp;
    if (!exhibit) return;
    this.visit.rotations.set(exhibit, this.grasp.shown, true);
    this.grasp.release();
    store.holding.value = null;
  }

  /** Takes the exhibit one stands at, or puts it back. */
  takeOrPutBack(): void {
    const focus = store.focus.value;
    if (this.grasp.exhibit) this.putBack();
    else if (focus) void this.take(focus);
  }

  hotspot(exhibit: string, hotspot: string | null): void {
    void this.connection.command({ type: 'exhibit.hotspot', exhibit, hotspot });
  }

  /** One step of turning by a button: an eighth of a right angle. */
  nudge(yaw: number, pitch: number): void {
    this.world?.turnHeld(yaw * (Math.PI / 16), pitch * (Math.PI / 16));
  }

  async wearHeadset(): Promise<void> {
    try {
      await this.world?.wearHeadset();
      store.headset.value = 'worn';
    } catch (problem) {
      this.tell(t('hud.vrFailed', { message: (problem as Error).message }), true);
    }
  }

  tell(text: string, loud: boolean): void {
    store.notice.value = { text, loud };
  }

  // ---- what the visit reports

  phase(phase: Phase): void {
    const before = store.phase.value.name;
    store.phase.value = phase;
    if (phase.name === 'joined' && before === 'lost') this.tell(t('line.back'), false);
    if (phase.name !== 'joined') this.letGo();
    if (phase.name === 'ended' || phase.name === 'full' || phase.name === 'replaced') this.world?.stop();
    if (phase.name === 'ended') this.forget();
  }

  welcome(welcome: Welcome): void {
    const { you, place } = welcome;
    store.me.value = you;
    this.passage.welcomed(welcome.room);
    if (store.room.value?.room !== welcome.room) this.arrive(welcome);
    const feet = this.world?.walker.feet;
    const [x, , z] = place.position;
    const moved = !feet || !this.standing || Math.hypot(feet.x - x, feet.z - z) > MOVED_M;
    if (moved) this.world?.walker.place(place.position, place.yaw);
    this.lastPlace = place;
    this.standing = true;
    this.presence.due();
    if (store.loading.value.name === 'ready') this.world?.start();
  }

  change(change: Change): void {
    batch(() => {
      if (change.kind === 'state') this.loaded();
      else if (change.kind === 'chat') this.heard(change.line);
      else if (change.kind === 'exhibit') this.exhibitChanged(change.exhibit);
      else if (change.kind !== 'locked') this.membersChanged(change);
      if (change.kind === 'left') this.chatChanged();
    });
  }

  returned([x, y, z]: readonly number[]): void {
    this.world?.walker.place([x, y, z], this.world.walker.yaw);
    this.presence.due();
  }

  place(): OfferedPose | null {
    if (!this.world || !this.standing) return this.lastPlace;
    const { feet, yaw } = this.world.walker;
    return { position: [feet.x, feet.y, feet.z], yaw };
  }

  // ---- what the world reports

  near(exhibit: string | null): void {
    const feet = this.world!.walker.feet;
    if (this.clicked && this.world!.exhibits.distance(this.clicked, feet) > 9) this.clicked = null;
    this.setFocus(this.grasp.exhibit ?? this.clicked ?? exhibit);
  }

  doorway(room: string | null): void {
    const open = store.branch.value?.rooms.some((one) => one.room === room);
    store.doorway.value = open && room !== store.room.value?.room ? room : null;
  }

  pointed(exhibit: string): void {
    this.clicked = exhibit;
    this.setFocus(exhibit);
  }

  private setFocus(exhibit: string | null): void {
    if (store.focus.value === exhibit) return;
    store.focus.value = exhibit;
    this.world?.exhibits.mark(exhibit);
  }

  // ---- inside

  private enterWhenReady(): void {
    const ready = store.graphics.value === 'off' || store.loading.value.name === 'ready';
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
      store.pending.value = [];
      store.doorway.value = null;
      this.clicked = null;
      this.setFocus(null);
    });
    this.standing = false;
    this.tell(t('rooms.arrived', { room: localised(room.title) }), false);
    void this.prepare();
  }

  private tick(): void {
    if (store.phase.value.name !== 'joined' || !this.world || !this.standing || this.passage.to) return;
    const now = performance.now();
    this.world.moveOn(now);
    this.presence.step(this.world.ownPose(), this.visit.box, now);
    this.grasp.step(now);
  }

  private forget(): void {
    this.lastPlace = null;
    this.standing = false;
    store.wish.value = null;
    store.me.value = null;
    store.pending.value = [];
  }

  private letGo(): void {
    this.grasp.drop();
    store.holding.value = null;
  }

  private loaded(): void {
    store.exhibits.value = new Map(this.visit.room.exhibits);
    this.letGo();
    this.membersChanged(null);
    this.chatChanged();
  }

  private membersChanged(change: (Change & { kind: 'joined' | 'left' | 'away' | 'back' }) | null): void {
    store.members.value = [...this.visit.room.members.values()];
    this.world?.syncMembers();
    if (!change || change.member.member === this.visit.member || change.member.role === 'bot') return;
    const { name } = change.member;
    if (change.kind === 'joined') this.tell(t('people.joined', { name }), false);
    if (change.kind === 'left') this.tell(t('people.left', { name }), false);
  }

  private heard({ member, text }: ChatView): void {
    this.chatChanged();
    const speaker = this.visit.room.members.get(member);
    if (speaker) this.world?.hear(speaker.slot, text);
  }

  private chatChanged(): void {
    store.chat.value = this.visit.room.chat.map(({ seq, name, text, member }) => {
      return { key: String(seq), name, text, mine: member === this.visit.member, status: 'said' };
    });
  }

  private exhibitChanged(exhibit: ExhibitView): void {
    store.exhibits.value = new Map(this.visit.room.exhibits);
    const mine = exhibit.holder === this.visit.member;
    const inHand = this.grasp.exhibit === exhibit.exhibit;
    if (mine && !inHand) this.begin(exhibit);
    else if (!mine && inHand) this.letGo();
  }

  private begin({ exhibit, index, rotation }: ExhibitView): void {
    const about = store.scene.value?.exhibits.find(({ id }) => id === exhibit);
    const upright = about?.turn === 'y';
    this.grasp.begin({ exhibit, index, slot: this.visit.slot, rotation, upright });
    store.holding.value = exhibit;
  }
}
