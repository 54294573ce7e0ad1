// What a branch dresses its rooms with: its name, colours and logo, and what is on today.
import { Color } from 'three';
import type { Brand, Localised, Programme } from '../net/api';

export interface Dressing {
  readonly name: Localised;
  readonly brand: Brand | null;
  readonly today: readonly Programme[];
}

/** The logo as a picture; null when there is none, or it does not come. */
export async function bringLogo({ brand }: Dressing): Promise<HTMLImageElement | null> {
  if (!brand?.logo) return null;
  const picture = new Image();
  picture.src = brand.logo.url;
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  }
}

const PLAIN = { primary: '#12626b', secondary: '#0e3a44' };

export function coloursOf({ brand }: Dressing): { readonly primary: string; readonly secondary: string } {
  return brand ?? PLAIN;
}

/** `color` lighter (up to 1) or darker (down to -1), as a canvas takes it. */
export function shade(color: string, by: number): string {
  const to = new Color(by > 0 ? '#ffffff' : '#000000');
  return `#${new Color(color).lerp(to, Math.abs(by)).getHexString()}`;
}
