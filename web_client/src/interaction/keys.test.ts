// What is down counts by its place on the keyboard; letters can be switched off, arrows cannot.
import { beforeEach, expect, it, vi } from 'vitest';
import { Keys } from './keys';

type Listener = (event: unknown) => void;
let listeners: Map<string, Listener>;
let letters: boolean;
let keys: Keys;

beforeEach(() => {
  vi.stubGlobal('HTMLElement', class {});
  listeners = new Map();
  letters = true;
  const add = (kind: string, heard: Listener): void => void listeners.set(kind, heard);
  keys = new Keys({ addEventListener: add, document: { addEventListener: () => {} } } as unknown as Window, () => letters);
});

const press = (code: string): void => listeners.get('keydown')!({ code, target: null, preventDefault: () => {} });

it('walks by letters and arrows, until they are released', () => {
  press('KeyW');
  press('ArrowLeft');
  expect([keys.is('KeyW'), keys.is('ArrowLeft')]).toEqual([true, true]);
  listeners.get('keyup')!({ code: 'KeyW' });
  expect(keys.is('KeyW')).toBe(false);
});

it('walks by arrows alone when letters are switched off', () => {
  letters = false;
  press('KeyW');
  press('ArrowUp');
  expect([keys.is('KeyW'), keys.is('ArrowUp')]).toEqual([false, true]);
});
