// Paints what the browser has laid out onto a canvas, in the order in which the browser would, and tells where everything
// lies. Only what our own style sheets use is known here.
import { apart, type Box, cut, type Rect } from './boxes';
import { Brush } from './brush';
import { type Four, SQUARE } from './css';
import { drawBox, drawOutline, innerCorners, inside } from './draw_box';
import { drawProgress, drawRange, Fields, isText } from './draw_field';
import { Drawings } from './draw_svg';
import { drawText, firstBase } from './draw_text';
import { Lines } from './lines';
import { type Look, Looks } from './looks';

interface Clip extends Rect {
  readonly corners: Four;
  readonly around: Clip | null;
}

/** What is painted after its surroundings, cut off as it would be there. */
interface Later {
  readonly element: Element;
  readonly look: Look;
  readonly rect: Rect;
  readonly clip: Clip;
}

/** What comes when an element and all in it are painted: outlines, over all that lies beside them, then what is set apart. */
interface After {
  readonly outlined: Later[];
  readonly apart: Later[];
}

export class Painter {
  readonly looks = new Looks();
  readonly fields: Fields;
  private readonly lines = new Lines();
  private readonly drawings = new Drawings();
  private brush!: Brush;
  private scale = 1;
  private boxes: Box[] = [];

  constructor() {
    this.fields = new Fields(this.lines);
  }

  /**
   * Paints the strip from `top` to `bottom`, pixels of the page, of what `rect` is the place of. `scale`: canvas pixels a
   * pixel of the page. Where everything lies is added to `boxes`.
   */
  paint(root: HTMLElement, rect: Rect, strip: Pick<Rect, 'top' | 'bottom'>, brush: Brush, scale: number, boxes: Box[]): void {
    const { left, right } = rect;
    const { top, bottom } = strip;
    const { pen } = brush;
    this.brush = brush;
    this.scale = scale;
    this.boxes = boxes;
    brush.begin(document.documentElement.lang);
    brush.save();
    pen.setTransform(scale, 0, 0, scale, -left * scale, -rect.top * scale);
    pen.clearRect(left, top, right - left, bottom - top);
    const clip = { left, top, right, bottom, corners: SQUARE, around: null };
    brush.clip(clip, SQUARE);
    const look = this.looks.of(root);
    // To its edges, as the surface itself has round corners; and never without a ground, as anything may lie behind.
    brush.fill(clip, SQUARE, look.ground ?? look.value('--surface'));
    this.context({ element: root, look, rect, clip });
    brush.restore();
  }

  /** An element with all that is in it; what is set apart there comes last, by its layers. */
  private context({ element, look, rect, clip }: Later): void {
    if (!look.shown) return;
    const after: After = { outlined: [], apart: [] };
    const { brush } = this;
    brush.save();
    brush.pen.globalAlpha *= look.opacity;
    this.box(element, look, rect, clip, after);
    for (const one of after.outlined) this.cutOff(one, clip, () => drawOutline(brush, one.rect, one.look));
    after.apart.sort((a, b) => a.look.z - b.look.z);
    for (const one of after.apart) this.cutOff(one, clip, () => this.context(one));
    brush.restore();
  }

  /** As it would be where it stands, up to the surroundings that are cut off already. */
  private cutOff(one: Later, already: Clip, draw: () => void): void {
    this.brush.save();
    for (let each = one.clip; each !== already; each = each.around!) this.brush.clip(each, each.corners);
    draw();
    this.brush.restore();
  }

  private element(element: Element, clip: Clip, after: After): void {
    const rect = element.getBoundingClientRect();
    const boxed = rect.width > 0 || rect.height > 0;
    if (boxed && apart(rect, clip)) return; // of a long list only what is to be seen is asked for its style
    const look = this.looks.of(element);
    if (!look.shown) return;
    if (look.contents) this.children(element, look, clip, after);
    else if (look.apart) after.apart.push({ element, look, rect, clip });
    else this.box(element, look, rect, clip, after);
  }

  private box(element: Element, look: Look, rect: Rect, clip: Clip, after: After): void {
    if (look.takesPointer) this.boxes.push({ element, ...cut(rect, clip) });
    if (look.opacity === 0) return;
    drawBox(this.brush, rect, look, this.scale);
    if (look.clips) this.clipped(element, look, rect, clip, after);
    else this.inner(element, look, rect, clip, after);
    if (look.outline) after.outlined.push({ element, look, rect, clip });
  }

  private clipped(element: Element, look: Look, rect: Rect, clip: Clip, after: After): void {
    const within = inside(rect, look);
    const corners = innerCorners(within, look);
    this.brush.save();
    this.brush.clip(within, corners);
    this.inner(element, look, rect, { ...cut(within, clip), corners, around: clip }, after);
    this.brush.restore();
  }

  private inner(element: Element, look: Look, rect: Rect, clip: Clip, after: After): void {
    const { brush } = this;
    if (element instanceof SVGSVGElement) this.drawings.draw(brush, element, rect, look);
    else if (isText(element)) this.fields.draw(brush, element, rect, look);
    else if (element instanceof HTMLInputElement) {
      if (element.type === 'range') drawRange(brush, element, rect, look);
    } else if (element instanceof HTMLProgressElement) drawProgress(brush, element, rect, look);
    else if (element instanceof HTMLCanvasElement || element instanceof HTMLImageElement) drawPicture(brush, element, rect);
    else this.children(element, look, clip, after);
  }

  private children(element: Element, look: Look, clip: Clip, after: After): void {
    if (look.knob) this.knob(element, look);
    for (let node = element.firstChild; node; node = node.nextSibling) {
      if (node instanceof Text) drawText(this.brush, this.lines, node, look, element);
      else if (node instanceof Element) this.element(node, clip, after);
    }
  }

  /** A switch, before the words that say what it switches. */
  private knob(element: Element, look: Look): void {
    const { width, height, raised, centred, look: own } = look.knob!;
    const inner = inside(element.getBoundingClientRect(), look);
    const left = inner.left + look.padding[3];
    const base = centred ? null : firstBase(this.brush, this.lines, element, look);
    const bottom = base === null ? (inner.top + inner.bottom + height) / 2 : base - raised;
    drawBox(this.brush, { left, right: left + width, top: bottom - height, bottom }, own, this.scale);
  }
}

function drawPicture({ pen }: Brush, picture: HTMLCanvasElement | HTMLImageElement, { left, top, right, bottom }: Rect): void {
  if (picture instanceof HTMLImageElement && !picture.complete) return;
  if (picture.width === 0 || right <= left || bottom <= top) return;
  pen.drawImage(picture, left, top, right - left, bottom - top);
}
