// Says aloud, for those who cannot see it, what has happened; what matters also shows for a moment.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { store } from '../store';

const SHOWN_MS = 5000;
const toast = signal<{ readonly text: string; readonly loud: boolean } | null>(null);
let timer = 0;

effect(() => {
  const notice = store.notice.value;
  if (!notice) return;
  toast.value = notice;
  clearTimeout(timer);
  timer = window.setTimeout(() => (toast.value = null), SHOWN_MS);
});

export function Announcer(): JSX.Element {
  const shown = toast.value;
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown && <p class={shown.loud ? 'toast loud' : 'toast'}>{shown.text}</p>}
    </div>
  );
}
