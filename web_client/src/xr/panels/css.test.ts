import { expect, it } from 'vitest';
import { four, gradients, isClear, placed, radii, shadows, split } from './css';

it('splits at commas and blanks outside brackets', () => {
  expect(split('rgb(1, 2, 3) 0px, var(a, b)', ',')).toEqual(['rgb(1, 2, 3) 0px', 'var(a, b)']);
  expect(split('rgb(1 2 3)  4px', ' ')).toEqual(['rgb(1 2 3)', '4px']);
});

it('knows colours that nobody sees', () => {
  expect(['transparent', 'rgba(0, 0, 0, 0)', 'rgb(1 2 3 / 0)'].map(isClear)).toEqual([true, true, true]);
  expect(['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0.04)', 'rgb(10, 20, 0)', 'rgba(1, 2, 3, 0.10)'].filter(isClear)).toEqual([]);
});

it('has the sides of a shorthand clockwise', () => {
  expect(four([1])).toEqual([1, 1, 1, 1]);
  expect(four([1, 2])).toEqual([1, 2, 1, 2]);
  expect(four([1, 2, 3])).toEqual([1, 2, 3, 2]);
});

it('makes corners no larger than the box allows', () => {
  expect(radii('4px 14px 14px', 100, 40)).toEqual([4, 14, 14, 14]);
  expect(radii('999px', 100, 40)).toEqual([20, 20, 20, 20]);
  expect(radii('50%', 44, 44)).toEqual([22, 22, 22, 22]);
});

it('reads shadows as Chromium tells them', () => {
  expect(shadows('none')).toEqual([]);
  expect(shadows('rgba(16, 36, 43, 0.08) 0px 1px 2px 0px, rgb(18, 98, 107) 0px 0px 0px 1px inset')).toEqual([
    { inset: false, colour: 'rgba(16, 36, 43, 0.08)', x: 0, y: 1, blur: 2, spread: 0 },
    { inset: true, colour: 'rgb(18, 98, 107)', x: 0, y: 0, blur: 0, spread: 1 },
  ]);
});

it('reads gradients: lines, and circles with stops in pixels', () => {
  const [line] = gradients('linear-gradient(160deg, rgb(1, 2, 3) 0%, rgb(4, 5, 6) 60%, rgb(7, 8, 9) 100%)');
  expect(line.angle).toBeCloseTo(2.793, 3);
  expect(line.stops).toEqual([
    { colour: 'rgb(1, 2, 3)', at: 0 },
    { colour: 'rgb(4, 5, 6)', at: 0.6 },
    { colour: 'rgb(7, 8, 9)', at: 1 },
  ]);
  const [circle] = gradients('radial-gradient(circle at 10px 50%, rgb(255, 255, 255) 7px, rgba(0, 0, 0, 0) 7.5px)');
  expect(circle.angle).toBeNull();
  expect(circle.middle).toEqual([{ share: 0, px: 10 }, { share: 0.5, px: 0 }]);
  expect(circle.stops.map(({ at }) => at)).toEqual([7, 7.5]);
  expect(gradients('none')).toEqual([]);
  expect(gradients('url("a.png"), linear-gradient(rgb(0, 0, 0), rgb(1, 1, 1))').map(({ angle }) => angle)).toEqual([Math.PI]);
});

it('spreads stops without a place evenly', () => {
  const stops = [null, 0.3, null, null, 0.9, null].map((at) => ({ colour: 'red', at }));
  expect(placed(stops).map((at) => Number(at.toFixed(2)))).toEqual([0, 0.3, 0.5, 0.7, 0.9, 1]);
});
