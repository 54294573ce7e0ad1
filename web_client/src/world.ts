// The room as one walks in it: every frame moves oneself, the others and the exhibits, then draws.
import { Vector3 } from 'three';
import type { Grasp } from './interaction/grasp';
import type { Keys } from './interaction/keys';
import type { Comfort } from './interaction/comfort';
import type { Aim } from './interaction/going';
import type { Walker } from './interaction/walker';
import type { Pose } from './protocol/poses';
import type { Language } from './i18n';
import { aboutRoom, type SceneAbout } from './scene/about';
import { Ambience } from './scene/ambience';
import type { SceneDescription } from './scene/description';
import { ClipScreens } from './scene/clip_screens';
import type { Told } from './scene/drawings';
import { Exhibits } from './scene/exhibits';
import { FrameTimes } from './scene/frame_times';
import { type LoadedScene, loadScene, type Setting } from './scene/loader';
import { type Portal, portalAt } from './scene/portals';
import { SafePlace } from './scene/safe_place';
import type { Stage } from './scene/stage';
import type { Visit } from './visit';
import { Hands, type HandsEvents } from './world_hands';
import { Others } from './world_others';
import { Pointing, type PointingEvents } from './world_pointing';
import { secondsBetween, Self, type SelfEvents } from './world_self';
import type { WorldTable } from './world_table';
import type { Headset } from './xr/headset';

const TICK_MS = 50;
const NEAR_EVERY_S = 0.2;

export interface WorldEvents extends SelfEvents, PointingEvents, HandsEvents {
  /** One has come near an exhibit, or gone from all. */
  near(exhibit: string | null): void;
  /** One has come near a portal to this room, or gone from all. */
  doorway(room: string | null): void;
  /** After each frame: the hotspots' marks have moved. */
  drawn(): void;
}

export class World {
  readonly self: Self;
  readonly pointing: Pointing;
  readonly ambience = new Ambience();
  readonly hands: Hands;
  private readonly company: Others;
  /** Members have come or gone since the figures were made. */
  private stale = false;
  /** The room on show. */
  room: LoadedScene | null = null;
  /** As soon as the device offers it. */
  table: WorldTable | null = null;
  /** Who hears the room from where the eyes are, with each picture. */
  ears: { hear(head: ArrayLike<number>): void } | null = null;
  frame = 0;
  /** When the others were moved for the last picture, ms of `performance.now`. */
  drawnAt = 0;
  calls = 0;
  triangles = 0;
  private screens = new ClipScreens([], null);
  private portals: readonly Portal[] = [];
  /** Where one is out of the room. */
  readonly safePlace: SafePlace;
  readonly times = new FrameTimes();
  private readonly entrance = new Vector3();
  private told: Told = { staff: [], announcement: null };
  private running = false;
  private last = 0;
  private sinceNear = 0;

  constructor(
    readonly stage: Stage,
    private readonly setting: () => Setting,
    private readonly visit: Visit,
    keys: Keys,
    grasp: Grasp,
    private readonly comfort: Comfort,
    private readonly events: WorldEvents,
  ) {
    this.company = new Others(stage, setting().variant, visit);
    const { figures } = this.company.cast;
    this.hands = new Hands(grasp, visit, figures, events);
    this.self = new Self(stage, keys, grasp, figures, comfort, events);
    this.pointing = new Pointing(stage, this.self, figures, () => grasp.exhibit !== null, events);
    this.safePlace = new SafePlace(this.outside(), comfort);
    stage.scene.add(this.company.group, this.pointing.ring.group);
    window.addEventListener('resize', () => this.resize());
    document.addEventListener('visibilitychange', () => this.sleepOrWake());
  }

  /** As the members are now: however many came at once, figures are made anew once. */
  get others(): Others {
    if (this.stale) {
      this.stale = false;
      this.company.sync(this.setting().dressing);
    }
    return this.company;
  }

