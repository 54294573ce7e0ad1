// Who is in the room: who has just come, then everybody with what is to be known of them; a row opens the person's card.
import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { lookOf } from '../avatars/look';
import { roleName } from '../badges';
import { localised, t } from '../i18n';
import type { MemberView } from '../protocol/generated';
import { store } from '../store';
import { Bust } from '../ui/bust';
import { arrivals, inConsoleOrder } from './arrivals';
import type { Desk } from './desk';
import { roughSpan } from './spans';
import { desk } from './state';
import { places } from './where';

const MINUTE = 60_000;
const MANY = 12; // from then on one may want to search

interface Props {
  readonly controller: Desk;
}

const wanted = signal('');
/** Rows tell minutes: they are drawn anew once a minute, not once a second. */
const minute = computed(() => Math.floor(desk.now.value / MINUTE));

function stay(member: string): number | null {
  const since = desk.since.value.get(member);
  return since === undefined ? null : minute.value * MINUTE + MINUTE - 1 - since;
}

/** How long somebody has been here, in words. */
export function beenHere(member: string): string | null {
  const ms = stay(member);
  if (ms === null) return null;
  return ms < MINUTE ? t('console.people.fresh') : t('console.people.since', { time: roughSpan(ms) });
}

/** What is to be known of somebody, each as a tag. */
export function About({ member: view }: { member: MemberView }): JSX.Element {
  const { member, role, staff, away, watching, seat } = view;
  const place = places.value.get(member);
  const exhibit = store.scene.value?.exhibits.find(({ id }) => id === place?.at);
  const reports = desk.reports.value.filter(({ about }) => about === member).length;
  return (
    <>
      {member === store.me.value?.member && <span class="tag">{t('people.you')}</span>}
      {role === 'staff' && <span class="tag accent">{roleName(staff)}</span>}
      {role === 'bot' && <span class="tag dim">{t('people.bot')}</span>}
      {store.calls.value.some(({ caller }) => caller === member) && <span class="tag">{t('call.tag')}</span>}
      {away && <span class="tag dim">{t('people.away')}</span>}
      {watching && <span class="tag dim">{t('console.people.desk')}</span>}
      {store.silenced.value.has(member) && <span class="tag alert-tag">{t('silenced.tag')}</span>}
      {reports > 0 && <span class="tag alert-tag">{t('console.people.reported', { count: reports })}</span>}
      {seat !== null && <span class="tag dim">{t('console.people.sits')}</span>}
      {place?.moves && <span class="tag dim">{t('console.people.walks')}</span>}
      {exhibit && !place?.moves && <span class="tag dim">{t('console.people.at', { exhibit: localised(exhibit.title) })}</span>}
    </>
  );
}

function Row({ member }: { member: MemberView }): JSX.Element {
  const time = beenHere(member.member);
  const open = store.card.value?.member === member.member;
  return (
    <li class={member.away ? 'away' : ''}>
      <button
        type="button"
        class="person-row"
        aria-expanded={open}
        aria-controls="person"
        onClick={() => (store.card.value = open ? null : { member: member.member, report: false })}
      >
        <Bust look={lookOf(member.avatar, member.role, null)} />
        <span class="person-words">
          <span class="name">{member.name}</span>
          {time && <span class="hint figures">{time}</span>}
          <span class="tags">
            <About member={member} />
          </span>
        </span>
      </button>
    </li>
  );
}

function Arrivals({ controller }: Props): JSX.Element {
  const fresh = arrivals(store.members.value, desk.since.value, store.greeted.value, minute.value * MINUTE);
  return (
    <section aria-labelledby="arrivals-title">
      <h3 id="arrivals-title">{t('console.people.arrivals')}</h3>
      {fresh.length === 0 && <p class="hint">{t('console.people.noArrivals')}</p>}
      <ul class="rows">
        {fresh.map(({ member, name }) => (
          <li key={member}>
            <p>
              <strong>{name}</strong> <span class="hint figures">{roughSpan(stay(member) ?? 0)}</span>
            </p>
            <button type="button" class="secondary small" aria-label={`${t('console.people.greet')}: ${name}`} onClick={() => void controller.greet(member)}>
              {t('console.people.greet')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Find(): JSX.Element {
  return (
    <div class="field">
      <label for="find">{t('console.people.find')}</label>
      <input id="find" type="search" autocomplete="off" value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
    </div>
  );
}

export function People({ controller }: Props): JSX.Element {
  const me = store.me.value?.member;
  const callers = store.calls.value.map(({ caller }) => caller);
  const all = inConsoleOrder(store.members.value, desk.since.value, callers, me);
  const many = all.length > MANY;
  const letters = many ? wanted.value.trim().toLocaleLowerCase() : '';
  const shown = letters === '' ? all : all.filter(({ name }) => name.toLocaleLowerCase().includes(letters));
  const alone = all.every(({ member }) => member === me);
  return (
    <>
      <h2 id="part-people">
        {t('console.people.title')} <span class="hint figures">{t('people.count', { count: all.length })}</span>
      </h2>
      {store.rights.value.has('greet') && <Arrivals controller={controller} />}
      {many && <Find />}
      {alone && <p class="note">{t('console.people.none')}</p>}
      {!alone && shown.length === 0 && <p class="hint" role="status">{t('console.people.noneFound')}</p>}
      <ul class="people" aria-labelledby="part-people">
        {shown.map((member) => (
          <Row key={member.member} member={member} />
        ))}
      </ul>
    </>
  );
}
