// Talking, beside writing: whether one can be heard and by whom, a button to hold, who speaks right now; the same with every
// word in writing, so that nobody needs to hear.
import type { ButtonHTMLAttributes, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { may, store } from '../store';
import { groupNames, LEVEL_PARTS, levelParts, listed, nameOf, speakers, voicing } from '../voicing';
import { Icon } from './icons';

const TAP_MS = 250; // who presses for a shorter time wants it to stay pressed

interface Props {
  readonly controller: Controller;
}

/** Among the tools: the microphone on, or off. */
export function MicrophoneTool({ controller: { speaking } }: Props): JSX.Element | null {
  if (!voicing.offered.value) return null;
  const { microphone, muted } = voicing;
  const on = microphone.value === 'on';
  return (
    <button
      type="button"
      class={muted.value ? 'tool microphone withdrawn' : 'tool microphone'}
      aria-pressed={on}
      aria-busy={microphone.value === 'asking'}
      aria-describedby="microphone-state"
      onClick={() => speaking.toggle()}
    >
      <Icon name={on ? 'microphone' : 'microphoneOff'} />
      <span class="tool-label">{t('voice.microphone')}</span>
      <span id="microphone-state" class="unseen">
        {state()}
      </span>
      {on && <Level />}
    </button>
  );
}

/** In words, how it is with one's own voice. */
function state(): string {
  const { microphone, muted, live } = voicing;
  if (muted.value) return t('voice.muted');
  if (microphone.value === 'asking') return t('voice.asking');
  return t(live.value ? 'voice.live' : 'voice.silent');
}

/** How loud one is: a calm bar, for the eye alone. */
function Level(): JSX.Element {
  const parts = levelParts.value;
  return (
    <span class="level" aria-hidden="true">
      {Array.from({ length: LEVEL_PARTS }, (_, part) => (
        <span key={part} class={part < parts ? 'on' : ''} />
      ))}
    </span>
  );
}

// ---- the button that is held

/** Held as long as a finger, a key or a ray holds it; a tap keeps it pressed until the next one. */
function useHold({ speaking }: Controller): ButtonHTMLAttributes<HTMLButtonElement> {
  const since = useRef<number | null>(null);
  const end = (): void => {
    if (since.current === null) return;
    const tap = performance.now() - since.current < TAP_MS;
    since.current = null;
    speaking.release('button');
    if (tap) speaking.latch();
  };
  const begin = (): void => {
    since.current = performance.now();
    if (!voicing.latched.peek()) speaking.press('button');
  };
  const byKey = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter';
  useEffect(() => () => speaking.release('button'), [speaking]);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      if (event.isTrusted) event.currentTarget.setPointerCapture(event.pointerId); // a finger slips
      begin();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onKeyDown: (event) => {
      if (!byKey(event)) return;
      event.preventDefault();
      if (!event.repeat) begin();
    },
    onKeyUp: (event) => {
      if (!byKey(event)) return;
      event.preventDefault(); // no click of it
      end();
    },
    onBlur: end,
    onContextMenu: (event) => event.preventDefault(), // a long press is meant here
    onClick: (event) => event.isTrusted && event.detail === 0 && speaking.latch(), // neither pointer nor key: an aid presses it
  };
}

function HoldButton({ controller }: Props): JSX.Element {
  const hold = useHold(controller);
  const { latched, live } = voicing;
  const keys = preferences.letterKeys.value && store.headset.value !== 'worn';
  return (
    <button type="button" class={live.value ? 'secondary small talk live' : 'secondary small talk'} aria-pressed={live.value} {...hold}>
      <Icon name="microphone" />
      {t(latched.value ? 'voice.stop' : 'voice.hold')}
      {keys && <kbd>V</kbd>}
    </button>
  );
}

// ---- who hears one

function reach(): string {
  const names = groupNames.value;
  if (names) return t('voice.onlyYou', { names: listed(names) });
  return t(voicing.audience.value === 'all' ? 'voice.everybody' : 'voice.near');
}

function Reach({ controller: { speaking } }: Props): JSX.Element | null {
  const group = voicing.group.value;
  if (!group && voicing.audience.value === null) return null;
  return (
    <p class="reach">
      {group && <Icon name="lock" />}
      <span>{reach()}</span>
      {group && (
        <button type="button" class="link" onClick={() => speaking.leaveGroup()}>
          {t('voice.leaveGroup')}
        </button>
      )}
    </p>
  );
}

/** For staff who may: everybody in the room as hearers. */
function ToAll({ controller: { speaking } }: Props): JSX.Element | null {
  const { audience, group } = voicing;
  if (!may('voice.stage') || group.value) return null;
  const all = audience.value === 'all';
  return (
    <button type="button" class="secondary small" aria-pressed={all} onClick={() => speaking.toggleFor(all ? 'near' : 'all')}>
      <Icon name="speaking" />
      {t(all ? 'voice.toAllEnd' : 'voice.toAll')}
    </button>
  );
}

function Own({ controller }: Props): JSX.Element | null {
  if (voicing.microphone.value === 'asking') return <p class="reach">{t('voice.asking')}</p>;
  if (voicing.audience.value === null) return null;
  return (
    <div class="row">
      {preferences.talk.value === 'push' ? <HoldButton controller={controller} /> : <span class="hint">{t('voice.live')}</span>}
      <ToAll controller={controller} />
    </div>
  );
}

// ---- who speaks

/** "Aiko is speaking": for who does not hear it. */
export function speakingWords(): string {
  const { stage } = voicing;
  const talking = speakers.value;
  if (talking.length === 1 && talking[0] === stage.value) return t('voice.onStage', { name: nameOf(talking[0]) });
  if (talking.length === 1) return t('voice.speaks', { name: nameOf(talking[0]) });
  return talking.length === 0 ? '' : t('voice.several', { names: listed(talking.map(nameOf)) });
}

/** With a way to answer in writing. */
function Speakers({ controller }: Props): JSX.Element | null {
  const words = speakingWords();
  if (words === '') return null;
  const [first] = speakers.value;
  return (
    <p class="speakers">
      <Icon name="speaking" />
      <span>{words}</span>
      {preferences.voices.value === 'off' && (
        <button type="button" class="link" onClick={() => controller.talk.open(first)}>
          {t('voice.write')}
        </button>
      )}
    </p>
  );
}

/** Above the field for words; nothing while there is nothing to say of it. */
export function VoiceStrip({ controller }: Props): JSX.Element | null {
  const { offered, microphone, audience, group } = voicing;
  const own = microphone.value === 'asking' || audience.value !== null || group.value !== null;
  if (!offered.value || (!own && speakers.value.length === 0)) return null;
  return (
    <section class="voice" aria-label={t('voice.title')}>
      <Speakers controller={controller} />
      <Reach controller={controller} />
      <Own controller={controller} />
    </section>
  );
}
