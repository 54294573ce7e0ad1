// What the page tells somebody of their device before they come in: in sentences, without the words of engineers.
import type { Key } from './i18n';

export type Network = 'usual' | 'slow' | 'offline';

/** What browsers tell of the line, where they do. */
export interface Line {
  readonly effectiveType?: string;
  /** Mbit/s. */
  readonly downlink?: number;
}

const SLOW_MBIT_S = 1.5;
const SLOW_BYTES_S = 120_000;
const TRUST_AFTER_S = 3;

export function networkOf(online: boolean, line: Line | undefined): Network {
  if (!online) return 'offline';
  const slow = /2g|^3g/.test(line?.effectiveType ?? '') || (line?.downlink ?? Infinity) < SLOW_MBIT_S;
  return slow ? 'slow' : 'usual';
}

/** True when what has really come so far tells of a slow line; most browsers say nothing of it. */
export function comesSlowly(bytes: number, seconds: number): boolean {
  return seconds > TRUST_AFTER_S && bytes / seconds < SLOW_BYTES_S;
}

export interface Found {
  readonly graphics: 'unknown' | 'on' | 'off';
  readonly quality: 'low' | 'high';
  readonly headset: 'no' | 'offered' | 'worn';
  readonly network: Network;
  /** The person goes without 3D. */
  readonly list: boolean;
}

/** The sentences that say what this device shows, and what to expect of the line. */
export function sentences({ graphics, quality, headset, network, list }: Found): readonly Key[] {
  const picture: Key =
    graphics === 'off' ? 'device.none' : list ? 'device.list' : quality === 'low' ? 'device.simple' : 'device.full';
  const said: Key[] = [picture];
  if (headset === 'offered' && !list) said.push('device.headset');
  if (network === 'slow' && graphics !== 'off' && !list) said.push('device.slow');
  return said;
}
