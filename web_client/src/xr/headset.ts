// A visit with a headset: from where head and hands are to what is done with them, once a frame, and where that leaves one
// in the room. Whoever else moves the person (the server, a seat, a new room) moves the walker; the headset's space follows.
import { Quaternion, Vector3 } from 'three';
import { wrapped } from '../interaction/view_glide';
import { type Hand, Pose } from '../protocol/poses';
import type { Stage } from '../scene/stage';
import type { Head } from './head';
import { HeldModels } from './held_models';
import { Laser } from './laser';
import type { Around, Parts } from './parts';
import type { Pointable } from './pointable';
import { type Behind, Pointing } from './pointing';
import { begin } from './session';
import { type Source, Sources } from './sources';
import { Anchor } from './travel/anchor';
import { Footing } from './travel/footing';
import { Posture } from './travel/posture';
import { Travel } from './travel/travel';
import type { Worn } from './worn';

const OFF_SEAT_M = 0.8;
const PUT_M = 0.4; // nobody glides so far in a frame
const SAME_M = 1e-6;
const SAME_RAD = 1e-6;
const PRESSED = 0.72; // of the dot at a ray's end

export class Headset implements Worn {
  readonly sources: Sources;
  readonly pointing: Pointing;
  readonly travel: Travel;
  private readonly footing: Footing;
  private readonly posture = new Posture();
  private readonly anchor: Anchor;
  private readonly laser: Laser;
  readonly models: HeldModels;
  private readonly pose = new Pose();
  /** Where the walker was when the headset's space had followed. */
  private readonly told = { feet: new Vector3(), yaw: 0, jump: 0 };
  private readonly offset = new Vector3();
  private readonly turn = new Quaternion();
  private readonly pressable: Pointable[] = [];
  private session: XRSession | null = null;
  private hasFloor = true;
  private begun = false;
  private isAside = false;
  private waits = false;

  constructor(
    private readonly stage: Stage,
    readonly head: Head,
    private readonly around: Around,
    readonly parts: Parts,
  ) {
    const { renderer: { xr }, rig, scene } = stage;
    const { walker, ground, comfort, figures } = around;
    this.sources = new Sources(xr, rig);
    this.models = new HeldModels(this.sources.hands, stage.quality === 'low');
    this.footing = new Footing(rig, head);
    this.anchor = new Anchor(rig);
    this.travel = new Travel(this.sources.all, ground, walker, this.footing, head, comfort, figures);
    this.pointing = new Pointing(this.sources.all, this.behind(), comfort, () => this.pressable, this.occupied);
    this.laser = new Laser(this.sources.all.length);
    scene.add(this.laser.mesh, this.travel.teleport.target.group, this.travel.vignette.mesh);
    xr.addEventListener('sessionend', () => this.leave());
  }

  get worn(): boolean {
    return this.session !== null;
  }

  /** The head's place is known: the first picture has been drawn from it. */
  get tracked(): boolean {
    return this.worn && this.head.known;
  }

  get systemKeyboard(): boolean {
    return this.session?.isSystemKeyboardSupported ?? false;
  }

  /** Must come from a click. One stands, or sits, where one did, and looks where one looked. */
  async enter(): Promise<void> {
    const { session, floor } = await begin(this.stage.renderer, 'immersive-vr');
    this.session = session;
    this.hasFloor = floor;
    this.begun = false;
    this.head.forget();
    this.posture.forget();
    const space = this.stage.renderer.xr.getReferenceSpace();
    space?.addEventListener('reset', () => (this.begun = false)); // the device's own recentring
    session.addEventListener('visibilitychange', () => this.travel.rest());
    this.around.worn(true);
  }

  /** Once a frame while worn. */
  step(seconds: number): void {
    if (!this.head.begin()) return;
    if (this.begun && !this.elsewhere) this.walkOnFoot();
    this.follow(!this.begun);
    this.begun = true;
    this.act(seconds);
    this.follow(false);
    this.show(seconds);
  }

