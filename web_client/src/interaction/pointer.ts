// Mouse and touch on the picture: dragging looks around or turns what is in hand, a click points, a double click frees the look.

const CLICK_PX = 6;

export interface PointerUser {
  /** Dragged by this many pixels. */
  drag(dx: number, dy: number, secondary: boolean): void;
  /** The captured mouse moved by this many pixels: one looks where it goes. */
  look(dx: number, dy: number): void;
  /** Clicked at this place, -1 to 1 on both axes, y up. */
  click(x: number, y: number): void;
  /** The mouse is here, pixels of the window. */
  moved(x: number, y: number): void;
  /** The mouse is captured, or free again. */
  captured(on: boolean): void;
}

export class Pointer {
  /** Where the mouse points, -1 to 1 on both axes, y up; the middle while it is captured. */
  readonly at = { x: 0, y: 0 };
  private inside = false;
  private active: number | null = null;
  private secondary = false;
  private travelled = 0;
  private x = 0;
  private y = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly user: PointerUser,
  ) {
    canvas.addEventListener('pointerdown', (event) => this.down(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    canvas.addEventListener('pointerup', (event) => this.up(event));
    canvas.addEventListener('pointercancel', () => (this.active = null));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener('pointerleave', () => (this.inside = false));
    canvas.addEventListener('dblclick', () => void this.capture());
    document.addEventListener('pointerlockchange', () => this.lockChanged());
  }

  /** A mouse points at the picture: what is below it may be named. A finger covers it. */
  get over(): boolean {
    return (this.inside && this.active === null) || this.captured;
  }

  private get captured(): boolean {
    return document.pointerLockElement === this.canvas;
  }

  /** The mouse looks freely from now on; the browser may refuse. */
  async capture(): Promise<void> {
    if (!matchMedia('(pointer: fine)').matches) return;
    try {
      await this.canvas.requestPointerLock();
    } catch {
      // It refuses just after Escape; one looks by dragging as before.
    }
  }

  private lockChanged(): void {
    if (this.captured) this.at.x = this.at.y = 0;
    this.user.captured(this.captured);
  }

  private down(event: PointerEvent): void {
    if (this.active !== null) return;
    (document.activeElement as HTMLElement | null)?.blur(); // back from the chat to walking
    this.active = event.pointerId;
    this.secondary = event.button === 2;
    this.travelled = 0;
    this.x = event.clientX;
    this.y = event.clientY;
    if (!this.captured) this.canvas.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    if (this.captured) return this.user.look(event.movementX, event.movementY);
    if (event.pointerType === 'mouse') this.hover(event);
    if (event.pointerId !== this.active) return;
    const dx = event.clientX - this.x;
    const dy = event.clientY - this.y;
    this.x = event.clientX;
    this.y = event.clientY;
    this.travelled += Math.abs(dx) + Math.abs(dy);
    if (this.travelled > CLICK_PX) this.user.drag(dx, dy, this.secondary);
  }

  private up(event: PointerEvent): void {
    if (event.pointerId !== this.active) return;
    this.active = null;
    if (this.travelled > CLICK_PX || this.secondary) return;
    if (!this.captured) this.point(event);
    this.user.click(this.at.x, this.at.y);
  }

  private hover(event: PointerEvent): void {
    this.inside = true;
    this.point(event);
    this.user.moved(event.clientX, event.clientY);
  }

  /** The picture fills the window. */
  private point({ clientX, clientY }: PointerEvent): void {
    this.at.x = (clientX / innerWidth) * 2 - 1;
    this.at.y = 1 - (clientY / innerHeight) * 2;
  }
}
