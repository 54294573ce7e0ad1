import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accentsOf, contrast, css, GROUNDS, parse, type Rgb } from './brand';

const BRANDS = ['#12626b', '#ffd400', '#ffffff', '#000000', '#e60012', '#7f7f7f', '#c8f0ff', '#1a0033'];

it('reckons contrast as WCAG does', () => {
  expect(contrast(parse('#ffffff'), parse('#000000'))).toBeCloseTo(21, 5);
  expect(contrast(parse('#777777'), parse('#ffffff'))).toBeCloseTo(4.48, 2);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(BRANDS)('%s gives an accent that can be read', (brand) => {
    const { accent, onAccent, deep, tint } = accentsOf(parse(brand), theme);
    const pairs: [string, Rgb, Rgb][] = [
      ['accent on the surface', accent, GROUNDS[theme]],
      ['letters on the accent', onAccent, accent],
      ['letters on the pressed accent', onAccent, deep],
      ['deep on the surface', deep, GROUNDS[theme]],
      ['deep on the tint', deep, tint],
    ];
    for (const [what, a, b] of pairs) expect([what, contrast(a, b) >= 4.5]).toEqual([what, true]);
  });
});

it('leaves a colour alone that can be read', () => {
  expect(css(accentsOf(parse('#12626b'), 'light').accent)).toBe('rgb(18 98 107)');
});

it('knows the surfaces of the style sheet', () => {
  const tokens = readFileSync(join(import.meta.dirname, 'styles/tokens.css'), 'utf8');
  const surfaces = [...tokens.matchAll(/--surface: (#[0-9a-f]{6});/g)].map(([, hex]) => parse(hex));
  expect(surfaces).toEqual([GROUNDS.light, GROUNDS.dark]);
});
