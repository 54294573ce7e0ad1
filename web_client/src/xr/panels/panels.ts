// The panels in the room of who wears a headset: each element of the host with a `data-place` is one, shown where that says,
// painted anew when the page has changed it, and pointed at as a page is.
import { Group, Matrix4, Vector3 } from 'three';
import type { Stage } from '../../scene/stage';
import type { Pointable } from '../pointable';
import type { Source } from '../sources';
import { Arrangement } from './arrangement';
import { measureAnew } from './brush';
import { isText } from './draw_field';
import { Finger } from './finger';
import { Panel } from './panel';
import type { Place } from './placing';
import { type Obstacle, Sightlines } from './sightlines';

/** How one likes it: `calm` where nothing is to glide; the menu is at the hand that does not point. */
export interface PanelComfort {
  readonly calm: boolean;
  readonly hand: 'left' | 'right';
}

/** Of a frame; what is not done then goes on in the next. */
const LIMIT_MS = 3;

type Point = readonly [number, number, number];

const FOCUS = 'data-focus';

function tell(panel: Panel, { target, type, attributeName }: MutationRecord): void {
  if (type === 'characterData') panel.touch();
  else if (type === 'childList') panel.restyleParts(target as Element);
  else if (/^data-(hover|pressed|focus)$/.test(attributeName!)) panel.restyleMarked(target as Element);
  else panel.restyleAt(target as Element);
}

/** What tests and support may know: no words. */
export interface PanelAbout {
  readonly name: string;
  readonly place: Place;
  readonly shown: boolean;
  /** In the room: upper left, upper right, lower right, lower left. */
  readonly corners: readonly Point[];
  /** Of its element on the page: left, top, width, height. */
  readonly box: readonly [number, number, number, number];
  /** Something in it has the focus. */
  readonly focus: boolean;
  /** Where each side's ray or finger is, in pixels of the page. */
  readonly under: Readonly<Record<string, readonly [number, number]>>;
}

export class Panels {
  /** Belongs into the rig: what hangs there goes along with who teleports or turns. */
  readonly group = new Group();
  /** Always the same array. */
  readonly pointables: Pointable[] = [];
  private readonly all: Panel[] = [];
  private readonly fingers: Finger[] = [];
  private readonly arrangement: Arrangement;
  private readonly sightlines: Sightlines;
  private readonly changes = new MutationObserver((records) => this.changed(records));
  private readonly themes = new MutationObserver(() => this.touchAll());
  private readonly local = new Matrix4();
  private focus: Element | null = null;
  private readonly measure = (): void => {
    measureAnew();
    this.touchAll();
  };

  /** `subject`: the place in the room of what the panel of an exhibit is about. */
  constructor(
    private readonly host: HTMLElement,
    private readonly stage: Pick<Stage, 'rig'>,
    comfort: PanelComfort,
    obstacle: Obstacle = () => Infinity,
    subject: () => Vector3 | null = () => null,
  ) {
    this.sightlines = new Sightlines(obstacle);
    this.arrangement = new Arrangement(comfort, (panel) => this.pointedAt(panel), subject);
    this.changes.observe(host, { subtree: true, childList: true, characterData: true, attributes: true });
    this.themes.observe(document.documentElement, { attributes: true });
    document.fonts.addEventListener('loadingdone', this.measure);
    this.sync();
  }

  /** Once a frame: hangs the panels where they belong, and paints one at most. `head` in the room. */
  step(seconds: number, head: Matrix4, sources: readonly Source[]): void {
    this.followFocus();
    for (const finger of this.fingers) finger.roll(seconds);
    this.paintOne();
    this.local.copy(this.stage.rig.matrixWorld).invert().multiply(head);
    this.arrangement.step(this.all, seconds, this.local, head, this.stage.rig.matrixWorld, sources);
    this.group.updateWorldMatrix(true, true);
    this.sightlines.step(this.all, head, sources);
  }

  /** The stick of this hand rolls what it points at: it does not move its owner meanwhile. */
  scrolls(source: Source): boolean {
    for (const finger of this.fingers) if (finger.source === source) return finger.rolls;
    return false;
  }

  get about(): readonly PanelAbout[] {
    return this.all.map((panel) => this.aboutOf(panel));
  }

  dispose(): void {
    this.changes.disconnect();
    this.themes.disconnect();
    document.fonts.removeEventListener('loadingdone', this.measure);
    while (this.all.length > 0) this.remove(this.all[0]);
    this.group.removeFromParent();
  }

  // ---- the page has changed

  private sync(): void {
    const roots = [...this.host.children].filter((one): one is HTMLElement => one instanceof HTMLElement && 'place' in one.dataset);
    for (const panel of [...this.all]) if (!roots.includes(panel.root)) this.remove(panel);
    for (const root of roots) if (!this.all.some((panel) => panel.root === root)) this.add(root);
    this.all.sort((a, b) => roots.indexOf(a.root) - roots.indexOf(b.root));
  }

  private add(root: HTMLElement): void {
    const panel = new Panel(root, (source) => this.fingerOf(source));
    this.all.push(panel);
    this.group.add(panel.surface.mesh);
    this.pointables.push(panel);
  }

  private remove(panel: Panel): void {
    for (const finger of this.fingers) finger.leave(panel);
    this.all.splice(this.all.indexOf(panel), 1);
    this.pointables.splice(this.pointables.indexOf(panel), 1);
    panel.surface.dispose();
  }

  private changed(records: readonly MutationRecord[]): void {
    if (records.some(({ target, type }) => target === this.host && type === 'childList')) this.sync();
    for (const record of records) {
      const panel = this.panelOf(record.target);
      if (panel) tell(panel, record);
    }
  }

  private touchAll(): void {
    for (const panel of this.all) panel.restyle();
  }

  /** Rings and carets go along with the focus; of a field it is marked, as the page itself may not have it meanwhile. */
  private followFocus(): void {
    const now = document.activeElement;
    if (now === this.focus) return;
    this.focus?.removeAttribute(FOCUS);
    for (const one of [this.focus, now]) if (one) this.panelOf(one)?.restyleAt(one);
    this.focus = now;
    if (now && isText(now) && this.host.contains(now)) now.toggleAttribute(FOCUS, true);
  }

  private panelOf(node: Node): Panel | undefined {
    return this.all.find(({ root }) => root.contains(node));
  }

  private paintOne(): void {
    for (const panel of this.all) if (panel.due && this.arrangement.wants(panel)) return panel.paint(LIMIT_MS);
  }

  // ---- rays and fingers

  private fingerOf(source: Source): Finger {
    for (const finger of this.fingers) if (finger.source === source) return finger;
    const finger = new Finger(source);
    this.fingers.push(finger);
    return finger;
  }

  private pointedAt(panel: Panel): boolean {
    for (const finger of this.fingers) if (finger.panel === panel) return true;
    return false;
  }

  private aboutOf(panel: Panel): PanelAbout {
    const { root, surface, name, place, shown } = panel;
    const { left, top, width, height } = root.getBoundingClientRect();
    const at = new Vector3();
    const point = (x: number, y: number): Point => surface.point(x, y, at).toArray();
    const { width: w, height: h } = surface;
    const over = this.fingers.filter((finger) => finger.panel === panel);
    return {
      name,
      place,
      shown,
      corners: [point(0, 0), point(w, 0), point(w, h), point(0, h)],
      box: [left, top, width, height],
      focus: root.contains(document.activeElement),
      under: Object.fromEntries(over.map(({ source, at: spot }) => [source.side, [spot.x, spot.y] as const])),
    };
  }
}
