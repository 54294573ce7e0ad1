// The chat: conversations with everybody and with one person, what was said, and a field to say something.
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { language, t } from '../i18n';
import { MAX_CHAT } from '../protocol/generated';
import { type ChatLine, ROOM, store, type Thread } from '../store';
import { hindrance, type Hindrance, HindranceNote, useHindrance } from './chat_hindrance';
import { EmoteButton, Palette } from './emotes';
import { Icon } from './icons';
import { VoiceStrip } from './voice';

const LEFT_SHOWN = 60; // letters; before that their number is nobody's concern
const NEAR_END_PX = 60;
const TOGETHER_MS = 120_000; // lines of one author in this time need their name but once

/** What is being written, by conversation: it outlives a lost line and a folded chat. */
const drafts = signal<ReadonlyMap<string, string>>(new Map());

interface Props {
  readonly controller: Pick<Controller, 'talk' | 'service'>;
}

const threadKey = (): string => store.thread.value ?? ROOM;

/** What stands in the field of the conversation that is open. */
function write(text: string): void {
  drafts.value = new Map(drafts.value).set(threadKey(), text);
}

function unreadIn(key: string): number {
  return store.unread.value.get(key) ?? 0;
}

function Unread({ count }: { count: number }): JSX.Element | null {
  if (count === 0) return null;
  return (
    <span class="badge">
      <span aria-hidden="true">{count}</span>
      <span class="unseen">{t('chat.unread', { count })}</span>
    </span>
  );
}

// ---- conversations

function Tab({ thread, controller }: Props & { thread: Thread | null }): JSX.Element {
  const member = thread?.member ?? null;
  const open = store.thread.value === member;
  return (
    <div class={open ? 'tab open' : 'tab'}>
      <button type="button" aria-pressed={open} onClick={() => controller.talk.open(member)}>
        {thread && <Icon name="lock" />}
        <span class="who">{thread?.name ?? t('chat.everybody')}</span>
        <Unread count={unreadIn(member ?? ROOM)} />
      </button>
      {thread && open && (
        <button type="button" class="end" aria-label={t('chat.close', { name: thread.name })} onClick={() => controller.talk.close(thread.member)}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

function Threads({ controller }: Props): JSX.Element {
  const threads = store.threads.value;
  return (
    <div class="threads" role="group" aria-label={t('chat.threads')}>
      <Tab thread={null} controller={controller} />
      {threads.map((thread) => (
        <Tab key={thread.member} thread={thread} controller={controller} />
      ))}
    </div>
  );
}

// ---- what was said

function Status({ line, controller }: Props & { line: ChatLine }): JSX.Element | null {
  if (line.status === 'said') return null;
  if (line.status === 'gone') return <span class="status">{t('chat.gone', { name: otherName() })}</span>;
  if (line.status === 'muted') return <span class="status">{t('silenced.line')}</span>;
  if (line.status === 'sending') return <span class="status">{t('chat.sending')}</span>;
  return (
    <span class="status">
      {t(line.status === 'slow' ? 'slow.line' : 'chat.failed')}{' '}
      <button type="button" class="link" onClick={() => controller.talk.again(line.key)}>
        {t('chat.again')}
      </button>
    </span>
  );
}

function Line({ line, first, controller }: Props & { line: ChatLine; first: boolean }): JSX.Element {
  const time = new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(line.at);
  const kind = `line ${line.mine ? 'mine ' : ''}${line.status}${line.with === null ? '' : ' private'}`;
  return (
    <li class={kind}>
      <p class={first ? 'author' : 'author again'}>
        <span class="who">{line.name}</span>
        {line.with !== null && <span class="unseen">({t('chat.private')})</span>} <time>{time}</time>
      </p>
      <p class="said">{line.text}</p>
      <Status line={line} controller={controller} />
    </li>
  );
}

/** Stays at the end, unless somebody reads further up. */
function useEnd(last: ChatLine | undefined): { current: HTMLDivElement | null } {
  const list = useRef<HTMLDivElement>(null);
  const seen = useRef({ thread: '', height: 0 });
  const thread = threadKey();
  const open = store.chatOpen.value;
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const other = seen.current.thread !== thread;
    const atEnd = box.scrollTop + box.clientHeight > seen.current.height - NEAR_END_PX;
    seen.current = { thread, height: box.scrollHeight };
    if (other || atEnd || last?.mine) box.scrollTo({ top: box.scrollHeight });
  }, [last?.key, last?.status, thread, open]);
  return list;
}

function isFirst(lines: readonly ChatLine[], i: number): boolean {
  const before = lines[i - 1];
  return before?.member !== lines[i].member || lines[i].at - before.at > TOGETHER_MS;
}

/** Silent for screen readers: the live region reads out what is new, in its own time. */
function Log({ controller }: Props): JSX.Element {
  const thread = store.thread.value;
  const lines = [...store.chat.value, ...store.pending.value].filter((line) => line.with === thread);
  const list = useEnd(lines.at(-1));
  return (
    <div ref={list} class="log" role="log" aria-live="off" aria-label={t('chat.log')} tabIndex={0} hidden={!store.chatOpen.value || store.palette.value}>
      {thread !== null && <p class="hint">{t('chat.emptyTo', { name: otherName() })}</p>}
      {thread === null && lines.length === 0 && <p class="hint">{t('chat.empty')}</p>}
      <ul>
        {lines.map((line, i) => (
          <Line key={line.key} line={line} first={isFirst(lines, i)} controller={controller} />
        ))}
      </ul>
    </div>
  );
}

function otherName(): string {
  return store.threads.value.find(({ member }) => member === store.thread.value)?.name ?? '…';
}

// ---- saying something

function send(controller: Props['controller']): void {
  const text = (drafts.value.get(threadKey()) ?? '').trim();
  if (text === '' || hindrance(controller)) return;
  write('');
  controller.talk.unfold(true);
  controller.talk.say(text);
}

/** Enter sends, unless it chooses among the characters of an input method. */
function onKeyDown(event: KeyboardEvent, controller: Props['controller']): void {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== 'Enter' || event.shiftKey || composing) return;
  event.preventDefault();
  send(controller);
}

/** One to three lines high, as much as is written. */
function useGrowth(text: string): { current: HTMLTextAreaElement | null } {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!field.current) return;
    field.current.style.height = 'auto';
    if (text !== '') field.current.style.height = `${field.current.scrollHeight + 2}px`; // and its border
  }, [text]);
  return field;
}

