// A plate holds what it has to say within its cell: the name first, then what somebody is there for.
import { expect, it } from 'vitest';
import { drawPlate, type PlateOwner } from './plate_drawing';

const CELL = 384;
const BO: PlateOwner = { name: 'Bo', badge: null, away: false, speaks: false };

/** What is written, from where to where; a letter is half as wide as it is high. */
function plate(owner: PlateOwner): { words: { text: string; left: number; right: number }[]; width: number } {
  const words: { text: string; left: number; right: number }[] = [];
  const quiet = (): void => undefined;
  const pen = {
    font: '',
    measureText: (text: string) => ({ width: (text.length * Number(/(\d+)px/.exec(pen.font)![1])) / 2 }),
    fillText: (text: string, left: number, _: number, most: number) =>
      words.push({ text, left, right: left + Math.min(most, pen.measureText(text).width) }),
    beginPath: quiet, roundRect: quiet, fill: quiet, arc: quiet, stroke: quiet, moveTo: quiet, lineTo: quiet,
  };
  const width = drawPlate(pen as unknown as CanvasRenderingContext2D, 0, 0, CELL, 64, owner);
  return { words, width };
}

it('says the name alone of a visitor, and the role beside it of staff', () => {
  expect(plate(BO).words.map(({ text }) => text)).toEqual(['Bo']);
  const { words, width } = plate({ ...BO, name: 'Aiko', badge: 'Host' });
  expect(words.map(({ text }) => text)).toEqual(['Aiko', 'Host']);
  expect(words[1].left).toBeGreaterThan(words[0].right);
  expect(width).toBeGreaterThan(plate({ ...BO, name: 'Aiko' }).width);
});

it.each([false, true])('stays within its cell, however long name and role are (speaks: %s)', (speaks) => {
  const { words, width } = plate({ ...BO, name: 'x'.repeat(24), badge: 'y'.repeat(30), speaks });
  expect(width).toBeLessThanOrEqual(CELL);
  for (const { left, right } of words) expect([left >= 0, right <= CELL]).toEqual([true, true]);
  expect(words[0].right - words[0].left).toBeGreaterThan(100); // of the name enough is left
});
