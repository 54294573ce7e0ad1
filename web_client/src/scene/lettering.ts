// Words on a canvas in the page's own fonts: fitted to a width, broken into lines, with arrows.
import type { Arrow } from './marks';

export const FAMILY = '"Noto Sans SC Variable", system-ui, sans-serif';
const FONTS_WAIT_MS = 6000;

export type Pen = CanvasRenderingContext2D;

export interface Style {
  readonly weight: number;
  readonly size: number;
  readonly color: string;
}

/** Brings the fonts for these words; a font that does not come in time is done without. */
export async function bringFonts(words: string): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, FONTS_WAIT_MS));
  await Promise.race([fontsFor(words).catch(() => null), late]);
}

async function fontsFor(words: string): Promise<void> {
  await import('virtual:other-fonts.css'); // a branch of one's own may use characters that the interface does not
  await document.fonts.load(`600 32px ${FAMILY}`, words); // one variable font for all weights
}

/** Draws one line with its middle at `y`, smaller if it would be wider than `width`; answers its width. */
export function line(pen: Pen, text: string, x: number, y: number, width: number, style: Style): number {
  pen.font = `${style.weight} ${style.size}px ${FAMILY}`;
  const natural = pen.measureText(text).width;
  const size = natural > width ? (style.size * width) / natural : style.size;
  pen.font = `${style.weight} ${size}px ${FAMILY}`;
  pen.fillStyle = style.color;
  pen.textBaseline = 'middle';
  pen.fillText(text, x, y);
  return Math.min(natural, width);
}

const SPACED = /[^\s\u3000-\u9fff\uff00-\uffef]+\s*|[\u3000-\u9fff\uff00-\uffef]|\s+/gu;

/** `text` in at most `most` lines no wider than `width`; the last takes what is left. Chinese and Japanese break anywhere. */
export function broken(measure: (text: string) => number, text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const piece of text.match(SPACED) ?? []) {
    const full = current !== '' && measure((current + piece).trimEnd()) > width;
    if (full && lines.length < most - 1) {
      lines.push(current.trimEnd());
      current = '';
    }
    current += piece;
  }
  if (current.trim() !== '') lines.push(current.trimEnd());
  return lines;
}

const TURNS: Record<Exclude<Arrow, 'none'>, number> = { right: 0, up: -Math.PI / 2, left: Math.PI };

/** An arrow of this size around a middle point. */
export function arrow(pen: Pen, way: Exclude<Arrow, 'none'>, x: number, y: number, size: number, color: string): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(TURNS[way]);
  pen.strokeStyle = color;
  pen.lineWidth = size * 0.12;
  pen.lineCap = pen.lineJoin = 'round';
  pen.beginPath();
  pen.moveTo(-size * 0.42, 0);
  pen.lineTo(size * 0.42, 0);
  pen.moveTo(size * 0.08, -size * 0.34);
  pen.lineTo(size * 0.42, 0);
  pen.lineTo(size * 0.08, size * 0.34);
  pen.stroke();
  pen.restore();
}
