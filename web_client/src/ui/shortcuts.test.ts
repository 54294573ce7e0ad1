// Single letters and digits can be switched off (WCAG 2.1.4); arrows, Enter and Escape stay.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Controller } from '../controller';
import { preferences } from '../preferences';
import { store } from '../store';
import { activeShortcuts, onKey } from './shortcuts';

const press = (code: string): void => onKey({ code, target: null } as KeyboardEvent, {} as Controller);

beforeEach(() => {
  vi.stubGlobal('HTMLElement', class {});
  store.me.value = { member: 'me', slot: 0, role: 'visitor', staff: null, name: 'Me' };
  store.phase.value = { name: 'joined' };
  store.panel.value = null;
});

afterEach(() => {
  preferences.letterKeys.value = true;
  vi.unstubAllGlobals();
});

it('opens help by a letter', () => {
  press('KeyH');
  expect(store.panel.value).toBe('help');
});

it('does nothing by a letter when letters are switched off, and names none', () => {
  preferences.letterKeys.value = false;
  press('KeyH');
  expect(store.panel.value).toBeNull();
  const named = activeShortcuts().flatMap(({ keys }) => keys);
  expect(named).toEqual(['↑', '←', '↓', '→', 'Shift', 'Enter', 'Esc']);
});
