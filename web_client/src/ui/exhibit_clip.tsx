// The controls of an exhibit's clip: playing for everybody, where it is, captions and sound for oneself.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { plain, store } from '../store';
import type { ExhibitProps } from './exhibit_steps';
import { ledByOther } from './exhibit_steps';
import { Icon } from './icons';

/** "0:07". */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** The picture itself, where no exhibit shows it. */
function Picture({ controller, about }: ExhibitProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const there = store.clip.value?.exhibit === about.id;
  useEffect(() => {
    const video = controller.playing.screen(about.id);
    if (video && frame.current && video.parentElement !== frame.current) frame.current.append(video);
    return () => video?.remove();
  }, [controller, about.id, there]);
  return <div class="picture" ref={frame} aria-hidden="true" />;
}

function Place({ controller, about, state }: ExhibitProps): JSX.Element {
  const clip = store.clip.value;
  const length = about.media!.seconds;
  const at = clip?.exhibit === about.id ? clip.position : 0;
  const time = t('exhibit.time', { at: clock(at), length: clock(length) });
  return (
    <label class="place">
      <span class="unseen">{t('exhibit.position')}</span>
      <input
        type="range"
        min={0}
        max={length}
        step={1}
        value={at}
        disabled={ledByOther(state)}
        aria-valuetext={time}
        onChange={(event) => controller.playing.seek(about.id, Number(event.currentTarget.value))}
      />
      <span class="time" aria-hidden="true">{time}</span>
    </label>
  );
}

function Own(): JSX.Element {
  const { captions, clipSound } = store;
  return (
    <div class="own-sound">
      <button type="button" class="link" aria-pressed={captions.value} onClick={() => (captions.value = !captions.value)}>
        <Icon name="captions" />
        {t(captions.value ? 'exhibit.captionsOff' : 'exhibit.captionsOn')}
      </button>
      <button type="button" class="link" aria-pressed={clipSound.value} onClick={() => (clipSound.value = !clipSound.value)}>
        <Icon name={clipSound.value ? 'heard' : 'muted'} />
        {t(clipSound.value ? 'exhibit.soundOff' : 'exhibit.soundOn')}
      </button>
    </div>
  );
}

export function ClipControls(props: ExhibitProps): JSX.Element | null {
  const { controller, about, state } = props;
  if (!about.media) return null;
  const clip = store.clip.value?.exhibit === about.id ? store.clip.value : null;
  const over = clip !== null && clip.position >= about.media.seconds;
  const runs = state.media?.playing === true && !over;
  const apart = plain.value || about.media.material === null;
  return (
    <section class="clip" aria-label={t('exhibit.clip')}>
      {apart && clip && <Picture {...props} />}
      <div class="doings">
        <button type="button" class="secondary small" disabled={ledByOther(state)} onClick={() => controller.playing.toggle(about.id)}>
          <Icon name={runs ? 'pause' : over ? 'again' : 'play'} />
          {t(runs ? 'exhibit.pause' : over ? 'exhibit.again' : 'exhibit.play')}
        </button>
      </div>
      {clip && <Place {...props} />}
      {clip?.state === 'coming' && <p class="hint">{t('exhibit.clipComing')}</p>}
      {clip?.state === 'failed' && <p class="hint">{t('exhibit.clipFailed')}</p>}
      {clip && store.captions.value && (runs || clip.words !== '') && <p class="caption" lang={document.documentElement.lang}>{clip.words}</p>}
      {clip && <Own />}
    </section>
  );
}
