// Keeps the document's theme, colours and motion as the person and the branch have them.
import { effect } from '@preact/signals';
import { calm, dark } from '../preferences';
import { store } from '../store';
import { accentsOf, css, parse } from './brand';

const BAR = { light: '#eef4f5', dark: '#10191e' } as const;

export function followAppearance(root: HTMLElement): void {
  effect(() => {
    const theme = dark.value ? 'dark' : 'light';
    root.dataset['theme'] = theme;
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', BAR[theme]);
    dye(root, theme, store.branch.value?.brand?.primary);
  });
  effect(() => void (root.dataset['motion'] = calm.value ? 'reduced' : 'full'));
}

function dye(root: HTMLElement, theme: 'light' | 'dark', primary: string | undefined): void {
  if (!primary) return;
  const { accent, onAccent, deep, tint } = accentsOf(parse(primary), theme);
  root.style.setProperty('--accent', css(accent));
  root.style.setProperty('--on-accent', css(onAccent));
  root.style.setProperty('--accent-deep', css(deep));
  root.style.setProperty('--accent-tint', css(tint));
}
