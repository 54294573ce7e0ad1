import { expect, it } from 'vitest';
import { chooseQuality, type Grounds } from './quality';

const choose = (grounds: Partial<Grounds>): string =>
  chooseQuality({ search: '', chosen: 'auto', measured: null, driver: 'Some GPU', ...grounds });

it('does what the address asks, then what was chosen, then what was found out, then what the driver can', () => {
  expect(choose({ search: '?quality=low', chosen: 'high' })).toBe('low');
  expect(choose({ search: '?quality=ultra', chosen: 'low', measured: 'high' })).toBe('low');
  expect(choose({ chosen: 'auto', measured: 'low' })).toBe('low');
  expect(choose({})).toBe('high');
  expect(choose({ driver: 'ANGLE (Google, Vulkan (SwiftShader Device), SwiftShader driver)' })).toBe('low');
});
