// The style sheets keep to the design's names: a colour that is written elsewhere would miss a theme.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contrast, parse } from './brand';

const FOLDER = join(import.meta.dirname, 'styles');
const COLOUR = /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/gi;
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const tokens = read('tokens.css');

function themes(): Record<'light' | 'dark', Map<string, string>> {
  const [light, dark] = tokens.split(":root[data-theme='dark']");
  const colours = (text: string): [string, string][] => [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]);
  return { light: new Map(colours(light)), dark: new Map([...colours(light), ...colours(dark)]) };
}

it('names colours in one sheet alone', () => {
  const others = readdirSync(FOLDER).filter((name) => name !== 'tokens.css');
  expect(others.length).toBeGreaterThan(5);
  expect(others.flatMap((name) => (read(name).match(COLOUR) ?? []).map((found) => `${name}: ${found}`))).toEqual([]);
});

it('uses no name that there is not', () => {
  const declared = new Set([...readdirSync(FOLDER).map(read).join('\n').matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  const used = [...readdirSync(FOLDER).map(read).join('\n').matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
  expect(used.filter((name) => !declared.has(name))).toEqual([]);
});

it('gives each movement a name of its own', () => {
  const names = [...readdirSync(FOLDER).map(read).join('\n').matchAll(/@keyframes ([\w-]+)/g)].map(([, name]) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

const TEXT = [
  ['ink', 'surface'],
  ['ink', 'surface-sunk'],
  ['ink-soft', 'surface'],
  ['ink-soft', 'surface-soft'],
  ['ink-soft', 'surface-sunk'],
  ['ink-faint', 'surface'],
  ['accent', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-deep'],
  ['accent-deep', 'surface'],
  ['accent-deep', 'accent-tint'],
  ['alert', 'surface'],
  ['alert', 'alert-tint'],
  ['on-alert', 'alert'],
  ['on-toast', 'toast'],
] as const;

it.each(['light', 'dark'] as const)('can be read in the %s theme: 4.5 for words, 3 for the edges of controls', (theme) => {
  const colours = themes()[theme];
  const between = (a: string, b: string): number => contrast(parse(colours.get(a)!), parse(colours.get(b)!));
  expect(TEXT.filter(([a, b]) => between(a, b) < 4.5)).toEqual([]);
  expect(between('edge', 'surface')).toBeGreaterThanOrEqual(3);
});
