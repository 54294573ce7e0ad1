// Icons and drawings in the page: the shapes of an `svg` as paths, in the colours that the styles give them.
import type { Rect } from './boxes';
import type { Brush } from './brush';
import type { Look } from './looks';

interface Shape {
  readonly path: Path2D;
  /** Into the pixels of the drawing's own box. */
  readonly matrix: DOMMatrix;
  readonly fill: string | null;
  readonly rule: CanvasFillRule;
  readonly stroke: string | null;
  readonly width: number;
  readonly cap: CanvasLineCap;
  readonly join: CanvasLineJoin;
  readonly opacity: number;
}

interface Words {
  readonly text: string;
  readonly matrix: DOMMatrix;
  readonly x: number;
  readonly y: number;
  readonly font: string;
  readonly align: CanvasTextAlign;
  readonly fill: string;
}

interface Drawing {
  readonly look: Look;
  readonly width: number;
  readonly shapes: readonly Shape[];
  readonly words: readonly Words[];
}

const ALIGN: Readonly<Record<string, CanvasTextAlign>> = { middle: 'center', end: 'right' };

export class Drawings {
  private readonly kept = new WeakMap<Element, Drawing>();

  draw(brush: Brush, svg: SVGSVGElement, rect: Rect, look: Look): void {
    const { pen } = brush;
    const { shapes, words } = this.of(svg, rect, look);
    brush.save();
    if (look.turn !== 0) turnAbout(pen, rect, look.turn);
    pen.translate(rect.left, rect.top);
    for (const shape of shapes) drawShape(brush, shape);
    for (const one of words) drawWords(brush, one);
    brush.restore();
  }

  /** Its parts' styles change together with its own. */
  private of(svg: SVGSVGElement, { left, right }: Rect, look: Look): Drawing {
    const width = right - left;
    const before = this.kept.get(svg);
    if (before && before.look === look && before.width === width) return before;
    const parts = [...svg.querySelectorAll<SVGGraphicsElement>('path, circle, ellipse, rect, line, polyline, polygon, text')];
    const shapes = parts.filter(({ tagName }) => tagName !== 'text').map(shapeOf);
    const words = parts.filter(({ tagName }) => tagName === 'text').map(wordsOf);
    const made = { look, width, shapes, words };
    this.kept.set(svg, made);
    return made;
  }
}

function shapeOf(part: SVGGraphicsElement): Shape {
  const { fill, fillRule, stroke, strokeWidth, strokeLinecap, strokeLinejoin, opacity, display } = getComputedStyle(part);
  return {
    path: pathOf(part),
    matrix: matrixOf(part),
    fill: fill === 'none' || display === 'none' ? null : fill,
    rule: fillRule as CanvasFillRule,
    stroke: stroke === 'none' || display === 'none' ? null : stroke,
    width: Number.parseFloat(strokeWidth),
    cap: strokeLinecap as CanvasLineCap,
    join: strokeLinejoin as CanvasLineJoin,
    opacity: Number(opacity),
  };
}

function wordsOf(part: SVGGraphicsElement): Words {
  const { fill, textAnchor, fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(part);
  return {
    text: part.textContent.trim(),
    matrix: matrixOf(part),
    x: figure(part, 'x'),
    y: figure(part, 'y'),
    font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`,
    align: ALIGN[textAnchor] ?? 'left',
    fill,
  };
}

const matrixOf = (part: SVGGraphicsElement): DOMMatrix => DOMMatrix.fromMatrix(part.getCTM() ?? undefined);
const figure = (part: Element, name: string): number => Number(part.getAttribute(name) ?? 0);

/** There are few icons, each of them in many places. */
const paths = new Map<string, Path2D>();

function pathOf(part: Element): Path2D {
  if (part.tagName !== 'path') return outlineOf(part);
  const d = part.getAttribute('d') ?? '';
  let path = paths.get(d);
  if (!path) paths.set(d, (path = new Path2D(d)));
  return path;
}

function outlineOf(part: Element): Path2D {
  const of = (name: string): number => figure(part, name);
  const path = new Path2D(pointsOf(part));
  if (part.tagName === 'circle') path.arc(of('cx'), of('cy'), of('r'), 0, 2 * Math.PI);
  else if (part.tagName === 'ellipse') path.ellipse(of('cx'), of('cy'), of('rx'), of('ry'), 0, 0, 2 * Math.PI);
  else if (part.tagName === 'rect') path.roundRect(of('x'), of('y'), of('width'), of('height'), of('rx'));
  else if (part.tagName === 'line') {
    path.moveTo(of('x1'), of('y1'));
    path.lineTo(of('x2'), of('y2'));
  }
  return path;
}

function pointsOf(part: Element): string {
  const points = part.getAttribute('points');
  return points === null ? '' : `M${points}${part.tagName === 'polygon' ? 'Z' : ''}`;
}

function turnAbout(pen: CanvasRenderingContext2D, { left, top, right, bottom }: Rect, angle: number): void {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  pen.translate(x, y);
  pen.rotate(angle);
  pen.translate(-x, -y);
}

function move(pen: CanvasRenderingContext2D, { a, b, c, d, e, f }: DOMMatrix): void {
  pen.transform(a, b, c, d, e, f);
}

function drawShape(brush: Brush, { path, matrix, fill, rule, stroke, width, cap, join, opacity }: Shape): void {
  const { pen } = brush;
  brush.save();
  move(pen, matrix);
  pen.globalAlpha *= opacity;
  if (fill) {
    pen.fillStyle = fill;
    pen.fill(path, rule);
  }
  if (stroke && width > 0) {
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.lineCap = cap;
    pen.lineJoin = join;
    pen.stroke(path);
  }
  brush.restore();
}

function drawWords(brush: Brush, { text, matrix, x, y, font, align, fill }: Words): void {
  const { pen } = brush;
  brush.save();
  move(pen, matrix);
  brush.letters(font, '0px');
  pen.textAlign = align;
  pen.fillStyle = fill;
  pen.fillText(text, x, y);
  brush.restore();
}
