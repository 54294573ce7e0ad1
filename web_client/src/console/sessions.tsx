// Where one is signed in, each to be ended from here; for administrators those of all staff, too.
import type { JSX } from 'preact';
import { roleName } from '../badges';
import { t } from '../i18n';
import { store } from '../store';
import { type StaffSession, staffApi } from './api';
import type { Desk } from './desk';
import { Shown, type Source, useFetched } from './fetched';
import { clock } from './times';

interface Props {
  readonly controller: Desk;
}

interface RowProps extends Props {
  readonly session: StaffSession;
  readonly mayEnd: boolean;
  readonly ended: () => void;
}

async function end({ controller, session: { session }, ended }: RowProps): Promise<void> {
  await staffApi.revoke(session).then(
    () => controller.tell(t('console.sessions.done'), false),
    () => controller.tell(t('console.done.failed'), true),
  );
  ended();
}

function Row(props: RowProps): JSX.Element {
  const { controller, session: { label, created, expires, current, name, role }, mayEnd } = props;
  const since = clock(created);
  return (
    <li>
      <div>
        <p>
          {name && <strong>{name} </strong>}
          {role && <span class="tag">{roleName(role)}</span>} <strong>{label}</strong>{' '}
          {current && <span class="tag accent">{t('console.sessions.here')}</span>}
        </p>
        <p class="hint figures">
          {t('console.sessions.since', { time: since })}, {t('console.sessions.until', { time: clock(expires) })}
        </p>
      </div>
      {current && (
        <button type="button" class="secondary small" onClick={() => void controller.signOut()}>
          {t('console.sessions.outHere')}
        </button>
      )}
      {!current && mayEnd && (
        <button type="button" class="secondary small" aria-label={t('console.sessions.outAria', { label, time: since })} onClick={() => void end(props)}>
          {t('console.sessions.out')}
        </button>
      )}
    </li>
  );
}

function List({ source, controller, mayEnd }: Props & { source: Source<readonly StaffSession[]>; mayEnd: boolean }): JSX.Element {
  return (
    <Shown
      source={source}
      show={(sessions) => (
        <>
          <ul class="rows">
            {sessions.map((session) => (
              <Row key={session.session} controller={controller} session={session} mayEnd={mayEnd} ended={() => void source.again()} />
            ))}
          </ul>
          {sessions.length === 1 && <p class="hint">{t('console.sessions.others')}</p>}
        </>
      )}
    />
  );
}

function Everybodys(props: Props): JSX.Element {
  const source = useFetched(() => staffApi.sessions(true));
  return (
    <section aria-labelledby="all-sessions-title">
      <h2 id="all-sessions-title">{t('console.sessions.all')}</h2>
      <List {...props} source={source} mayEnd={store.rights.value.has('sessions.revoke')} />
    </section>
  );
}

export function Sessions(props: Props): JSX.Element {
  const source = useFetched(() => staffApi.sessions(false));
  return (
    <>
      <p class="lead">{t('console.sessions.lead')}</p>
      <List {...props} source={source} mayEnd />
      {store.rights.value.has('sessions.see') && <Everybodys {...props} />}
    </>
  );
}
