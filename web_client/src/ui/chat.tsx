// The chat: what was said, and a line to say something.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { MAX_CHAT } from '../protocol/generated';
import { type ChatLine, store } from '../store';
import { Icon } from './icons';

const draft = signal('');

function Line({ line }: { line: ChatLine }): JSX.Element {
  return (
    <li class={line.mine ? `line mine ${line.status}` : 'line'}>
      <span class="author">{line.name}</span>
      <span class="said">{line.text}</span>
      {line.status !== 'said' && <span class="status">{t(`chat.${line.status}`)}</span>}
    </li>
  );
}

function Log(): JSX.Element {
  const lines = [...store.chat.value, ...store.pending.value];
  const list = useRef<HTMLDivElement>(null);
  const last = lines.at(-1)?.key;
  useEffect(() => list.current?.scrollTo({ top: list.current.scrollHeight }), [last]);
  return (
    <div ref={list} class="log" role="log" aria-live="polite" aria-label={t('chat.log')} tabIndex={0}>
      {lines.length === 0 && <p class="empty">{t('chat.empty')}</p>}
      <ul>
        {lines.map((line) => (
          <Line key={line.key} line={line} />
        ))}
      </ul>
    </div>
  );
}

function send(event: Event, controller: Controller): void {
  event.preventDefault();
  const text = draft.value.trim();
  if (text === '') return;
  draft.value = '';
  controller.talk.say(text);
}

export function Chat({ controller }: { controller: Controller }): JSX.Element {
  return (
    <section class="chat glass" aria-label={t('hud.chat')}>
      <Log />
      <form onSubmit={(event) => send(event, controller)}>
        <label class="unseen" for="say">
          {t('chat.label')}
        </label>
        <input
          id="say"
          value={draft.value}
          maxLength={MAX_CHAT}
          autocomplete="off"
          enterkeyhint="send"
          placeholder={t('chat.placeholder')}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
        <button class="round" aria-label={t('chat.send')} disabled={draft.value.trim() === ''}>
          <Icon name="send" />
        </button>
      </form>
    </section>
  );
}
