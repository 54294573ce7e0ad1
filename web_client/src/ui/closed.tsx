// Outside opening hours: when the branch opens, and its hours by its own clock.
import type { JSX } from 'preact';
import { language, t } from '../i18n';
import type { Hours } from '../net/api';
import { WEEKDAYS, weekdayName, weekdayNow, whenWord } from '../opening';
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
            <dd>{hours.week[day]?.map(([from, to]) => `${from} – ${to}`).join(', ') || t('closed.shut')}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{t('closed.zone', { zone: hours.timezone })}</p>
    </section>
  );
}

export function Closed({ opensAt, again }: Props): JSX.Element {
  const hours = store.branch.value?.hours;
  const when = opensAt && whenWord(new Date(opensAt), language.value, hours?.timezone);
  return (
    <Page icon="clock" title={t('closed.title')} text={when ? t('closed.opens', { when }) : t('closed.unknown')}>
      {hours && <Week hours={hours} />}
      <button type="button" class="primary" onClick={again}>
        {t('closed.act')}
      </button>
    </Page>
  );
}
