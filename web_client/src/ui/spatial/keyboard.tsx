// The keyboard in the room: Latin, kana and pinyin, with what the letters typed could mean. It writes into the field that
// has the focus, as a device's own keyboard would.
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { language, t } from '../../i18n';
import { Icon, type IconName } from '../icons';
import { done, field, refocus } from './field';
import { Suggestions } from './suggestions';
import { bringWords } from './words';
import { Composing } from './writing/composing';
import { enter, erase, type Field, insert, move } from './writing/insert';
import { LAYOUTS, NEAR, SCRIPTS, scriptFor } from './writing/layouts';

const composing = new Composing((text) => field.value && insert(field.value, text));
const capitals = signal(false);
const more = signal(false);

/** The focus stays in the field. */
const stay = (event: Event): void => event.preventDefault();

function act(what: () => void): void {
  refocus();
  what();
}

interface KeyProps {
  readonly name?: string;
  readonly kind?: string;
  readonly pressed?: boolean;
  readonly press: () => void;
  readonly children: ComponentChildren;
}

function Key({ name, kind = '', pressed, press, children }: KeyProps): JSX.Element {
  return (
    <button type="button" class={`key ${kind}`} tabIndex={-1} aria-label={name} aria-pressed={pressed} onPointerDown={stay} onMouseDown={stay} onClick={() => act(press)}>
      {children}
    </button>
  );
}

function IconKey({ icon, ...props }: Omit<KeyProps, 'children'> & { icon: IconName }): JSX.Element {
  return (
    <Key kind="icon-key" {...props}>
      <Icon name={icon} />
    </Key>
  );
}

function Letter({ letter }: { letter: string }): JSX.Element {
  if (letter === '') return <span class="key none" />;
  const typed = capitals.value && composing.script.value === 'latin' ? letter.toUpperCase() : letter;
  const press = (): void => {
    composing.type(typed);
    capitals.value = false;
  };
  return <Key press={press}>{typed}</Key>;
}

function Rows(): JSX.Element {
  const script = composing.script.value;
  const { letters, more: others } = LAYOUTS[script];
  return (
    <div class={`rows ${script}`}>
      {(more.value ? others : letters).map((row, i) => (
        <div key={i} class="keys">
          {row.map((letter, at) => (
            <Letter key={at} letter={letter} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Scripts(): JSX.Element {
  return (
    <div class="scripts" role="group" aria-label={t('type.layout')}>
      {SCRIPTS.map((script) => (
        <Key key={script} kind="script" pressed={composing.script.value === script} press={() => composing.change(script)}>
          {t(`type.${script}`)}
        </Key>
      ))}
      <IconKey icon="previous" name={t('type.left')} press={() => step(-1)} />
      <IconKey icon="next" name={t('type.right')} press={() => step(1)} />
      <button type="button" class="round quiet" aria-label={t('hud.close')} onClick={finish}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function step(by: 1 | -1): void {
  composing.end();
  if (field.value) move(field.value, by);
}

function finish(): void {
  composing.end();
  done();
}

function back(): void {
  if (!composing.erase() && field.value) erase(field.value);
}

/** Takes the first suggestion, or makes a space. */
function space(): void {
  if (composing.first() || !field.value) return;
  insert(field.value, composing.script.value === 'kana' ? '\u3000' : ' ');
}

/** Writes what is being typed as it stands; then sends. */
function send(): void {
  if (composing.typed.value !== '') composing.end();
  else if (field.value) enter(field.value);
}

/** Small and voiced kana, or capitals; pinyin divides its syllables. */
function Change(): JSX.Element | null {
  const script = composing.script.value;
  if (more.value) return null;
  if (script === 'kana')
    return (
      <Key name={t('type.small')} kind="wide" press={() => composing.mark()}>
        小゛゜
      </Key>
    );
  if (script === 'pinyin') return <Letter letter="'" />;
  return <IconKey icon="shift" name={t('type.shift')} pressed={capitals.value} press={() => (capitals.value = !capitals.value)} />;
}

function Foot({ sends }: { sends: boolean }): JSX.Element {
  return (
    <div class="keys foot">
      <Key kind="wide" pressed={more.value} press={() => (more.value = !more.value)}>
        {more.value ? t('type.letters') : t('type.digits')}
      </Key>
      <Change />
      {NEAR[composing.script.value].map((letter) => (
        <Letter key={letter} letter={letter} />
      ))}
      <Key kind="space" press={space}>
        {t('type.space')}
      </Key>
      <IconKey icon="erase" name={t('type.delete')} press={back} />
      <Key kind="wide enter" press={send}>
        {t(sends ? 'type.enter' : 'type.newline')}
      </Key>
    </div>
  );
}

/** What is being typed for one field is not for another. */
function useLanguage(into: Field): void {
  const spoken = language.value;
  useEffect(() => composing.change(scriptFor(spoken)), [spoken]);
  const script = composing.script.value;
  useEffect(() => bringWords(script, composing), [script]);
  useEffect(() => () => void (composing.typed.value = ''), [into]);
}

export function Keyboard({ field: into }: { field: Field }): JSX.Element {
  useLanguage(into);
  return (
    <section class="slab keyboard" data-place="low" data-panel="keyboard" aria-label={t('type.title')}>
      <Scripts />
      <Suggestions composing={composing} press={act} />
      <Rows />
      <Foot sends={into.id === 'say'} />
    </section>
  );
}
