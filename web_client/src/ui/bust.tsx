// Somebody in a few shapes: head, hair and shoulders in the colours of a look.
import type { JSX } from 'preact';
import { type Look, PEOPLE } from '../avatars/look';
import { type Zone, ZONES } from '../avatars/zones';

const HAIR = {
  short: 'M12.800 15.500C11.500 8.500 15 5 20 5s8.500 3.500 7.200 10.500c-.6-3-1.400-4.200-2.600-5-3 .6-6.600.6-9.200 0-1.200.8-2 2-2.600 5Z',
  long: 'M11.500 22.500C10 10 13 5 20 5s10 5 8.500 17.500h-3.700c1.700-3.800 2-8.500.6-11.500-4.500 1-7.800.600-10.800 0-1.400 3-1.100 7.700.6 11.500Z',
  scarf: 'M11 26.500C9.800 12 12.500 4.600 20 4.600s10.200 7.400 9 21.900c-3 2.400-15 2.400-18 0ZM20 9.600c-3.600 0-5.200 2.400-5.200 6.400s2.200 7.600 5.200 7.600 5.200-3.600 5.200-7.600-1.600-6.400-5.200-6.400Z',
} as const;
const WORN: Readonly<Record<string, keyof typeof HAIR>> = { mei: 'long', amara: 'long', aisha: 'scarf' };

export function hasScarf(person: number): boolean {
  return WORN[PEOPLE[person].id] === 'scarf';
}

function toneOf({ colours }: Look, zone: Zone): string {
  const at = ZONES.indexOf(zone) * 4;
  return `rgb(${colours[at]} ${colours[at + 1]} ${colours[at + 2]})`;
}

export function Bust({ look }: { look: Look }): JSX.Element {
  const hair = WORN[PEOPLE[look.person].id] ?? 'short';
  return (
    <svg class="bust" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <path d="M4 40c.5-8 5-11.500 12-12.500h8c7 1 11.500 4.500 12 12.500Z" fill={toneOf(look, 'top')} />
      <path d="M15.500 27.500 20 33.500l4.500-6-1.300-5h-6.400Z" fill={toneOf(look, 'skin')} />
      <ellipse cx="20" cy="15.800" rx="6.600" ry="8.200" fill={toneOf(look, 'skin')} />
      <path d={HAIR[hair]} fill={toneOf(look, hair === 'scarf' ? 'accent' : 'hair')} fill-rule="evenodd" />
    </svg>
  );
}
