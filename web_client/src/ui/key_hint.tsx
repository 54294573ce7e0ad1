// The key that does the same as a button, shown on it as long as it acts.
import type { JSX } from 'preact';
import { preferences } from '../preferences';

export function KeyHint({ name }: { name: string }): JSX.Element | null {
  const acts = name.length > 1 || preferences.letterKeys.value;
  return acts ? <kbd>{name}</kbd> : null;
}
