// Who calls for staff here, in order and since when, and in which other rooms somebody does.
import type { JSX } from 'preact';
import { localised, t } from '../i18n';
import { store } from '../store';
import type { Desk } from './desk';
import { span } from './spans';
import { desk } from './state';
import { callsElsewhere, type Waiting, waitingNow } from './waiting';

interface Props {
  readonly controller: Desk;
}

/** Calls as they stand this second. */
export function waitingHere(): readonly Waiting[] {
  return waitingNow(store.calls.value, store.me.value?.member, desk.now.value);
}

export function nameOf(member: string | null): string {
  return store.members.value.find((one) => one.member === member)?.name ?? '…';
}

function State({ waiting: { call, ms, long, taken } }: { waiting: Waiting }): JSX.Element {
  const time = span(ms);
  return (
    <p class="call-state">
      <span class={long ? 'figures alert' : 'figures'}>{t(taken === 'no' ? 'console.calls.waited' : 'console.calls.going', { time })}</span>
      {long && <span class="tag alert-tag">{t('console.calls.long')}</span>}
      {taken === 'mine' && <span class="tag accent">{t('call.mine')}</span>}
      {taken === 'theirs' && <span class="tag">{t('call.theirs', { name: nameOf(call.by) })}</span>}
    </p>
  );
}

function Caller({ controller, waiting }: Props & { waiting: Waiting }): JSX.Element {
  const { call, taken } = waiting;
  const { hosting } = controller.service;
  const name = nameOf(call.caller);
  return (
    <li class={`waiter ${taken}`}>
      <span class="call-place" aria-hidden="true">
        {call.place ?? '✓'}
      </span>
      <div class="call-what">
        <button type="button" class="link call-name" onClick={() => (store.card.value = { member: call.caller, report: false })}>
          {name}
        </button>
        {call.topic && <p>{call.topic}</p>}
        <State waiting={waiting} />
      </div>
      <div class="call-acts">
        {taken === 'no' && (
          <button type="button" class="primary small" aria-label={`${t('call.take')}: ${name}`} onClick={() => void hosting.take(call.caller)}>
            {t('call.take')}
          </button>
        )}
        {taken === 'mine' && (
          <button type="button" class="secondary small" aria-label={`${t('call.finish')}: ${name}`} onClick={() => void hosting.finish(call.caller)}>
            {t('call.finish')}
          </button>
        )}
      </div>
    </li>
  );
}

function Elsewhere({ controller }: Props): JSX.Element | null {
  const rooms = callsElsewhere(desk.glances.value, store.room.value?.room);
  if (rooms.length === 0) return null;
  return (
    <section aria-labelledby="elsewhere-title">
      <h3 id="elsewhere-title">{t('console.calls.elsewhere')}</h3>
      <ul class="rows">
        {rooms.map(({ room, calls, called }) => {
          const known = store.branch.value?.rooms.find((one) => one.room === room);
          const title = localised(known?.title ?? { en: room });
          const time = span(desk.now.value - (called ?? desk.now.value));
          return (
            <li key={room}>
              <p>{t('console.calls.elsewhereCalls', { count: calls, room: title, time })}</p>
              {known && (
                <button type="button" class="secondary small" aria-label={`${t('console.calls.look')}: ${title}`} onClick={() => void controller.go(known)}>
                  {t('console.calls.look')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function Calls({ controller }: Props): JSX.Element {
  const waiting = waitingHere();
  return (
    <>
      <h2 id="part-calls">{t('console.calls.title')}</h2>
      {waiting.length === 0 && <p class="hint">{t('console.calls.none')}</p>}
      <ol class="rows waiters" aria-labelledby="part-calls">
        {waiting.map((one) => (
          <Caller key={one.call.seq} controller={controller} waiting={one} />
        ))}
      </ol>
      <Elsewhere controller={controller} />
    </>
  );
}
