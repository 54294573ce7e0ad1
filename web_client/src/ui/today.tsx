// What is on today: to be read while the room comes, with the minutes until the next programme.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { agenda, type Item, minutesNow } from '../agenda';
import { localised, t } from '../i18n';
import { store } from '../store';

const REFRESH_MS = 15_000;
const now = signal(new Date());

function useClock(): void {
  useEffect(() => {
    now.value = new Date();
    const timer = setInterval(() => (now.value = new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
}

function items(): readonly Item[] {
  const branch = store.branch.value;
  return branch ? agenda(branch.today, minutesNow(now.value, branch.hours?.timezone)) : [];
}

function countdown(minutes: number): string {
  if (minutes < 60) return t('today.soon', { minutes });
  return t('today.later', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

function When({ item }: { item: Item }): JSX.Element | null {
  if (item.state === 'now') return <span class="tag accent">{t('today.now')}</span>;
  if (item.state !== 'next') return null;
  return (
    <span class="tag">
      {t('today.next')} · {countdown(item.minutes)}
    </span>
  );
}

/** Nothing until the branch is known. */
export function Today(): JSX.Element | null {
  useClock();
  const all = items();
  if (!store.branch.value) return null;
  return (
    <section class="today" aria-labelledby="today-title">
      <h2 id="today-title">{t('today.title')}</h2>
      {all.length === 0 && <p class="hint">{t('today.nothing')}</p>}
      <ol>
        {all.map((item) => (
          <li key={`${item.programme.time} ${localised(item.programme.title)}`} class={item.state}>
            <time dateTime={item.programme.time}>{item.programme.time}</time>
            <div>
              <p class="programme">{localised(item.programme.title)}</p>
              <p class="hint">
                {localised(item.programme.place ?? undefined)} <When item={item} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {all.length > 0 && all.every(({ state }) => state === 'over') && <p class="hint">{t('today.over')}</p>}
    </section>
  );
}

/** The next programme in one line. */
export function NextOn(): JSX.Element | null {
  useClock();
  const item = items().find(({ state }) => state === 'now' || state === 'next');
  if (!item) return null;
  const { time, title, place } = item.programme;
  return (
    <p class="next-on">
      <When item={item} />{' '}
      <span>
        <time dateTime={time}>{time}</time> {localised(title)}
      </span>{' '}
      {place && <span class="place">{localised(place)}</span>}
    </p>
  );
}
