// How settings are chosen: one of several, or on and off; made at once and remembered.
import type { Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { type Key, t } from '../i18n';

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly title: Key;
  readonly values: readonly T[];
  readonly chosen: Signal<T>;
  readonly text: (value: T) => Key;
  readonly onChoose?: () => void;
  readonly children?: ComponentChildren;
}

export function Choice<T extends string>({ name, title, values, chosen, text, onChoose, children }: ChoiceProps<T>): JSX.Element {
  const choose = (value: T): void => {
    chosen.value = value;
    onChoose?.();
  };
  return (
    <fieldset class="choice">
      <legend>{t(title)}</legend>
      {values.map((value) => (
        <label key={value}>
          <input type="radio" name={name} checked={chosen.value === value} onChange={() => choose(value)} />
          <span>{t(text(value))}</span>
        </label>
      ))}
      {children}
    </fieldset>
  );
}

export function Switch({ title, text, on, children }: { title: Key; text: Key; on: Signal<boolean>; children?: ComponentChildren }): JSX.Element {
  return (
    <fieldset class="choice">
      <legend>{t(title)}</legend>
      <label>
        <input type="checkbox" checked={on.value} onChange={(event) => (on.value = event.currentTarget.checked)} />
        <span>{t(text)}</span>
      </label>
      {children}
    </fieldset>
  );
}
