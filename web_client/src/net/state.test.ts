import { describe, expect, it } from 'vitest';
import { StateAssembly } from './state';

const chunk = (part: number, of: number, data: string) => ({ type: 'state' as const, part, of, data });
const PLAIN = { member: 'm_1', slot: 0, role: 'visitor', name: 'Mika', avatar: 1, away: false };

describe('the fresh state', () => {
  it('is whole with its last part', () => {
    const assembly = new StateAssembly();
    const text = JSON.stringify({ room: 'lobby', members: [] });
    expect(assembly.add(chunk(0, 2, text.slice(0, 5)))).toBeNull();
    expect(assembly.add(chunk(1, 2, text.slice(5)))).toEqual({ room: 'lobby', members: [] });
    expect(() => assembly.add(chunk(1, 2, text))).toThrow();
  });

  it('has again what is left out of its members (S-2)', () => {
    const sits = { ...PLAIN, member: 'm_2', seat: 'seat:1', staff: 'host', aside: true, watching: true };
    const state = new StateAssembly().add(chunk(0, 1, JSON.stringify({ members: [PLAIN, sits] })));
    expect(state?.members).toEqual([{ ...PLAIN, staff: null, seat: null, aside: false, watching: false }, sits]);
  });
});
