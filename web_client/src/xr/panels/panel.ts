// One panel: an element of the page, the surface that shows it, and what of it is no longer as it was painted.
import { Vector2, type Ray, type Vector3 } from 'three';
import type { Pointable } from '../pointable';
import type { Source } from '../sources';
import { type Box, hit } from './boxes';
import { cornersOf } from './draw_box';
import { isText } from './draw_field';
import type { Finger } from './finger';
import { controlOf } from './marks';
import { Painter } from './painter';
import { type Place, PLACES } from './placing';
import { SCALE, Surface } from './surface';

const STRIP_PX = 128;

/** What changes without a word to those who watch the page. */
interface Watched {
  readonly element: Element;
  top: number;
  left: number;
  value: string;
  checked: boolean;
  from: number;
  to: number;
}

export class Panel implements Pointable {
  readonly surface = new Surface();
  /** In front of the eyes, or of a hand that is looked at. */
  shown = false;
  /** Its upper edge, metres above the eyes: what grows while one looks at it grows downward. Null until it hangs. */
  top: number | null = null;
  /** Has been painted at least once. */
  ready = false;
  private stale = true;
  /** Much of it has to be asked of the browser: it is painted in strips. */
  private dear = true;
  private strip = STRIP_PX;
  /** Pixels from above that are painted; 0 while nothing is under way. */
  private done = 0;
  private coming: Box[] = [];
  private boxes: readonly Box[] = [];
  private watched: Watched[] = [];
  private readonly painter = new Painter();
  private readonly origin = new Vector2();
  private readonly spot = new Vector2();

  constructor(
    readonly root: HTMLElement,
    private readonly finger: (source: Source) => Finger,
  ) {}

  get place(): Place {
    const asked = this.root.dataset['place'] as Place;
    return PLACES.includes(asked) ? asked : 'front';
  }

  get name(): string {
    return this.root.dataset['panel'] ?? this.place;
  }

  // ---- painting

  get due(): boolean {
    return this.differs() || this.done > 0;
  }

  /** Other words are in it, or other places of a list are to be seen. */
  touch(): void {
    this.stale = true;
  }

  /** Any style may be another. */
  restyle(): void {
    this.stale = this.dear = true;
    this.painter.looks.forget();
  }

  /** An attribute of it has changed: its style and those of its neighbours may be others. */
  restyleAt(element: Element): void {
    this.stale = true;
    const { looks } = this.painter;
    const around = element === this.root ? element : element.parentElement!;
    looks.forgetWithin(around);
    looks.forgetAround(around);
  }

  /** It is marked as what is pointed at, pressed or written in. */
  restyleMarked(element: Element): void {
    this.stale = true;
    this.painter.looks.forgetWithin(element);
  }

  /** Parts of it have come or gone. */
  restyleParts(element: Element): void {
    this.stale = this.dear = true;
    this.painter.looks.forgetAround(element);
  }

  /** Goes on painting for about `limit` ms; the rest in the next frames, and nothing is shown of it before all is done. */
  paint(limit: number): void {
    const end = performance.now() + limit;
    const { root, painter } = this;
    const rect = root.getBoundingClientRect();
    const [width, height] = [Math.max(1, Math.ceil(rect.width)), Math.max(1, Math.ceil(rect.height))];
    if (this.stale) this.begin(height);
    const brush = this.surface.begin(width, height);
    while (this.done < height) {
      const strip = { top: rect.top + this.done, bottom: rect.top + Math.min(height, this.done + this.strip) };
      painter.paint(root, rect, strip, brush, SCALE, this.coming);
      this.done += this.strip;
      if (performance.now() > end) break;
    }
    if (this.done < height) return;
    this.done = 0;
    this.origin.set(rect.left, rect.top);
    this.boxes = this.coming;
    this.watch();
    this.surface.finish(width, height, cornersOf(painter.looks.of(root), rect)[0]);
    this.ready = true;
  }

  private begin(height: number): void {
    this.strip = this.dear ? STRIP_PX : height;
    this.stale = this.dear = false;
    this.done = 0;
    this.coming = [];
  }

  private watch(): void {
    this.watched = [];
    for (const { element } of this.boxes) {
      const field = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
      if (!field && !painterScrolls(this.painter, element)) continue;
      const one = { element, top: 0, left: 0, value: '', checked: false, from: 0, to: 0 };
      read(one);
      this.watched.push(one);
    }
  }

  /** Asked in every frame, of the few that can. */
  private differs(): boolean {
    for (const one of this.watched) {
      const { top, left, value, checked, from, to } = one;
      read(one);
      if (one.checked !== checked) this.restyleAt(one.element); // chips are styled by it
      if (one.top !== top || one.left !== left || one.value !== value || one.checked !== checked || one.from !== from || one.to !== to)
        this.stale = true;
    }
    return this.stale;
  }

  // ---- what lies where

  hit(x: number, y: number): Element | null {
    return hit(this.boxes, x, y);
  }

  /** Of a place in the room, in pixels of the page. */
  pageOf(at: Vector3, out: Vector2): Vector2 {
    return this.surface.pixel(at, out).add(this.origin);
  }

  /** In a text field, where it was pressed. */
  putCaret(element: Element, x: number, y: number): void {
    if (!isText(element)) return;
    const at = this.painter.fields.character(element, x, y, this.painter.looks.of(element));
    element.setSelectionRange(at, at);
  }

  // ---- as what can be pointed at

  reach(ray: Ray, at: Vector3): number {
    const metres = this.shown ? this.surface.reach(ray, at) : Infinity;
    return metres < Infinity && this.answers(at) ? metres : Infinity;
  }

  before(tip: Vector3): number {
    const metres = this.shown ? this.surface.before(tip) : Infinity;
    return metres < Infinity && this.answers(tip) ? metres : Infinity;
  }

  /** Captions are always in view: but for their buttons one points through them. */
  private answers(at: Vector3): boolean {
    return this.place !== 'captions' || this.usable(at);
  }

  usable(at: Vector3): boolean {
    const { x, y } = this.pageOf(at, this.spot);
    return controlOf(this.hit(x, y), this.root) !== null;
  }

  over(source: Source, at: Vector3): void {
    this.finger(source).over(this, at);
  }

  out(source: Source): void {
    this.finger(source).out();
  }

  press(source: Source, at: Vector3): void {
    this.finger(source).press(this, at);
  }

  drag(source: Source, at: Vector3): void {
    this.finger(source).drag(this, at);
  }

  release(source: Source, at: Vector3, inside: boolean): void {
    this.finger(source).release(this, at, inside);
  }
}

function painterScrolls({ looks }: Painter, element: Element): boolean {
  return looks.of(element).scrolls;
}

function read(one: Watched): void {
  const { element } = one;
  one.top = element.scrollTop;
  one.left = element.scrollLeft;
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return;
  one.value = element.value;
  if (element instanceof HTMLInputElement) one.checked = element.checked;
  if (!isText(element)) return;
  one.from = element.selectionStart ?? 0;
  one.to = element.selectionEnd ?? 0;
}