  get exhibits(): Exhibits {
    return this.hands.exhibits;
  }

  private outside(): ConstructorParameters<typeof SafePlace>[0] {
    const { stage } = this;
    const floor = (): number => this.walker.feet.y;
    return {
      scene: stage.scene,
      camera: stage.camera,
      get floor() { return floor(); },
      hideRoom: (on) => {
        stage.hideRoom(on);
        this.ambience.inside(!on);
      },
    };
  }

  get walker(): Walker {
    return this.self.walker;
  }

  get headset(): Headset | null {
    return this.self.headset;
  }

  load(description: SceneDescription, files: readonly ArrayBuffer[]): Promise<LoadedScene> {
    return loadScene(description, this.setting(), files);
  }

  /** In place of the room that was shown before. */
  show(loaded: LoadedScene, description: SceneDescription): void {
    this.room = loaded;
    this.ambience.in(description.sound);
    void loaded.boards.tell(this.told);
    this.speak(this.setting().language); // it may have changed on the way
    this.others.group.visible = false; // nobody is to be mirrored for ever
    this.stage.show(loaded);
    this.others.group.visible = true;
    this.hands.exhibits = new Exhibits(loaded.exhibits);
    this.screens = new ClipScreens(loaded.exhibits, description);
    this.portals = loaded.portals;
    const floor = this.self.in(loaded, description, this.exhibits);
    this.pointing.in({ ...loaded, floor, exhibits: this.exhibits });
    if (loaded.entrance) this.entrance.setFromMatrixPosition(loaded.entrance.matrixWorld);
  }

  /** One still picture of the room, seen by somebody who comes in. */
  backdrop(): void {
    if (this.self.worn) return;
    this.walker.place(this.entrance.toArray(), -0.3);
    this.walker.look(0, this.stage.camera.aspect < 1 ? -0.32 : -0.06); // above the form of a phone
    this.self.placeCamera();
    this.stage.render();
  }

  /** The room on show, for those who look from outside. */
  get about(): SceneAbout | null {
    return this.room ? aboutRoom(this.room) : null;
  }

  start(): void {
    this.running = true;
    this.headset?.wait(false);
    this.last = performance.now();
    this.self.wake(this.last);
    this.stage.renderer.setAnimationLoop((now, frame) => this.draw(now, frame));
    this.ambience.inside(true);
  }

  /** There is no room to be in. Who wears a headset goes on seeing, and waits in a place of its own. */
  stop(): void {
    this.running = false;
    this.ambience.inside(false);
    if (this.self.worn) this.headset!.wait(true);
    else this.stage.renderer.setAnimationLoop(null);
  }

  /** Signs and screens in this language from now on. */
  speak(language: Language): void {
    void this.room?.boards.speak(language);
    this.others.plates.refresh();
  }

  /** What the room's screens tell of staff from now on. */
  tell(told: Told): void {
    this.told = told;
    void this.room?.boards.tell(told);
  }

  /** Somebody came, went or has another name. */
  syncMembers(): void {
    this.stale = true;
  }

  /** Where one is now, as the room is to hear it. The answer is used again by the next call. */
  ownPose(): Pose {
    return this.self.told(this.visit.slot);
  }

  /** Goes to `aim` and then does `arrived`; false where no way leads there. */
  go(aim: Aim, arrived: (() => void) | null): boolean {
    return this.self.go(aim, arrived);
  }

  lookCloser(exhibit: string): boolean {
    return this.self.lookCloser(exhibit);
  }

  lookBack(): void {
    this.self.lookBack();
  }

  lookAtSpot(exhibit: string, hotspot: string | null): void {
    this.self.lookAtSpot(exhibit, hotspot);
  }

  /** Shows a clip on the exhibit, or what is there by itself. */
  project(exhibit: string, video: HTMLVideoElement | null): void {
    this.screens.project(exhibit, video);
  }

