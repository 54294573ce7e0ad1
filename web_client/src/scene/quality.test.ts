import { expect, it } from 'vitest';
import { chooseQuality } from './quality';

it('does what the address asks, then what was chosen, then what the driver can', () => {
  expect(chooseQuality('?quality=low', 'high', 'Some GPU')).toBe('low');
  expect(chooseQuality('', 'low', 'Some GPU')).toBe('low');
  expect(chooseQuality('?quality=ultra', 'nonsense', 'Some GPU')).toBe('high');
  expect(chooseQuality('', null, 'ANGLE (Google, Vulkan (SwiftShader Device), SwiftShader driver)')).toBe('low');
});
