// An exhibit on one's own table: a session that shows one's own room, in which a copy of it is put down, turned, made
// larger and smaller, and taken up again. Nothing of that room, and nothing of how one moves in it, leaves this file:
// meanwhile the branch is told that one stands where one stood (PROTOCOL.md P-12).
import { Box3, Vector3, type WebXRManager } from 'three';
import type { Comfort } from '../../interaction/comfort';
import type { Stage } from '../../scene/stage';
import type { PanelAbout } from '../panels/panels';
import { begin } from '../session';
import { Aim } from './aim';
import { Anchoring } from './anchoring';
import { Desk } from './desk';
import { Feeler } from './feeler';
import { TableMarks } from './marks';
import type { Model } from './model';
import { Press } from './press';
import { TableSet } from './set';
import { Thing } from './thing';

const TURN_RAD_S = 1.8;
const GROWTH_PER_S = 0.9;
const DEAD = 0.2;
/** Places that a ray meets, an anchor, the page over the picture. Neither the camera nor the room's shape is asked for. */
const WISHES = ['hit-test', 'anchors', 'dom-overlay'];
const PANELS = '#table-panels';

export interface TableEvents {
  /** The page lies over the picture, or its panels hang in the room. */
  begun(overlaid: boolean): void;
  /** It stands, or is carried about. */
  stands(put: boolean): void;
  /** A part has been pointed at and pressed. */
  part(id: string): void;
  closed(): void;
}

/** All that is there while the session lasts. */
interface Visit {
  readonly session: XRSession;
  readonly space: XRReferenceSpace;
  readonly aim: Aim;
  readonly feeler: Feeler;
  readonly thing: Thing;
  readonly marks: TableMarks;
  readonly set: TableSet;
  /** The page itself lies over the picture: no panels need to hang in the room. */
  readonly overlaid: boolean;
  readonly bearing: number;
}

/** For those who look from outside: `at` is the middle of the foot of what is drawn. */
export interface TableAbout {
  readonly stands: boolean;
  readonly anchored: boolean;
  readonly real: boolean;
  readonly at: readonly number[];
  readonly yaw: number;
  readonly size: readonly number[];
  /** Whose marks are not hidden by the thing. */
  readonly parts: readonly { readonly id: string; readonly at: readonly number[] }[];
  readonly panels: readonly PanelAbout[];
}

export class Table {
  open: string | null = null;
  private visit: Visit | null = null;
  private begun = false;
  private readonly anchoring = new Anchoring();
  private readonly press = new Press();
  private stands = false;
  /** To be put down, or taken up, in the next frame: only there is an anchor to be had. */
  private wanted: boolean | null = null;
  private readonly desk: Desk;
  private over: string | null = null;
  /** Somebody has turned it: it does not turn to the eyes by itself any more. */
  private turned = false;

  constructor(
    private readonly stage: Stage,
    private readonly comfort: Comfort,
    private readonly events: TableEvents,
  ) {
    this.desk = new Desk(stage, comfort);
    stage.renderer.xr.addEventListener('sessionend', () => this.close());
  }

  /** From when it is asked for: the branch is not to be seen in one's own room. */
  get shown(): boolean {
    return this.begun;
  }

  /** Must come from a click. `bearing`: from which side one looked at it in the room; `page`: what may lie over the picture. */
  async begin(model: Model, bearing: number, page: HTMLElement): Promise<void> {
    this.begun = true;
    try {
      const { session, floor } = await begin(this.stage.renderer, 'immersive-ar', WISHES, page);
      await this.enter(session, floor, model, bearing);
    } catch (problem) {
      this.begun = false;
      await this.stage.renderer.xr.getSession()?.end();
      throw problem;
    }
  }

  end(): Promise<void> {
    return this.visit?.session.end() ?? Promise.resolve();
  }

  /** Puts it down where it is, or takes it up. */
  put(down: boolean): void {
    this.wanted = down;
  }

  turn(by: number): void {
    if (!this.visit || by === 0) return;
    this.turned = true;
    this.visit.thing.yaw += by;
  }

  grow(factor: number): void {
    if (this.visit) this.visit.thing.scale *= factor;
  }

  /** One picture. */
  draw(frame: XRFrame, seconds: number): void {
    const { visit, stage } = this;
    if (!visit) return;
    const { aim, thing, marks, set, space } = visit;
    aim.step(frame, space);
    if (this.stands) this.anchoring.follow(frame, space, thing.group);
    else this.carry(visit, frame);
    if (this.wanted !== null) this.change(visit, frame, this.wanted); // what was felt is known in its own frame alone
    this.byStick(visit, seconds);
    if (this.press.input) this.turn(this.press.turn(aim.ray, aim.view));
    thing.group.updateMatrixWorld(true);
    marks.step(aim.view.origin, this.open, seconds);
    if (!visit.overlaid) this.desk.step(seconds);
    this.over = this.stands ? marks.at(aim.ray) : null;
    set.mark(thing, !this.stands, this.stands || visit.feeler.real);
    stage.renderer.render(set.scene, stage.camera);
  }

