// One ray or finger tip on the panels: what it does becomes events on the real elements, as a mouse's would.
import { Vector2, type Vector3 } from 'three';
import type { Source } from '../sources';
import { THUMB_PX } from './draw_field';
import { controlOf, mark } from './marks';
import type { Panel } from './panel';
import { type Axis, rolled, scrollerOf } from './scrolling';

const DRAG_PX = 14; // a hand is never quite still
const FIRST_POINTER = 100;
const POINTERS: Readonly<Record<string, number>> = { left: 0, right: 1, none: 2 };
const FOCUS = 'button, input, textarea, summary, a[href], [tabindex]';
const TOUCH = { strength: 0.15, ms: 8 };
const CLICK = { strength: 0.45, ms: 14 };

type Kind = 'pointerover' | 'pointerout' | 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'click';

/** What a press has become. */
type Doing = 'press' | 'scroll' | 'slide';

export class Finger {
  panel: Panel | null = null;
  /** Where it is, in pixels of the page. */
  readonly at = new Vector2();
  private element: Element | null = null;
  private hovered: Element | null = null;
  private pressed: Element | null = null;
  private pressedOn: Element | null = null;
  private doing: Doing | null = null;
  private readonly from = new Vector2();
  private scroller: Element | null = null;
  private axis: Axis = 'y';
  private scrolledFrom = 0;
  private rest = 0;
  /** What the thumbstick rolls. */
  private list: Element | null = null;

  constructor(readonly source: Source) {}

  /** The thumbstick is taken: what it points at is longer than its place. */
  get rolls(): boolean {
    return this.list !== null;
  }

  over(panel: Panel, at: Vector3): void {
    this.panel = panel;
    this.moveTo(panel, at);
    this.meet(panel.hit(this.at.x, this.at.y));
  }

  out(): void {
    this.meet(null);
    this.panel = null;
  }

  press(panel: Panel, at: Vector3): void {
    this.over(panel, at);
    const { element } = this;
    if (!element) return;
    this.from.copy(this.at);
    this.pressedOn = element;
    this.pressed = controlOf(element, panel.root);
    this.doing = 'press';
    if (this.pressed) mark(this.pressed, 'data-pressed', 1);
    const kept = !this.tell('pointerdown', element) || !this.tellMouse(element);
    if (!kept) this.focus(panel, element);
    if (element instanceof HTMLInputElement && element.type === 'range' && !element.disabled) this.slide(element);
  }

  drag(panel: Panel, at: Vector3): void {
    this.moveTo(panel, at);
    const { pressedOn } = this;
    if (!pressedOn) return;
    if (this.doing === 'slide') this.slide(pressedOn as HTMLInputElement);
    else if (this.doing === 'scroll' || this.beginScroll(panel)) this.scroll();
    else this.tell('pointermove', pressedOn);
  }

  release(panel: Panel, at: Vector3, inside: boolean): void {
    const { pressedOn, doing } = this;
    if (inside) this.moveTo(panel, at);
    this.letGo();
    if (!pressedOn?.isConnected) return;
    if (doing === 'slide') pressedOn.dispatchEvent(new Event('change', { bubbles: true }));
    if (doing === 'scroll') return;
    this.tell('pointerup', pressedOn);
    if (doing === 'press' && this.meantIt(panel, pressedOn, inside)) this.click(pressedOn);
  }

  /** Once a frame: the thumbstick rolls what it points at. */
  roll(seconds: number): void {
    const { list } = this;
    const way = rolled(this.source.stickY, seconds);
    if (!list || way === 0) return;
    this.rest += way;
    const whole = Math.trunc(this.rest);
    this.rest -= whole;
    if (whole !== 0) list.scrollTop += whole;
  }

  /** The panel is gone. */
  leave(panel: Panel): void {
    if (this.panel !== panel) return;
    this.letGo();
    this.out();
  }

  private moveTo(panel: Panel, at: Vector3): void {
    panel.pageOf(at, this.at);
  }

