import { expect, it } from 'vitest';
import { anybody, avatarOf, choiceOf, lookOf, PEOPLE, tonesOf, VISITORS } from './look';
import { type Zone, ZONES } from './zones';

const UNIFORM = { top: '#12626b', accent: '#0e3a44' };

const plain = { person: 0, top: 0, second: 0, hair: 0, skin: 0 };
const byId = (id: string): number => VISITORS.findIndex((i) => PEOPLE[i].id === id);

function tone(colours: Uint8Array, zone: Zone): string {
  const at = ZONES.indexOf(zone) * 4;
  return `#${[...colours.slice(at, at + 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

it('reads the number as it is written', () => {
  expect(choiceOf(0x5a21)).toEqual({ person: 1, top: 2, second: 4, hair: 6, skin: 2 });
  for (const avatar of [0, 1, 0x5a21, 0xffff]) expect(avatarOf(choiceOf(avatar))).toBe(avatar);
});

it('shows staff to be staff, and nobody else, whatever the number', () => {
  const mistaken = [];
  for (let avatar = 0; avatar <= 0xffff; avatar += 7) {
    for (const role of ['staff', 'visitor', 'bot'] as const) {
      if (PEOPLE[lookOf(avatar, role, UNIFORM).person].staff !== (role === 'staff')) mistaken.push([avatar, role]);
    }
  }
  expect(mistaken).toEqual([]);
});

it("dresses staff in the branch's colours only", () => {
  const first = lookOf(0, 'staff', UNIFORM).colours;
  expect([tone(first, 'top'), tone(first, 'accent')]).toEqual([UNIFORM.top, UNIFORM.accent]);
  const other = lookOf(avatarOf({ ...plain, top: 3, second: 3 }), 'staff', UNIFORM).colours;
  expect(other).toEqual(first);
  const tanned = lookOf(avatarOf({ ...plain, skin: 3 }), 'staff', UNIFORM).colours;
  expect(tone(tanned, 'skin')).not.toBe(tone(first, 'skin'));
});

it('keeps a suit in one cloth and changes the tie', () => {
  const suit = (top: number, second: number): Uint8Array =>
    lookOf(avatarOf({ ...plain, person: byId('kenji'), top, second }), 'visitor', null).colours;
  expect(tone(suit(2, 0), 'bottom')).toBe(tone(suit(2, 0), 'top'));
  expect(tone(suit(2, 1), 'accent')).not.toBe(tone(suit(2, 0), 'accent'));
});

it.each(VISITORS.map((person, i) => [PEOPLE[person].id, i]))('%s wears every colour that can be chosen', (_, i) => {
  for (const field of ['top', 'second', 'hair', 'skin'] as const) {
    const tones = tonesOf(PEOPLE[VISITORS[i]], field);
    const looks = tones.map((_, k) => lookOf(avatarOf({ ...plain, person: i, [field]: k }), 'visitor', null).colours.join());
    expect(new Set(looks).size).toBe(tones.length);
    expect(tones.length).toBeGreaterThan(1);
  }
});

it("takes anybody by chance, in their own skin", () => {
  expect(anybody(() => 0)).toBe(0);
  const last = choiceOf(anybody(() => 0.999));
  expect(last).toEqual({ person: VISITORS.length - 1, top: 7, second: 7, hair: 0, skin: 0 });
});