  /** Writes head and hands into `pose`, where the headset's space has followed. */
  fill(pose: Pose): void {
    if (this.elsewhere) this.follow(false);
    const { position, looking, yaw } = this.head;
    pose.headset = true;
    pose.x = position.x;
    pose.y = position.y;
    pose.z = position.z;
    pose.head.set(looking);
    pose.yaw = yaw;
    pose.left.tracked = pose.right.tracked = false;
    for (let i = 0; i < this.sources.all.length; i++) this.fillHand(this.sources.all[i], pose);
  }

  // ---- what the page asks

  recentre(): void {
    const { walker, ground } = this.around;
    this.posture.measureAnew();
    this.anchor.inRoom(this.offset);
    if (ground.floor?.holds(this.offset.setY(walker.feet.y))) walker.feet.copy(this.offset);
    walker.yaw = this.anchor.yaw;
  }

  raise(by: number): void {
    this.posture.raise(by);
  }

  async end(): Promise<void> {
    await this.session?.end();
  }

  aside(on: boolean): void {
    this.isAside = on;
    this.goAloof();
  }

  /** There is no room yet to be in, or none any more. */
  wait(on: boolean): void {
    this.waits = on;
    this.goAloof();
  }

  /** Out of the room, or back: in a place where there is nothing to do but what panels offer. */
  private goAloof(): void {
    this.travel.rest();
    if (this.aloof) this.parts.holding?.rest();
    this.parts.safePlace?.show(this.aloof);
  }

  private get aloof(): boolean {
    return this.isAside || this.waits;
  }

  // ---- a frame

  private behind(): Behind {
    const { ground, behind: { hovers, use } } = this.around;
    return { along: (ray) => (this.aloof || this.travel.teleport.source ? null : ground.along(ray)), hovers, use, floor: (source) => this.travel.teleport.begin(source, 'floor') };
  }

  private act(seconds: number): void {
    const { sources, parts: { holding, panels, spots }, around: { comfort }, pressable } = this;
    sources.read(this.head, comfort.gaze, seconds);
    if (!this.aloof) holding?.step(sources.all, seconds);
    let count = 0; // emptied and filled again it would be a new array each time
    if (panels) for (let i = 0; i < panels.pointables.length; i++) pressable[count++] = panels.pointables[i];
    if (spots) for (let i = 0; i < spots.pointables.length; i++) pressable[count++] = spots.pointables[i];
    pressable.length = count;
    this.pointing.step(seconds);
    for (let i = 0; i < sources.all.length; i++) if (sources.all[i].menu.began && !this.travel.teleport.source) this.around.menu();
    this.talk();
    if (!this.aloof) this.travel.step(seconds, this.sticks);
  }

  /** As long as either hand wants to. */
  private talk(): void {
    const { sources: { all } } = this;
    let began = false;
    let ended = false;
    let down = false;
    for (let i = 0; i < all.length; i++) {
      began ||= all[i].talk.began;
      ended ||= all[i].talk.ended;
      down ||= all[i].talk.down;
    }
    if (began) this.around.talk(true);
    if (ended && !down) this.around.talk(false);
  }

  private readonly holds = (source: Source): boolean => this.parts.holding?.busy(source) ?? false;

  /** The stick of this hand does something else than move its owner. */
  private readonly sticks = (source: Source): boolean => this.holds(source) || (this.parts.panels?.scrolls(source) ?? false);

  private readonly occupied = (source: Source): boolean => this.travel.teleport.source === source || this.holds(source);

  /** By one's own feet, over the real floor. Who has got up from a seat of the room walks off. */
  private walkOnFoot(): void {
    const { around: { walker, ground }, head, told } = this;
    const { x, z } = head.position;
    const y = ground.floor?.heightAt(x, z, walker.feet.y) ?? NaN;
    walker.feet.set(x, Number.isNaN(y) ? walker.feet.y : y, z);
    walker.yaw = told.yaw = head.yaw;
    told.feet.copy(walker.feet);
    if (walker.seat && Math.hypot(x - walker.seat.feet.x, z - walker.seat.feet.z) > OFF_SEAT_M) walker.rise();
  }

