// Outside opening hours: when the branch opens, and its hours by its own clock.
import type { JSX } from 'preact';
import { language, t } from '../i18n';
import type { Hours } from '../net/api';
import { hoursOf, WEEKDAYS, weekdayName, weekdayNow, whenWord } from '../opening';
import { store } from '../store';
import { Page } from './page';

interface Props {
  readonly opensAt: string | null;
  readonly again: () => void;
}

function Week({ hours }: { hours: Hours }): JSX.Element {
  const today = weekdayNow(new Date(), hours.timezone);
  return (
    <section aria-labelledby="hours-title">
      <h2 id="hours-title">{t('closed.hours')}</h2>
      <dl class="hours">
        {WEEKDAYS.map((day) => (
          <div key={day} class={day === today ? 'today-row' : undefined}>
            <dt>{weekdayName(day, language.value)}</dt>
            <dd>{hoursOf(day, hours.week) || t('closed.shut')}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{t('closed.zone', { zone: hours.timezone })}</p>
    </section>
  );
}

function opensWords(opensAt: string | null, zone: string | undefined): string {
  if (!opensAt) return t('closed.unknown');
  return t('closed.opens', { when: whenWord(new Date(opensAt), language.value, zone) });
}

/** At the entrance, before one has tried: the door is told to be shut, and when it opens. */
export function ClosedNote(): JSX.Element | null {
  const hours = store.branch.value?.hours;
  if (!hours?.opens_at) return null;
  return (
    <p class="note">
      <strong>{t('closed.title')}</strong><br /> {opensWords(hours.opens_at, hours.timezone)}
    </p>
  );
}

export function Closed({ opensAt, again }: Props): JSX.Element {
  const hours = store.branch.value?.hours;
  return (
    <Page icon="clock" title={t('closed.title')} text={opensWords(opensAt, hours?.timezone)}>
      {hours && <Week hours={hours} />}
      <button type="button" class="primary" onClick={again}>
        {t('closed.act')}
      </button>
    </Page>
  );
}