  private meet(element: Element | null): void {
    if (element === this.element) return;
    if (this.element?.isConnected) this.tell('pointerout', this.element);
    this.element = element;
    if (element) this.tell('pointerover', element);
    const root = element && this.panel ? this.panel.root : null;
    this.list = root && scrollerOf(element, root, 'y');
    this.hover(root && controlOf(element, root));
  }

  private hover(control: Element | null): void {
    if (control === this.hovered) return;
    if (this.hovered) mark(this.hovered, 'data-hover', -1);
    this.hovered = control;
    if (!control) return;
    mark(control, 'data-hover', 1);
    this.source.pulse(TOUCH.strength, TOUCH.ms);
  }

  private letGo(): void {
    if (this.pressed) mark(this.pressed, 'data-pressed', -1);
    this.pressed = this.pressedOn = this.scroller = null;
    this.doing = null;
  }

  /** Released where it was pressed; near it is enough, as hands tremble. */
  private meantIt(panel: Panel, pressedOn: Element, inside: boolean): boolean {
    if (!inside) return false;
    const now = panel.hit(this.at.x, this.at.y);
    const same = controlOf(now, panel.root) === controlOf(pressedOn, panel.root);
    return same || this.at.distanceTo(this.from) < DRAG_PX;
  }

  private click(element: Element): void {
    if (element.closest(':disabled')) return;
    this.source.pulse(CLICK.strength, CLICK.ms);
    this.tell('click', element);
  }

  private focus(panel: Panel, element: Element): void {
    const { activeElement } = document;
    const label = element.closest('label');
    const target = label?.control ?? element.closest<HTMLElement>(FOCUS);
    if (target instanceof HTMLElement && panel.root.contains(target)) target.focus({ preventScroll: true });
    else if (activeElement instanceof HTMLElement) activeElement.blur();
    panel.putCaret(element, this.at.x, this.at.y);
  }

  // ---- dragging

  private beginScroll(panel: Panel): boolean {
    const across = Math.abs(this.at.x - this.from.x);
    const along = Math.abs(this.at.y - this.from.y);
    if (Math.max(across, along) < DRAG_PX) return false;
    this.axis = along >= across ? 'y' : 'x';
    this.scroller = scrollerOf(this.pressedOn, panel.root, this.axis);
    if (!this.scroller) return false;
    this.doing = 'scroll';
    this.tell('pointercancel', this.pressedOn!);
    if (this.pressed) mark(this.pressed, 'data-pressed', -1);
    this.pressed = null;
    this.scrolledFrom = this.axis === 'y' ? this.scroller.scrollTop : this.scroller.scrollLeft;
    return true;
  }

  private scroll(): void {
    if (this.axis === 'y') this.scroller!.scrollTop = this.scrolledFrom - (this.at.y - this.from.y);
    else this.scroller!.scrollLeft = this.scrolledFrom - (this.at.x - this.from.x);
  }

  private slide(range: HTMLInputElement): void {
    this.doing = 'slide';
    const { left, width } = range.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (this.at.x - left - THUMB_PX / 2) / (width - THUMB_PX)));
    const before = range.value;
    range.value = String(Number(range.min || 0) + share * (Number(range.max || 100) - Number(range.min || 0)));
    if (range.value !== before) range.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // ---- events

  private tell(kind: Kind, element: Element): boolean {
    return element.dispatchEvent(new PointerEvent(kind, this.details()));
  }

  /** The one event of a mouse that pages stop to keep the focus where it is. */
  private tellMouse(element: Element): boolean {
    return element.dispatchEvent(new MouseEvent('mousedown', this.details()));
  }

  private details(): PointerEventInit {
    const pointerId = FIRST_POINTER + POINTERS[this.source.side];
    const buttons = this.doing ? 1 : 0;
    return { bubbles: true, cancelable: true, composed: true, clientX: this.at.x, clientY: this.at.y, pointerId, pointerType: 'mouse', buttons };
  }
}