  /** Somebody else has moved the walker since the headset's space has followed. */
  private get elsewhere(): boolean {
    const { feet, yaw } = this.around.walker;
    return feet.distanceTo(this.told.feet) > SAME_M || Math.abs(wrapped(yaw - this.told.yaw)) > SAME_RAD;
  }

  /** Brings the head over the walker's feet, in the height that is due. */
  private follow(anew: boolean): void {
    const { around: { walker, comfort }, head, footing, told } = this;
    const moved = walker.feet.distanceTo(told.feet);
    if (anew || this.elsewhere) footing.put(walker.feet, walker.yaw);
    if (anew || walker.jump !== told.jump || moved > PUT_M) {
      this.anchor.keep(walker.feet, walker.yaw);
      this.pointing.elsewhere();
    }
    const raises = comfort.posture === 'seated' || !this.hasFloor;
    footing.level(walker.feet.y + this.posture.step(head.height, walker.seat?.eyes ?? null, raises));
    told.feet.copy(walker.feet);
    told.yaw = walker.yaw;
    told.jump = walker.jump;
    if (!footing.moved) return;
    footing.moved = false;
    head.read();
    this.sources.place();
    this.parts.holding?.follow();
  }

  private show(seconds: number): void {
    const { parts: { panels, spots, body, safePlace }, head, sources, around: { walker }, pose } = this;
    this.models.step();
    panels?.step(seconds, head.matrix, sources.all);
    if (this.aloof) spots?.rest();
    else spots?.step(head.position);
    safePlace?.step(seconds);
    this.drawRays();
    this.nameTag();
    if (!body) return;
    this.fill(pose);
    body.step(pose, walker.feet.y, this.stage.rig.rotation.y, sources.all, seconds);
  }

  private drawRays(): void {
    const { laser, head } = this;
    const leaps = this.travel.teleport.source !== null;
    laser.begin();
    for (const { source, shown, over, met, to, progress, pressed } of this.pointing.beams) {
      if (!shown || (leaps && !over)) continue; // who aims where to go points at nothing in the room
      const gazes = source.kind === 'gaze';
      laser.draw(gazes ? null : source.ray.origin, to, head.position, progress, !met && !gazes ? 0 : pressed ? PRESSED : 1);
    }
    laser.end();
  }

  /** At the end of the ray that is in the room, or of the arc. */
  private nameTag(): void {
    const { head, pointing, travel: { teleport } } = this;
    this.parts.tag?.step(teleport.source ? teleport.to.at : pointing.named, head.position, head.rotation);
  }

  private fillHand({ side, palm }: Source, pose: Pose): void {
    const out: Hand | null = side === 'left' ? pose.left : side === 'right' ? pose.right : null;
    if (!out || !palm.visible) return;
    out.tracked = true;
    this.offset.setFromMatrixPosition(palm.matrixWorld).sub(this.head.position);
    this.offset.toArray(out.position as unknown as number[]);
    this.turn.setFromRotationMatrix(palm.matrixWorld).toArray(out.rotation as unknown as number[]);
  }

  private leave(): void {
    if (!this.session) return; // somebody else's
    this.session = null;
    const { around: { walker, worn, talk }, stage: { rig } } = this;
    talk(false);
    this.pointing.rest();
    this.travel.rest();
    this.parts.body?.rest();
    this.parts.holding?.rest();
    this.sources.rest();
    this.laser.begin();
    this.laser.end();
    this.parts.tag?.step(null, this.head.position, this.head.rotation);
    this.parts.spots?.rest();
    this.wait(false);
    rig.rotation.set(0, 0, 0);
    if (walker.seat) walker.feet.copy(walker.seat.feet);
    worn(false);
  }
}
