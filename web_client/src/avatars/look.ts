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
import { type Colours, ZONES, type Zone } from './zones';

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
/** Whom a visitor may choose from, in the order that the number counts; indices into `PEOPLE`. */
export const VISITORS: readonly number[] = PEOPLE.map((_, i) => i).filter((i) => !PEOPLE[i].staff);
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

/** The most colours of a zone that a number can name. */
const MOST_TONES = 1 << Math.min(AVATAR_TOP_BITS, AVATAR_SECOND_BITS, AVATAR_HAIR_BITS, AVATAR_SKIN_BITS);

/** A suit or a dress: above and below are of one cloth. */
function oneCloth({ colours: { top = [], bottom = [] } }: Person): boolean {
  return top.join() === bottom.join();
}

/** What takes the second colour: what is worn below, or tie or scarf where that is more of a choice. */
function secondZone(person: Person): 'bottom' | 'accent' {
  const { bottom = [], accent = [] } = person.colours;
  return oneCloth(person) || accent.length > bottom.length ? 'accent' : 'bottom';
}

/** The colours from which a field of the number chooses for this person. */
export function tonesOf(person: Person, field: Exclude<keyof Choice, 'person'>): readonly string[] {
  const zone = field === 'second' ? secondZone(person) : field;
  return (person.colours[zone] ?? []).slice(0, MOST_TONES);
}

/** Which colour of its list each zone has. */
function worn(person: Person, choice: Choice, role: Role): Partial<Record<Zone, number>> {
  const { hair, skin, top } = choice;
  if (role === 'staff') return { hair, skin };
  return { hair, skin, top, ...(oneCloth(person) ? { bottom: top } : {}), [secondZone(person)]: choice.second };
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

/** Somebody by chance, dressed by chance; hair and skin stay that person's own. `random` as Math.random. */
export function anybody(random: () => number): number {
  const number = (bits: number): number => Math.floor(random() * (1 << bits));
  const person = Math.floor(random() * VISITORS.length);
  return avatarOf({ person, top: number(AVATAR_TOP_BITS), second: number(AVATAR_SECOND_BITS), hair: 0, skin: 0 });
}

/** Staff are drawn as staff whatever their number says, and nobody else is. */
export function lookOf(avatar: number, role: Role, uniform: Uniform | null): Look {
  const choice = choiceOf(avatar);
  const among = role === 'staff' ? staff : VISITORS;
  const person = among[choice.person % among.length];
  const { colours, roughness } = PEOPLE[person];
  const tone = worn(PEOPLE[person], choice, role);
  const bytes = new Uint8Array(ZONES.length * 4);
  ZONES.forEach((zone, i) => {
    const tones = colours[zone] ?? ['#ffffff'];
    const branch = role === 'staff' && uniform && (zone === 'top' || zone === 'accent') ? uniform[zone] : null;
    const rgb = Number.parseInt((branch ?? tones[(tone[zone] ?? 0) % Math.min(MOST_TONES, tones.length)]).slice(1), 16);
    bytes.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, Math.round((roughness[zone] ?? 0.85) * 255)], i * 4);
  });
  return { person, colours: bytes };
}
