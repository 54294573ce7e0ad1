// Says aloud, for those who cannot see it, what has happened, at most every two seconds; what matters also shows for a moment.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Announcements, type Sentence } from '../actions/announcements';
import { type Key, t } from '../i18n';
import { store } from '../store';

const SHOWN_MS = 5000;
const LOOK_MS = 200;

const announcements = new Announcements();
/** What is told for a moment, to be seen. */
export const toast = signal<{ readonly text: string; readonly loud: boolean } | null>(null);
const spoken = signal({ text: '', turn: 0 });
let timer = 0;

function show(text: string, loud: boolean): void {
  toast.value = { text, loud };
  clearTimeout(timer);
  timer = window.setTimeout(() => (toast.value = null), SHOWN_MS);
}

/** "Ann", "Ann and Bo", "5 people". */
function whom(names: readonly string[], count: number): string {
  if (count === 1) return names[0];
  return count === 2 ? t('announce.and', { one: names[0], other: names[1] }) : t('announce.crowd', { count });
}

function words(sentence: Sentence): string {
  switch (sentence.kind) {
    case 'told':
      return sentence.text;
    case 'said':
      return t(sentence.toMe ? 'announce.saidToMe' : 'announce.said', { name: sentence.name, text: sentence.text });
    case 'messages':
      return t('announce.messages', { count: sentence.count });
    case 'reacted': {
      const { names, count, reaction } = sentence;
      return t(`announce.${reaction}` as Key, { names: whom(names, count), count });
    }
    default: {
      const { kind, names, count } = sentence;
      return count > 2 ? t(`announce.${kind}Many`, { count }) : t(`announce.${kind}`, { names: whom(names, count) });
    }
  }
}

/** Who came and who left shows as well; the rest is to be seen in the room and in the chat. */
function speak(sentences: readonly Sentence[]): void {
  spoken.value = { text: sentences.map(words).join(' '), turn: spoken.value.turn + 1 };
  const comings = sentences.filter(({ kind }) => kind === 'came' || kind === 'left');
  if (comings.length > 0 && !toast.value?.loud) show(comings.map(words).join(' '), false);
}

effect(() => {
  const news = store.news.value;
  if (news.length === 0) return;
  for (const one of news) announcements.add(one, performance.now());
  store.news.value = [];
});
effect(() => {
  const notice = store.notice.value;
  if (notice) show(notice.text, notice.loud);
});
setInterval(() => {
  const due = announcements.due(performance.now());
  if (due) speak(due);
}, LOOK_MS);

export function Announcer(): JSX.Element {
  const shown = toast.value;
  const { text, turn } = spoken.value;
  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        <p key={turn}>{text}</p>
      </div>
      <div class="toasts" aria-hidden="true">
        {shown && <p class={shown.loud ? 'toast loud' : 'toast'}>{shown.text}</p>}
      </div>
    </>
  );
}