function Field({ controller, text, hindered }: Props & { text: string; hindered: Hindrance | null }): JSX.Element {
  const field = useGrowth(text);
  const left = MAX_CHAT - text.length;
  const name = store.thread.value === null ? null : otherName();
  const placeholder = name === null ? t('chat.placeholder') : t('chat.placeholderTo', { name });
  const muted = hindered?.kind === 'muted';
  return (
    <div class="write">
      <label class="unseen" for="say">
        {name === null ? t('chat.label') : t('chat.labelTo', { name })}
      </label>
      <textarea
        ref={field}
        id="say"
        rows={1}
        value={text}
        maxLength={MAX_CHAT}
        autocomplete="off"
        enterkeyhint="send"
        aria-describedby="say-hindrance say-keys"
        readOnly={muted}
        placeholder={muted ? t('silenced.placeholder') : placeholder}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => onKeyDown(event, controller)}
      />
      <span id="say-keys" class="unseen">
        {t('chat.keys')}
      </span>
      {left < LEFT_SHOWN && <span class="left">{t('chat.left', { left })}</span>}
    </div>
  );
}

function Fold({ controller }: Props): JSX.Element {
  const open = store.chatOpen.value;
  const unread = [...store.unread.value.values()].reduce((sum, count) => sum + count, 0);
  return (
    <button
      type="button"
      class="round quiet fold"
      aria-expanded={open}
      aria-label={t(open ? 'chat.shut' : 'chat.open')}
      onClick={() => controller.talk.unfold(!open)}
    >
      <Icon name={open ? 'unfold' : 'chat'} />
      {!open && <Unread count={unread} />}
    </button>
  );
}

/** The field and what sends; `children` stand before it. */
function Say({ controller, hindered, children }: Props & { hindered: Hindrance | null; children?: ComponentChildren }): JSX.Element {
  const text = drafts.value.get(threadKey()) ?? '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(controller);
      }}
    >
      {children}
      <Field controller={controller} text={text} hindered={hindered} />
      <button class="round" aria-label={t('chat.send')} disabled={text.trim() === '' || hindered !== null}>
        <Icon name="send" />
      </button>
    </form>
  );
}

/** The same without a room behind it. */
export function Conversations({ controller }: Props): JSX.Element {
  const hindered = useHindrance(controller);
  return (
    <>
      <Threads controller={controller} />
      <Log controller={controller} />
      <HindranceNote hindered={hindered} />
      <Say controller={controller} hindered={hindered} />
    </>
  );
}

/** Who touches the picture wants to see it. */
function useBackToRoom(controller: Controller): void {
  useEffect(() => {
    const view = document.getElementById('view');
    const back = (): void => controller.talk.backToRoom();
    view?.addEventListener('pointerdown', back);
    return () => view?.removeEventListener('pointerdown', back);
  }, [controller]);
}

export function Chat({ controller }: { controller: Controller }): JSX.Element {
  useBackToRoom(controller);
  const open = store.chatOpen.value;
  const hindered = useHindrance(controller);
  return (
    <section class={open ? 'chat glass' : 'chat shut glass'} aria-label={t('hud.chat')}>
      <div class="top">
        {open && <Threads controller={controller} />}
        <Fold controller={controller} />
      </div>
      <Log controller={controller} />
      <Palette controller={controller} />
      <VoiceStrip controller={controller} />
      <HindranceNote hindered={hindered} />
      <Say controller={controller} hindered={hindered}>
        <EmoteButton />
      </Say>
    </section>
  );
}
