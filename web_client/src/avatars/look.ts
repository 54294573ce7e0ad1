// Who somebody is drawn as: the avatar number and the role, read as a person and the colours of their zones.
import people from '../../../assets/avatars/people.json';
import {
  AVATAR_HAIR_BITS,
  AVATAR_PERSON_BITS,
  AVATAR_SECOND_BITS,
  AVATAR_SKIN_BITS,
  AVATAR_TOP_BITS,
  type Role,
} from '../protocol/generated';
import { type Colours, ZONES, type Zone } from './tones';

export type PersonColours = Readonly<Partial<Record<Zone, readonly string[]>>>;

/** A person of people.json. */
export interface Person {
  readonly id: string;
  readonly file: string;
  readonly title: Readonly<Record<string, string>>;
  readonly height: number;
  readonly eyes: number;
  readonly staff: boolean;
  readonly colours: PersonColours;
  readonly roughness: Readonly<Partial<Record<Zone, number>>>;
}

export const PEOPLE: readonly Person[] = people.people;
const visitors = PEOPLE.map((_, i) => i).filter((i) => !PEOPLE[i].staff);
const staff = PEOPLE.map((_, i) => i).filter((i) => PEOPLE[i].staff);

/** The fields of an avatar number: a person, and which colour of that person's own lists. */
export interface Choice {
  readonly person: number;
  readonly top: number;
  readonly second: number;
  readonly hair: number;
  readonly skin: number;
}

const FIELDS = [
  ['person', AVATAR_PERSON_BITS],
  ['top', AVATAR_TOP_BITS],
  ['second', AVATAR_SECOND_BITS],
  ['hair', AVATAR_HAIR_BITS],
  ['skin', AVATAR_SKIN_BITS],
] as const;

export function choiceOf(avatar: number): Choice {
  let rest = avatar;
  const made = { person: 0, top: 0, second: 0, hair: 0, skin: 0 };
  for (const [name, bits] of FIELDS) {
    made[name] = rest & ((1 << bits) - 1);
    rest >>>= bits;
  }
  return made;
}

export function avatarOf(choice: Choice): number {
  let made = 0;
  let shift = 0;
  for (const [name, bits] of FIELDS) {
    made |= (choice[name] & ((1 << bits) - 1)) << shift;
    shift += bits;
  }
  return made;
}

/** What the page draws for a member. */
export interface Look {
  /** Index into `PEOPLE`. */
  readonly person: number;
  readonly colours: Colours;
}

/** The branch's colours, which only staff wear. */
export interface Uniform {
  readonly top: string;
  readonly accent: string;
}

/** Staff are drawn as staff whatever their number says, and nobody else is. */
export function lookOf(avatar: number, role: Role, uniform: Uniform | null): Look {
  const choice = choiceOf(avatar);
  const among = role === 'staff' ? staff : visitors;
  const person = among[choice.person % among.length];
  const { colours, roughness } = PEOPLE[person];
  const worn: Partial<Record<Zone, number>> = { hair: choice.hair, skin: choice.skin };
  if (role !== 'staff') Object.assign(worn, { top: choice.top, bottom: choice.second });
  const bytes = new Uint8Array(ZONES.length * 4);
  ZONES.forEach((zone, i) => {
    const tones = colours[zone] ?? ['#ffffff'];
    const branch = role === 'staff' && uniform && (zone === 'top' || zone === 'accent') ? uniform[zone] : null;
    const tone = Number.parseInt((branch ?? tones[(worn[zone] ?? 0) % tones.length]).slice(1), 16);
    bytes.set([tone >> 16, (tone >> 8) & 255, tone & 255, Math.round((roughness[zone] ?? 0.85) * 255)], i * 4);
  });
  return { person, colours: bytes };
}
