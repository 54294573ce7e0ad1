// An element's own box: shadows, ground, border, and the ring of what has the focus.
import type { Rect } from './boxes';
import type { Brush } from './brush';
import { type Four, type Gradient, type Length, placed, radii, type Shadow, SQUARE } from './css';
import type { Look } from './looks';

const FAR = 10_000; // a shape that casts a shadow into the picture is itself drawn so far beside it

export function cornersOf({ corners }: Look, { left, top, right, bottom }: Rect): Four {
  return radii(corners, right - left, bottom - top);
}

export function drawBox(brush: Brush, rect: Rect, look: Look, scale: number): void {
  const corners = cornersOf(look, rect);
  for (const shadow of look.shadows) if (!shadow.inset) drawShadow(brush, rect, corners, shadow, scale);
  if (look.ground) brush.fill(rect, corners, look.ground);
  for (let i = look.gradients.length - 1; i >= 0; i--) brush.fill(rect, corners, gradientOf(brush.pen, rect, look.gradients[i]));
  if (look.shadows.some(({ inset }) => inset)) drawInset(brush, inside(rect, look), look);
  if (look.border) drawBorder(brush, rect, corners, look);
}

export function drawOutline(brush: Brush, rect: Rect, look: Look): void {
  if (!look.outline) return;
  const { width, offset, colour } = look.outline;
  brush.ring(rect, cornersOf(look, rect), colour, offset + width, offset);
}

/** Inside of the border: what scrolls is cut off there. */
export function inside(rect: Rect, { border }: Look): Rect {
  if (!border) return rect;
  const [top, right, bottom, left] = border.widths;
  return { left: rect.left + left, top: rect.top + top, right: rect.right - right, bottom: rect.bottom - bottom };
}

/** Inside of the border; ours are rings, not blurred. */
function drawInset(brush: Brush, rect: Rect, look: Look): void {
  const corners = innerCorners(rect, look);
  for (const { inset, colour, spread } of look.shadows) if (inset) brush.ring(rect, corners, colour, 0, -spread);
}

/** `rect` is what lies inside of the border. */
export function innerCorners(rect: Rect, look: Look): Four {
  const [top, right, bottom, left] = look.border?.widths ?? SQUARE;
  const outer = { left: rect.left - left, top: rect.top - top, right: rect.right + right, bottom: rect.bottom + bottom };
  const widest = Math.max(top, right, bottom, left);
  const [a, b, c, d] = cornersOf(look, outer);
  return [Math.max(0, a - widest), Math.max(0, b - widest), Math.max(0, c - widest), Math.max(0, d - widest)];
}

function drawShadow(brush: Brush, rect: Rect, corners: Four, { colour, x, y, blur, spread }: Shadow, scale: number): void {
  if (blur === 0 && x === 0 && y === 0) return brush.ring(rect, corners, colour, spread, 0);
  const { pen } = brush;
  brush.save();
  pen.beginPath(); // it is not seen through what casts it
  pen.rect(rect.left - FAR, rect.top - FAR, 2 * FAR, 2 * FAR);
  brush.shape(rect, corners);
  pen.clip('evenodd');
  pen.shadowColor = colour;
  pen.shadowBlur = blur * scale;
  pen.shadowOffsetX = (x + FAR) * scale;
  pen.shadowOffsetY = y * scale;
  const cast = { left: rect.left - FAR, top: rect.top, right: rect.right - FAR, bottom: rect.bottom };
  brush.fill(cast, corners, '#000', spread);
  brush.restore();
}

function drawBorder(brush: Brush, rect: Rect, corners: Four, { border }: Look): void {
  const { widths, colours } = border!;
  const [width] = widths;
  if (widths.every((one) => one === width) && colours.every((one) => one === colours[0])) {
    if (width > 0) brush.ring(rect, corners, colours[0], 0, -width);
    return;
  }
  const { pen } = brush;
  brush.save();
  brush.clip(rect, corners);
  widths.forEach((one, side) => {
    if (one === 0) return;
    pen.fillStyle = colours[side];
    const { left, top, right, bottom } = rect;
    if (side === 0) pen.fillRect(left, top, right - left, one);
    else if (side === 1) pen.fillRect(right - one, top, one, bottom - top);
    else if (side === 2) pen.fillRect(left, bottom - one, right - left, one);
    else pen.fillRect(left, top, one, bottom - top);
  });
  brush.restore();
}

const along = ({ share, px }: Length, from: number, to: number): number => from + share * (to - from) + px;

function gradientOf(pen: CanvasRenderingContext2D, { left, top, right, bottom }: Rect, { angle, middle, stops }: Gradient): CanvasGradient {
  if (angle === null) {
    const x = along(middle[0], left, right);
    const y = along(middle[1], top, bottom);
    const places = placed(stops, Math.max(right - left, bottom - top));
    const end = Math.max(...places);
    const made = pen.createRadialGradient(x, y, 0, x, y, end);
    stops.forEach(({ colour }, i) => made.addColorStop(places[i] / end, colour));
    return made;
  }
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const half = (Math.abs((right - left) * sin) + Math.abs((bottom - top) * cos)) / 2;
  const made = pen.createLinearGradient(x - sin * half, y + cos * half, x + sin * half, y - cos * half);
  const places = placed(stops);
  stops.forEach(({ colour }, i) => made.addColorStop(Math.min(1, Math.max(0, places[i])), colour));
  return made;
}
