// How one wants to look: a person, colours of what they wear, hair and skin, all in one number (PROTOCOL.md A-1).
import type { JSX } from 'preact';
import { anybody, avatarOf, type Choice, choiceOf, lookOf, PEOPLE, tonesOf, VISITORS } from '../avatars/look';
import { type Key, localised, t } from '../i18n';
import { plain, store } from '../store';
import { Bust, hasScarf } from './bust';
import { Icon } from './icons';
import { Turntable } from './turntable';

type Field = Exclude<keyof Choice, 'person'>;
const FIELDS: readonly Field[] = ['top', 'second', 'hair', 'skin'];

/** What is chosen now, with a person that there is. */
function chosen(): Choice {
  const choice = choiceOf(store.avatar.value);
  return { ...choice, person: choice.person % VISITORS.length };
}

function take(change: Partial<Choice>): void {
  store.avatar.value = avatarOf({ ...chosen(), ...change });
}

/** Another person comes in their own colours. */
function PersonChoice({ number }: { number: number }): JSX.Element {
  const person = PEOPLE[VISITORS[number]];
  const own = avatarOf({ person: number, top: 0, second: 0, hair: 0, skin: 0 });
  const taken = chosen().person === number;
  const dress = t(`chooser.dress.${person.id}` as Key);
  return (
    <label title={dress}>
      <input
        type="radio"
        name="person"
        checked={taken}
        aria-label={t('chooser.choice', { name: localised(person.title), dress })}
        onChange={() => (store.avatar.value = own)}
      />
      <span class="person">
        <Bust look={lookOf(taken ? store.avatar.value : own, 'visitor', null)} />
        {localised(person.title)}
      </span>
    </label>
  );
}

function Tone({ field, number, count, tone }: { field: Field; number: number; count: number; tone: string }): JSX.Element {
  const label = t('chooser.tone', { field: t(`chooser.${field}`), number: number + 1, count });
  return (
    <label>
      <input
        type="radio"
        name={`tone-${field}`}
        checked={chosen()[field] % count === number}
        aria-label={label}
        onChange={() => take({ [field]: number })}
      />
      <span class="swatch" style={{ backgroundColor: tone }} />
    </label>
  );
}

function Tones({ field }: { field: Field }): JSX.Element {
  const tones = tonesOf(PEOPLE[VISITORS[chosen().person]], field);
  return (
    <fieldset class="tones">
      <legend>{t(`chooser.${field}`)}</legend>
      {tones.map((tone, i) => (
        <Tone key={i} field={field} number={i} count={tones.length} tone={tone} />
      ))}
    </fieldset>
  );
}

export function Chooser(): JSX.Element {
  const covered = hasScarf(VISITORS[chosen().person]); // hair that nobody sees needs no colour
  return (
    <section class="chooser" aria-label={t('chooser.title')}>
      {!plain.value && <Turntable />}
      <div class="wardrobe">
        <fieldset class="choice persons">
          <legend>{t('chooser.title')}</legend>
          {VISITORS.map((_, number) => (
            <PersonChoice key={number} number={number} />
          ))}
        </fieldset>
        <div class="palettes">
          {FIELDS.filter((field) => field !== 'hair' || !covered).map((field) => (
            <Tones key={field} field={field} />
          ))}
        </div>
        <button type="button" class="secondary" onClick={() => (store.avatar.value = anybody(Math.random))}>
          <Icon name="dice" />
          {t('chooser.surprise')}
        </button>
      </div>
    </section>
  );
}
