// What an avatar number looks like: calm cloths, natural skin and hair, always the same for the same number.
import { Color } from 'three';
import type { Role } from '../protocol/generated';

const cloths = ['#4f7d8c', '#8a9a7b', '#c08a6b', '#5d6b98', '#b79f6c', '#8d6f86', '#6b8fb3', '#a9645c'];
const trousers = ['#3b4453', '#4a4a4f', '#5c5348', '#33475a', '#6a6257'];
const skins = ['#f1cbb0', '#e3b08d', '#c98f67', '#a86f49', '#7c4d33', '#ecc19c'];
const hairs = ['#352c29', '#4b342a', '#6b4a32', '#2c292e', '#5a4636', '#9a948c'];

const colours = (list: readonly string[]): Color[] => list.map((text) => new Color(text));
const table = { cloths: colours(cloths), trousers: colours(trousers), skins: colours(skins), hairs: colours(hairs) };
const STAFF = new Color('#0b7681');
const STAFF_TROUSERS = new Color('#263038');
const BOT = new Color('#aab4ba');

export const HAIR_STYLES = 3;

export interface Look {
  readonly cloth: Color;
  readonly trousers: Color;
  readonly skin: Color;
  readonly hair: Color;
  readonly hairStyle: number;
}

/** Spreads an avatar number, so that neighbours differ in everything. */
function spread(avatar: number, salt: number): number {
  let h = Math.imul(avatar + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

const pick = (list: readonly Color[], avatar: number, salt: number): Color =>
  list[spread(avatar, salt) % list.length];

export function lookOf(avatar: number, role: Role): Look {
  return {
    cloth: role === 'staff' ? STAFF : role === 'bot' ? BOT : table.cloths[avatar % table.cloths.length],
    trousers: role === 'staff' ? STAFF_TROUSERS : pick(table.trousers, avatar, 1),
    skin: pick(table.skins, avatar, 2),
    hair: pick(table.hairs, avatar, 3),
    hairStyle: spread(avatar, 4) % HAIR_STYLES,
  };
}
