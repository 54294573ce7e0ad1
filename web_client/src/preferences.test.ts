import { beforeEach, expect, it, vi } from 'vitest';

class Drawer {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
}

async function open(drawer: unknown, media: Record<string, boolean> = {}): Promise<typeof import('./preferences')> {
  vi.stubGlobal('localStorage', drawer);
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: media[query] ?? false, addEventListener: () => {} }));
  vi.resetModules();
  return import('./preferences');
}

beforeEach(() => vi.unstubAllGlobals());

it('remembers what was chosen, and forgets what is as it was', async () => {
  const drawer = new Drawer();
  const { preferences } = await open(drawer);
  expect(drawer.kept.size).toBe(0);
  preferences.theme.value = 'dark';
  preferences.ambience.value = true;
  const again = await open(drawer);
  expect([again.preferences.theme.value, again.preferences.ambience.value]).toEqual(['dark', true]);
  again.preferences.theme.value = 'auto';
  expect([...drawer.kept.keys()]).toEqual(['vbranch.ambience']);
});

it('takes nothing that is not one of the choices', async () => {
  const drawer = new Drawer();
  drawer.setItem('vbranch.quality', '"splendid"');
  drawer.setItem('vbranch.turning', '{');
  const { preferences } = await open(drawer);
  expect([preferences.quality.value, preferences.turning.value]).toEqual(['auto', 'normal']);
});

it('works where the browser remembers nothing', async () => {
  const refuse = (): never => {
    throw new DOMException('denied', 'SecurityError');
  };
  const { preferences } = await open({ getItem: refuse, setItem: refuse, removeItem: refuse });
  preferences.turning.value = 'fast';
  expect(preferences.turning.value).toBe('fast');
});

it('follows the device in motion and theme until the person decides', async () => {
  const media = { '(prefers-reduced-motion: reduce)': true, '(prefers-color-scheme: dark)': true };
  const { preferences, calm, dark } = await open(new Drawer(), media);
  expect([calm.value, dark.value]).toEqual([true, true]);
  preferences.motion.value = 'full';
  preferences.theme.value = 'light';
  expect([calm.value, dark.value]).toEqual([false, false]);
  preferences.motion.value = 'reduced';
  expect(calm.value).toBe(true);
});

it('begins in a headset with what is easiest to bear, and remembers another wish', async () => {
  const drawer = new Drawer();
  const { preferences, CHOICES } = await open(drawer);
  const { posture, travel, turn, hand, vignette, gaze, space } = preferences;
  expect([posture, travel, turn, hand].map(({ value }) => value)).toEqual(['standing', 'teleport', 'snap', 'right']);
  expect([vignette, gaze, space].map(({ value }) => value)).toEqual([true, false, true]);
  for (const name of ['posture', 'travel', 'turn', 'hand'] as const) preferences[name].value = CHOICES[name][1] as never;
  vignette.value = space.value = false;
  gaze.value = true;
  const again = (await open(drawer)).preferences;
  expect([again.posture, again.travel, again.turn, again.hand].map(({ value }) => value)).toEqual(['seated', 'glide', 'smooth', 'left']);
  expect([again.vignette, again.gaze, again.space].map(({ value }) => value)).toEqual([false, true, false]);
});
