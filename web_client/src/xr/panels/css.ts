// Computed styles in figures: what a browser says of an element as text, in the few forms that our sheets come to.

export interface Shadow {
  readonly inset: boolean;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
  readonly blur: number;
  readonly spread: number;
}

/** `at`: share of the way, or pixels from the middle of a circle; null: evenly between its neighbours. */
export interface Stop {
  readonly colour: string;
  readonly at: number | null;
}

export interface Gradient {
  /** Radians, 0 upward, clockwise; null: a circle. */
  readonly angle: number | null;
  /** A circle's middle, each as share of the side and pixels on top. */
  readonly middle: readonly [Length, Length];
  readonly stops: readonly Stop[];
}

export interface Length {
  readonly share: number;
  readonly px: number;
}

export type Four = readonly [number, number, number, number];

/** At separators that stand in no brackets. */
export function split(text: string, separator: ',' | ' '): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const one = text[i];
    if (one === '(') depth++;
    else if (one === ')') depth--;
    else if (one === separator && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

export const px = (text: string): number => Number.parseFloat(text) || 0;

export function length(text: string): Length {
  return text.endsWith('%') ? { share: px(text) / 100, px: 0 } : { share: 0, px: px(text) };
}

/** One to four values, clockwise from the top (or the top left), as shorthands have them. */
export function four<T>(values: readonly T[]): [T, T, T, T] {
  const [a, b = a, c = a, d = b] = values;
  return [a, b, c, d];
}

export function isClear(colour: string): boolean {
  return colour === 'transparent' || /^rgba\(.*,\s*0\)$|\/\s*0\)$/.test(colour);
}

/** Corners from the top left, clockwise; as large as the box allows. */
export function radii(text: string, width: number, height: number): Four {
  if (text === '0px') return SQUARE;
  const asked = four(split(text.split('/')[0], ' ').map(length)).map(({ share, px: fixed }) => share * width + fixed);
  const [a, b, c, d] = asked;
  const fit = Math.min(1, width / (a + b), width / (c + d), height / (a + d), height / (b + c));
  return [a * fit, b * fit, c * fit, d * fit];
}

export const SQUARE: Four = [0, 0, 0, 0];

export function shadows(text: string): Shadow[] {
  if (text === 'none') return [];
  return split(text, ',').map((one) => {
    const words = split(one, ' ');
    const figures = words.filter((word) => /^-?[\d.]/.test(word)).map(px);
    const colour = words.find((word) => word !== 'inset' && !/^-?[\d.]/.test(word)) ?? 'rgb(0, 0, 0)';
    const [x, y, blur = 0, spread = 0] = figures;
    return { inset: words.includes('inset'), colour, x, y, blur, spread };
  });
}

function stop(text: string): Stop {
  const words = split(text, ' ');
  const place = words.length > 1 ? words.at(-1)! : null;
  if (place === null || !/^-?[\d.]/.test(place)) return { colour: text, at: null };
  return { colour: words.slice(0, -1).join(' '), at: place.endsWith('%') ? px(place) / 100 : px(place) };
}

const SIDES: Readonly<Record<string, number>> = { top: 0, right: 0.5, bottom: 1, left: 1.5 };

function angleOf(text: string): number | null {
  if (text.endsWith('deg')) return (px(text) * Math.PI) / 180;
  const side = /^to (\w+)$/.exec(text)?.[1];
  return side === undefined ? null : SIDES[side] * Math.PI;
}

function linear(parts: readonly string[]): Gradient {
  const angle = angleOf(parts[0]);
  return { angle: angle ?? Math.PI, middle: CENTRE, stops: parts.slice(angle === null ? 0 : 1).map(stop) };
}

const HALF: Length = { share: 0.5, px: 0 };
const CENTRE: readonly [Length, Length] = [HALF, HALF];

/** A circle whose stops are in pixels: others are not drawn. */
function circle(parts: readonly string[]): Gradient | null {
  const at = /^circle at (\S+) (\S+)$/.exec(parts[0]);
  if (!at) return null;
  return { angle: null, middle: [length(at[1]), length(at[2])], stops: parts.slice(1).map(stop) };
}

/** What lies on top comes first. */
export function gradients(text: string): Gradient[] {
  if (text === 'none') return [];
  return split(text, ',').flatMap((one) => {
    const form = /^(linear|radial)-gradient\((.*)\)$/s.exec(one);
    if (!form) return [];
    const parts = split(form[2], ',');
    const found = form[1] === 'linear' ? linear(parts) : circle(parts);
    return found ? [found] : [];
  });
}

/** Each stop's place: those without one lie evenly between their neighbours. */
export function placed(stops: readonly Stop[], end = 1): number[] {
  const places = stops.map(({ at }, i) => at ?? (i === 0 ? 0 : i === stops.length - 1 ? end : null));
  for (let i = 0; i < places.length; i++) {
    if (places[i] !== null) continue;
    const before = places[i - 1]!;
    const next = places.findIndex((one, k) => k > i && one !== null);
    places[i] = before + (places[next]! - before) / (next - i + 1);
  }
  return places as number[];
}
