// Which panels are to be seen now, and where each hangs.
import { Matrix4, Vector3 } from 'three';
import type { Source } from '../sources';
import type { Panel } from './panel';
import type { PanelComfort } from './panels';
import {
  Anchor,
  type Covered,
  DISTANCE,
  type Facing,
  facing,
  hangAtBelt,
  hangAtHand,
  hangCaptions,
  hangInFront,
  hangLow,
  lookedAt,
  past,
  row,
  topFor,
  TURNED,
} from './placing';

export class Arrangement {
  private readonly head: Facing = { x: 0, y: 0, z: 0, yaw: 0 };
  private readonly front = new Anchor(TURNED.panels);
  private readonly belt = new Anchor(TURNED.captions);
  private readonly captions = new Anchor(TURNED.captions);
  private readonly palm = new Vector3();
  private readonly point = new Vector3();
  private readonly toRig = new Matrix4();
  /** What hung in front in the frame before, by size: the row is made anew when it changes. */
  private signature = 0;
  private angles: readonly number[] = [];
  /** How far the row stands aside of what one came to look at. */
  private aside = 0;
  private readonly covered: Covered = { lower: 0, upper: 0, yaw: 0 };
  private covers = false;
  private captioned = false;
  private lookedAt = false;

  constructor(
    private readonly comfort: PanelComfort,
    private readonly pointedAt: (panel: Panel) => boolean,
    /** What its own panel does not stand before, a place in the room. */
    private readonly subject: () => Vector3 | null = () => null,
  ) {}

  /** A menu at a hand that nobody looks at need not be painted. */
  wants(panel: Panel): boolean {
    return panel.place !== 'wrist' || this.lookedAt || !panel.ready;
  }

  /** `head` in the space of the rig, `eyes` in the room. */
  step(panels: readonly Panel[], seconds: number, head: Matrix4, eyes: Matrix4, rig: Matrix4, sources: readonly Source[]): void {
    facing(head, this.head);
    this.toRig.copy(rig).invert();
    this.stepFront(panels, seconds);
    this.stepHand(panels, seconds, eyes, sources);
    this.stepCaptions(panels, seconds);
  }

  private stepCaptions(panels: readonly Panel[], seconds: number): void {
    let captioned = false;
    for (const panel of panels) if (panel.place === 'captions') captioned ||= this.show(panel, panel.ready);
    if (captioned && !this.captioned) this.captions.reset(); // words that come are ahead
    this.captioned = captioned;
    this.captions.step(this.head, seconds, false, this.comfort.calm);
    const covered = this.covers ? this.covered : null;
    for (const panel of panels) if (panel.place === 'captions' && panel.shown) hangCaptions(panel.surface.mesh, this.captions, panel.surface, covered);
  }

  private show(panel: Panel, shown: boolean): boolean {
    panel.shown = panel.surface.mesh.visible = shown;
    if (shown) panel.surface.seenFrom(DISTANCE[panel.place]);
    return shown;
  }

  // ---- ahead

  private stepFront(panels: readonly Panel[], seconds: number): void {
    let held = false;
    let signature = 0;
    for (const panel of panels) {
      if (panel.place !== 'front' && panel.place !== 'low') continue;
      if (this.show(panel, panel.ready)) held ||= this.pointedAt(panel);
      if (panel.shown && panel.place === 'front') signature = signature * 31 + panel.surface.width + panel.surface.height / 10_000;
    }
    if (this.signature === 0 && signature !== 0) this.front.reset(); // what opens is ahead
    const changed = signature !== this.signature;
    if (changed) this.angles = row(panels.filter(inFront).map(({ surface }) => surface), DISTANCE.front);
    this.signature = signature;
    const moved = this.front.step(this.head, seconds, held, this.comfort.calm);
    if (moved) for (const panel of panels) panel.top = null;
    if (moved || changed) this.aside = this.asideFor(panels);
    this.hangFront(panels);
  }

  private asideFor(panels: readonly Panel[]): number {
    const place = panels.some((panel) => inFront(panel) && panel.name === SUBJECT) ? this.subject() : null;
    if (!place) return 0;
    const { breadth } = panels.find(inFront)!.surface;
    return past(this.front, this.point.copy(place).applyMatrix4(this.toRig), 2 * Math.atan(breadth / 2 / DISTANCE.front));
  }

  private hangFront(panels: readonly Panel[]): void {
    const { covered, front, aside } = this;
    let lowest = 0;
    let highest = 0;
    let count = 0;
    for (const panel of panels) {
      if (!inFront(panel)) continue;
      const { mesh, tallness } = panel.surface;
      panel.top ??= topFor(tallness);
      hangInFront(mesh, front, panel.surface, panel.top, this.angles[count++] + aside);
      lowest = Math.max(lowest, tallness - panel.top);
      highest = Math.max(highest, panel.top);
    }
    covered.yaw = front.yaw + aside;
    covered.lower = lowest / DISTANCE.front;
    covered.upper = -highest / DISTANCE.front;
    this.covers = count > 0;
    for (const panel of panels) {
      if (panel.place !== 'low' || !panel.shown) continue;
      covered.lower = hangLow(panel.surface.mesh, front, panel.surface, lowest, aside);
      this.covers = true;
    }
  }

  // ---- at a hand

  private stepHand(panels: readonly Panel[], seconds: number, eyes: Matrix4, sources: readonly Source[]): void {
    const hand = this.menuHand(sources);
    let held = false;
    for (const panel of panels) if (panel.place === 'wrist' || panel.place === 'hand') held ||= this.pointedAt(panel);
    this.belt.step(this.head, seconds, held, this.comfort.calm);
    if (hand) this.palm.setFromMatrixPosition(hand.palm.matrixWorld);
    this.lookedAt = hand === null || held || (!hand.squeeze.down && lookedAt(eyes, this.palm, this.lookedAt));
    this.palm.applyMatrix4(this.toRig);
    for (const panel of panels) {
      if (panel.place !== 'wrist' && panel.place !== 'hand') continue;
      if (!this.show(panel, panel.ready && (panel.place === 'hand' || this.lookedAt))) continue;
      if (hand) hangAtHand(panel.surface.mesh, this.palm, this.head, panel.surface);
      else hangAtBelt(panel.surface.mesh, this.belt);
    }
  }

  /** The hand that does not point, if the other one is there to point at what hangs at it. */
  private menuHand(sources: readonly Source[]): Source | null {
    let menu: Source | null = null;
    let other = false;
    for (const source of sources) {
      if (!source.tracked || source.kind === 'gaze') continue;
      if (source.side === this.comfort.hand) other = true;
      else menu = source;
    }
    return other ? menu : null;
  }
}

/** The panel that is about what one came to look at. */
const SUBJECT = 'exhibit';

const inFront = (panel: Panel): boolean => panel.place === 'front' && panel.shown;
