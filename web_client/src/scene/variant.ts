// Which variant of a scene's files a device takes: all of it, or the light one with fewer bytes and triangles.
import type { Quality } from './quality';

export type Variant = 'full' | 'light';

/** What is known of the device without asking anybody. */
export interface Device {
  readonly agent: string;
  /** The person has asked the browser to spare bytes. */
  readonly saveData: boolean;
  /** The shorter side of the screen, CSS pixels. */
  readonly shortSide: number;
  /** Fingers are the main way to point. */
  readonly touch: boolean;
}

const HEADSET = /OculusBrowser|Quest|PicoBrowser|\bPico\b|Wolvic|VisionOS|\bVR\b/i;
const PHONE_PX = 600;

export function thisDevice(): Device {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return {
    agent: navigator.userAgent,
    saveData: connection?.saveData === true,
    shortSide: Math.min(screen.width, screen.height),
    touch: matchMedia('(pointer: coarse)').matches,
  };
}

/** `search` is the page's query: `variant=full` or `variant=light` overrules what is guessed. */
export function chooseVariant(search: string, quality: Quality, device: Device): Variant {
  const asked = new URLSearchParams(search).get('variant');
  if (asked === 'full' || asked === 'light') return asked;
  const phone = device.touch && device.shortSide < PHONE_PX;
  return quality === 'low' || device.saveData || phone || HEADSET.test(device.agent) ? 'light' : 'full';
}