  get about(): TableAbout | null {
    const { visit } = this;
    if (!visit) return null;
    const { thing, feeler } = visit;
    const box = new Box3().setFromObject(thing.group);
    const { x, z } = box.getCenter(new Vector3());
    return {
      stands: this.stands,
      anchored: this.anchoring.anchored,
      real: feeler.real,
      at: [x, box.min.y, z],
      yaw: thing.yaw,
      size: thing.size.toArray(),
      parts: visit.marks.about,
      panels: this.desk.about,
    };
  }

  private async enter(session: XRSession, floor: boolean, { node, rest, hotspots }: Model, bearing: number): Promise<void> {
    const { stage, comfort } = this;
    const { xr } = stage.renderer;
    const viewer = await session.requestReferenceSpace('viewer');
    const thing = new Thing(node, rest, hotspots);
    const marks = new TableMarks(thing);
    const set = new TableSet(stage.quality === 'high');
    set.scene.environment = stage.scene.environment;
    stage.rig.position.set(0, 0, 0);
    stage.rig.rotation.set(0, 0, 0);
    set.scene.add(stage.rig, thing.group, marks.group);
    const overlaid = Boolean(session.domOverlayState);
    if (!overlaid) this.desk.begin(document.querySelector<HTMLElement>(PANELS)!);
    const aim = new Aim(session, viewer, () => comfort.hand);
    this.visit = { session, space: spaceIn(xr), aim, feeler: new Feeler(session, floor), thing, marks, set, overlaid, bearing };
    this.listen(session);
    this.events.begun(overlaid);
  }

  private listen(session: XRSession): void {
    session.addEventListener('selectstart', ({ inputSource }) => this.pressed(inputSource));
    session.addEventListener('selectend', ({ inputSource }) => this.released(inputSource));
    session.addEventListener('squeezestart', ({ inputSource }) => {
      this.visit?.aim.use(inputSource);
      this.put(!this.stands);
    });
  }

  private pressed(input: XRInputSource): void {
    const { visit } = this;
    if (!visit) return;
    const other = input.targetRayMode === 'tracked-pointer' && visit.aim.input !== input;
    visit.aim.use(input);
    if (other) return; // the other hand points from now on: what the first one pointed at is not meant
    if (this.desk.has(input)) return;
    if (!this.stands) this.put(true);
    else this.press.begin(input);
  }

  private released(input: XRInputSource): void {
    if (this.press.input !== input) return;
    if (this.press.end() && this.over) this.events.part(this.over);
  }

  private carry({ feeler, thing, aim, bearing, space }: Visit, frame: XRFrame): void {
    // A finger on the glass does not carry it: that is what the middle of the picture does.
    const byHand = aim.input?.targetRayMode === 'tracked-pointer';
    feeler.step(frame, space, byHand ? aim.ray : aim.view, byHand ? aim.space : aim.viewer);
    thing.group.position.copy(feeler.at);
    if (!this.turned) thing.face(aim.view.origin, bearing);
  }

  private change(visit: Visit, frame: XRFrame, down: boolean): void {
    this.wanted = null;
    if (down === this.stands) return;
    this.stands = down;
    if (down) void this.anchoring.put(frame, visit.space, visit.thing.group.position, visit.feeler.result);
    else this.anchoring.lift();
    this.events.stands(down);
  }

  private byStick({ session }: Visit, seconds: number): void {
    for (const { gamepad } of session.inputSources) {
      const x = gamepad?.axes[2] ?? 0;
      const y = gamepad?.axes[3] ?? 0;
      if (Math.abs(x) > DEAD) this.turn(x * TURN_RAD_S * seconds);
      if (Math.abs(y) > DEAD) this.grow(Math.exp(-y * GROWTH_PER_S * seconds));
    }
  }

  private close(): void {
    const { visit } = this;
    this.visit = this.wanted = null;
    this.begun = false;
    this.stands = this.turned = false;
    this.open = null;
    this.press.end();
    this.anchoring.lift();
    if (!visit) return;
    visit.feeler.dispose();
    visit.marks.dispose();
    visit.set.dispose();
    this.desk.end();
    this.stage.scene.add(this.stage.rig);
    this.stage.resize(); // the camera has a screen's field of view again
    this.events.closed();
  }
}

function spaceIn(xr: WebXRManager): XRReferenceSpace {
  const space = xr.getReferenceSpace();
  if (!space) throw new Error('the session tells no places');
  return space;
}
