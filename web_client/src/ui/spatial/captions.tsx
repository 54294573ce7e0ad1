// Captions: what is said and played near one, and what is told for a moment, in words at the lower edge of the view.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n';
import { store } from '../../store';
import { toast } from '../announcer';
import { Icon } from '../icons';
import { speakingWords } from '../voice';
import { type Subtitle, Subtitles } from './subtitles';

const LOOK_MS = 300;

const shown = signal<readonly Subtitle[]>([]);

/** Lines that come from now on; one's own are known, and the open chat shows them all. */
function useLines(): void {
  useEffect(() => {
    const subtitles = new Subtitles();
    const known = new Set(store.chat.value.map(({ key }) => key));
    const stop = store.chat.subscribe((lines) => {
      for (const { key, name, text, mine } of lines) {
        if (known.has(key)) continue;
        known.add(key);
        if (!mine) subtitles.add({ key, name, text }, performance.now());
      }
    });
    const look = (): void => {
      const now = subtitles.at(performance.now());
      if (now.length !== shown.value.length || now.at(-1) !== shown.value.at(-1)) shown.value = now;
    };
    const timer = setInterval(look, LOOK_MS);
    return () => {
      stop();
      clearInterval(timer);
      shown.value = [];
    };
  }, []);
}

function Off(): JSX.Element {
  return (
    <button type="button" class="round quiet" aria-label={t('headset.captionsOff')} onClick={() => (store.captions.value = false)}>
      <Icon name="close" />
    </button>
  );
}

/** Live regions say all of this aloud; here it is to be seen. */
export function Captions(): JSX.Element | null {
  useLines();
  const { captions, clip } = store;
  const told = toast.value;
  const words = captions.value ? (clip.value?.words ?? '') : '';
  const lines = captions.value && store.front.value !== 'chat' ? shown.value : [];
  const spoken = captions.value ? speakingWords() : '';
  if (!told && words === '' && spoken === '' && lines.length === 0) return null;
  return (
    <section class="slab subtitles" data-place="captions" data-panel="captions" aria-label={t('headset.captions')}>
      <div class="said">
        {lines.map(({ key, name, text }) => (
          <p key={key}>
            <strong>{name}</strong> {text}
          </p>
        ))}
        {spoken !== '' && <p class="played">{spoken}</p>}
        {words !== '' && <p class="played">{words}</p>}
        {told && <p class={told.loud ? 'told loud' : 'told'}>{told.text}</p>}
      </div>
      {(words !== '' || spoken !== '' || lines.length > 0) && <Off />}
    </section>
  );
}
