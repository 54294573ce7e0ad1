// One thing that one can do about somebody: a button with a sign and words.
import type { JSX } from 'preact';
import { Icon, type IconName } from './icons';

export function Act({ icon, text, act }: { icon: IconName; text: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="act" onClick={act}>
      <Icon name={icon} />
      {text}
    </button>
  );
}
