// What concerns the room as a whole: the chat with announcements, the order in it, what visitors have reported.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { preferences } from '../preferences';
import type { ReportView } from '../protocol/generated';
import { store } from '../store';
import { Conversations } from '../ui/chat';
import { Announce, Orders } from '../ui/host';
import { Switch } from '../ui/settings_choices';
import type { Desk } from './desk';
import { ordersRooms } from './rights';
import { desk } from './state';
import { clock } from './times';

interface Props {
  readonly controller: Desk;
}

export function Conversation({ controller }: Props): JSX.Element {
  return (
    <>
      <h2 id="part-talk">{t('console.talk.title')}</h2>
      <div class="chat console-chat">
        <Conversations controller={controller} />
      </div>
      {store.rights.value.has('announce') && <Announce controller={controller} />}
      <ul class="announced">
        {store.announcements.value.map(({ seq, at, text }) => (
          <li key={seq} class="hint">
            {t('console.talk.announcement', { time: clock(at), text })}
          </li>
        ))}
      </ul>
    </>
  );
}

function Report({ report }: { report: ReportView }): JSX.Element {
  const { at, name, about, about_name, reason, text } = report;
  const here = store.members.value.some(({ member }) => member === about);
  return (
    <li>
      <p>
        <time class="hint figures">{clock(at)}</time>{' '}
        {t('console.reports.line', { name, about: about_name, reason: t(`report.${reason}`) })}
      </p>
      {text && <p class="report-words">{text}</p>}
      {here ? (
        <button type="button" class="secondary small" onClick={() => (store.card.value = { member: about, report: false })}>
          {t('console.reports.see', { name: about_name })}
        </button>
      ) : (
        <p class="hint">{t('console.reports.gone', { name: about_name })}</p>
      )}
    </li>
  );
}

function Reports(): JSX.Element {
  const newest = [...desk.reports.value].reverse();
  return (
    <section aria-labelledby="reports-title">
      <h3 id="reports-title">{t('console.reports.title')}</h3>
      {newest.length === 0 && <p class="hint">{t('console.reports.none')}</p>}
      <ul class="rows reports">
        {newest.map((report) => (
          <Report key={report.seq} report={report} />
        ))}
      </ul>
    </section>
  );
}

function Order({ controller }: Props): JSX.Element {
  return (
    <section class="host" aria-labelledby="order-title">
      <h3 id="order-title">{t('console.order.title')}</h3>
      {!store.locked.value && <p class="hint">{t('console.order.open')}</p>}
      {store.slow.value === 0 && <p class="hint">{t('console.order.free')}</p>}
      <Orders controller={controller} />
    </section>
  );
}

/** The room's own page in 3D; it takes over this tab's visit. */
function GoIn(): JSX.Element {
  const room = store.room.value?.room ?? '';
  const first = store.branch.value?.rooms[0]?.room === room;
  return (
    <div class="go-in">
      <a class="primary" href={first ? '/' : `/?room=${encodeURIComponent(room)}`}>
        {t('console.top.goIn')}
      </a>
      <p class="hint">{t('console.top.goInHint')}</p>
    </div>
  );
}

export function Room({ controller }: Props): JSX.Element {
  const { rights } = store;
  return (
    <>
      <h2 id="part-room">{t('console.parts.room')}</h2>
      <GoIn />
      <Switch title="sounds.title" text="sounds.chimes" on={preferences.chimes} />
      {ordersRooms(rights.value) && <Order controller={controller} />}
      {rights.value.has('reports.read') && <Reports />}
    </>
  );
}
