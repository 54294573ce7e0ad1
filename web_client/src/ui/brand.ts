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

/** `colour`, moved towards `end` until it stands out from all of `grounds`. */
export function readable(colour: Rgb, grounds: readonly Rgb[], end: Rgb): Rgb {
  const clear = (one: Rgb): boolean => grounds.every((ground) => contrast(one, ground) >= TEXT);
  for (let share = 0; share < 1; share += STEP) {
    const moved = mix(colour, end, share);
    if (clear(moved)) return moved;
  }
  return end;
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
  const away = theme === 'light' ? BLACK : WHITE;
  const tint = mix(ground, primary, theme === 'light' ? 0.12 : 0.3);
  const accent = readable(primary, [ground], away);
  const deep = readable(mix(accent, away, 0.22), [ground, tint], away);
  const onAccent = contrast(WHITE, accent) >= contrast(BLACK, accent) ? WHITE : BLACK;
  return { accent, onAccent, deep, tint };
}