  /** Metres from oneself to the exhibit. */
  exhibitDistance(exhibit: string): number {
    return this.exhibits.distance(exhibit, this.walker.feet);
  }

  /** Marks the hotspots of the exhibit, or of none. */
  mark(exhibit: string | null): void {
    this.exhibits.mark(exhibit);
  }

  get seat(): string | null {
    return this.walker.seat?.id ?? null;
  }

  nearestSeat(taken: (seat: string) => boolean): string | null {
    return this.self.nearestSeat(taken);
  }

  sit(seat: string): void {
    this.self.sit(seat);
  }

  stand(): void {
    this.self.stand();
  }

  /** The mouse looks freely from now on, until Escape. */
  captureMouse(): Promise<void> {
    return this.pointing.capture();
  }

  async wearHeadset(): Promise<void> {
    this.self.lookBack();
    await this.headset?.enter();
  }

  /** Between two pictures that are further apart than ticks: one walks no coarser, and the others see it. */
  moveOn(now: number): void {
    if (this.self.since(now) >= TICK_MS && !this.self.worn && !this.table?.shown) this.self.move(now);
  }

  private draw(now: number, frame?: XRFrame): void {
    if (!this.running && !this.self.worn) return this.stage.renderer.setAnimationLoop(null);
    const seconds = secondsBetween(this.last, now);
    this.last = now;
    if (frame && this.table?.shown) return this.drawTable(this.table, frame, seconds);
    this.times.begin(performance.now());
    this.self.move(now);
    this.moveOthers(seconds);
    this.pointing.step(now, seconds, this.comfort.calm);
    this.lookAround(seconds);
    this.times.scripted(performance.now());
    this.stage.render();
    this.times.drawn(performance.now());
    const { calls, triangles } = this.stage.renderer.info.render;
    this.calls = calls;
    this.triangles = triangles;
    this.exhibits.project(this.stage.camera, innerWidth, innerHeight, seconds);
    this.frame++;
    this.events.drawn();
  }

  /** One's own room in place of the branch, in which one stands as before. */
  private drawTable(table: WorldTable, frame: XRFrame, seconds: number): void {
    table.draw(frame, seconds);
    this.self.wake(this.last);
    this.frame++;
  }

  private moveOthers(seconds: number): void {
    const { visit, stage } = this;
    const local = (this.drawnAt = performance.now());
    const time = visit.clock.shown(local);
    this.others.move(time, seconds);
    this.hands.step(time, seconds, this.comfort.calm);
    if (this.self.leftAlone()) this.events.steppedBack();
    const { worn, headset } = this.self;
    if (!worn) stage.rig.updateMatrixWorld(true);
    this.others.alone = this.safePlace.shown;
    const camera = worn ? stage.renderer.xr.getCamera() : stage.camera;
    this.ears?.hear(camera.matrixWorld.elements);
    this.others.draw(camera, !worn || headset!.tracked, this.floorBelow, local / 1000, seconds);
  }

  private readonly floorBelow = (x: number, z: number, from: number): number =>
    this.self.floor?.below(x, z, from) ?? this.visit.box.min[1];

  private lookAround(seconds: number): void {
    this.sinceNear += seconds;
    if (this.sinceNear < NEAR_EVERY_S || !this.running) return;
    this.sinceNear = 0;
    this.events.near(this.exhibits.near(this.walker.feet));
    this.events.doorway(portalAt(this.portals, this.walker.feet));
  }

  /** Turns what is in hand, as seen by the onlooker. */
  turnHeld(yaw: number, pitch: number): void {
    this.self.turnHeld(yaw, pitch);
  }

  /** While nobody looks nothing is drawn, and one stands; then all goes on without a jump. */
  private sleepOrWake(): void {
    if (document.hidden) return this.self.rest();
    this.last = performance.now();
    this.self.wake(this.last);
  }

  private resize(): void {
    this.stage.resize();
    if (this.room && !this.frame) this.backdrop();
  }
}
