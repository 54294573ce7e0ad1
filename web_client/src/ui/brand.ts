// The branch's colour as the page's accent: as it is where it can be read, else as much lighter or darker as it takes.

export type Rgb = readonly [number, number, number];

const TEXT = 4.5; // WCAG 2.2, 1.4.3
const STEP = 0.04;

export function parse(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG's contrast of two colours, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (i: number): number => Math.round(a[i] + (b[i] - a[i]) * share);
  return [part(0), part(1), part(2)];
}

/** Hue in turns, saturation and lightness as CSS has them. */
function toHsl(colour: Rgb): readonly [number, number, number] {
  const [r, g, b] = colour.map((part) => part / 255);
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  const lightness = most - span / 2;
  if (span === 0) return [0, 0, lightness];
  const hue = most === r ? (g - b) / span : most === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return [hue / 6, span / (1 - Math.abs(2 * lightness - 1)), lightness];
}

function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (n: number): number => {
    const k = (((n + hue * 12) % 12) + 12) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}

/** `colour` in its own hue, lighter or darker: as little as makes it stand out from all of `grounds`. */
export function readable(colour: Rgb, grounds: readonly Rgb[], lighter: boolean): Rgb {
  const clear = (one: Rgb): boolean => grounds.every((ground) => contrast(one, ground) >= TEXT);
  const [hue, saturation, lightness] = toHsl(colour);
  for (let share = 0; share < 1; share += STEP) {
    if (share === 0 && clear(colour)) return colour;
    const moved = fromHsl(hue, saturation, lightness + ((lighter ? 1 : 0) - lightness) * share);
    if (clear(moved)) return moved;
  }
  return lighter ? WHITE : BLACK;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [8, 18, 22];

/** The surfaces that accents lie on, as `tokens.css` has them. */
export const GROUNDS: Record<'light' | 'dark', Rgb> = { light: WHITE, dark: [24, 37, 43] };

export interface Accents {
  /** Filled controls; also a line or letters on a surface. */
  readonly accent: Rgb;
  readonly onAccent: Rgb;
  /** Pressed or pointed at; letters on the tint. */
  readonly deep: Rgb;
  /** A breath of the accent, as a ground. */
  readonly tint: Rgb;
}

export function accentsOf(primary: Rgb, theme: 'light' | 'dark'): Accents {
  const ground = GROUNDS[theme];
  const lighter = theme === 'dark';
  const tint = mix(ground, primary, lighter ? 0.3 : 0.12);
  const accent = readable(primary, [ground], lighter);
  const deep = readable(mix(accent, lighter ? WHITE : BLACK, 0.22), [ground, tint], lighter);
  const onAccent = contrast(WHITE, accent) >= contrast(BLACK, accent) ? WHITE : BLACK;
  return { accent, onAccent, deep, tint };
}
