// Who is in the room: oneself, staff, then who is near; and what one can do about each of them.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { lookOf } from '../avatars/look';
import { onDuty, roleName } from '../badges';
import type { Controller } from '../controller';
import { language, t } from '../i18n';
import type { MemberView } from '../protocol/generated';
import { plain, store } from '../store';
import { speakers, voicing } from '../voicing';
import { Bust } from './bust';
import { ShownBy } from './emotes';
import { Icon } from './icons';
import { SidePanel } from './panel';
import { inOrder } from './people_order';
import { PersonActions } from './person_card';
import { isDoing } from './staff_acts';

const REORDER_MS = 4000;
const ROWS = 100; // of a crowd, the nearest; as many more whenever somebody asks

/** Whose actions are unfolded. */
const unfolded = signal<string | null>(null);
/** Who is near changes by itself; it is looked at anew from time to time. */
const looked = signal(0);

interface Props {
  readonly controller: Controller;
}

/** Right now. */
function isHeard(member: string, own: boolean): boolean {
  return own ? voicing.live.value : speakers.value.includes(member);
}

/** A picture, as there is little room beside a name and what else is said of it. */
function Speaks(): JSX.Element {
  return (
    <span class="tag accent speaks">
      <Icon name="speaking" />
      <span class="unseen">{t('voice.speaksNow')}</span>
    </span>
  );
}

export function Tags({ member }: { member: MemberView }): JSX.Element {
  const own = member.member === store.me.value?.member;
  return (
    <>
      {own && <span class="tag">{t('people.you')}</span>}
      {member.role === 'staff' && <span class="tag accent">{roleName(member.staff)}</span>}
      {member.role === 'bot' && !member.away && <span class="tag dim">{t('people.bot')}</span>}
      {member.watching && !member.away && <span class="tag dim">{t('staff.watching')}</span>}
      {(member.away || (member.aside && !member.watching)) && <span class="tag dim">{t('people.away')}</span>}
      {plain.value && member.seat !== null && <span class="tag dim">{t('people.sits')}</span>}
      {isHeard(member.member, own) && <Speaks />}
      {store.muted.value.has(member.member) && <span class="tag dim">{t('people.muted')}</span>}
      {!own && store.silenced.value.has(member.member) && <span class="tag dim">{t('silenced.tag')}</span>}
      {!own && store.calls.value.some(({ caller }) => caller === member.member) && <span class="tag">{t('call.tag')}</span>}
    </>
  );
}

function Face({ member }: { member: MemberView }): JSX.Element {
  return (
    <>
      <Bust look={lookOf(member.avatar, member.role, null)} />
      <span class="name">{member.name}</span>
      <ShownBy member={member.member} />
      <Tags member={member} />
    </>
  );
}

function Row({ member, controller }: Props & { member: MemberView }): JSX.Element {
  const id = member.member;
  if (id === store.me.value?.member)
    return (
      <li class="own">
        <div class="person-row">
          <Face member={member} />
        </div>
      </li>
    );
  const open = unfolded.value === id;
  return (
    <li class={member.away ? 'away' : ''}>
      <button type="button" class="person-row" aria-expanded={open} onClick={() => (unfolded.value = open ? null : id)}>
        <Face member={member} />
        <Icon name="unfold" />
      </button>
      {(open || isDoing(id)) && <PersonActions member={member} controller={controller} />}
    </li>
  );
}

/** In their order, which stays while somebody points into the list or moves through it by keys. */
function useOrder(controller: Controller, list: { readonly current: HTMLElement | null }): MemberView[] {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!list.current?.matches(':hover, :focus-within')) looked.value++;
    }, REORDER_MS);
    return () => {
      clearInterval(timer);
      unfolded.value = null;
    };
  }, [list]);
  void looked.value;
  const { compare } = new Intl.Collator(language.value);
  const distance = (member: MemberView): number | null => controller.company.distance(member);
  return inOrder(store.members.value, store.me.value?.member, distance, compare);
}

/** How many of staff are here. */
function staffWords(members: readonly MemberView[]): string {
  const count = onDuty(members).length;
  return count > 0 ? t('staff.here', { count }) : t('staff.nobody');
}

export function PeopleList({ controller }: Props): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const [rows, setRows] = useState(ROWS);
  const members = useOrder(controller, list);
  const hidden = Math.max(0, members.length - rows);
  return (
    <>
      <p class="hint">
        {t('people.count', { count: members.length })} · {staffWords(members)}
      </p>
      <ul ref={list} class="people" aria-label={t('people.title')}>
        {members.slice(0, rows).map((member) => (
          <Row key={member.member} member={member} controller={controller} />
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" class="link" onClick={() => setRows(rows + ROWS)}>
          {t('people.more', { hidden })}
        </button>
      )}
      {members.length === 1 && <p class="note">{t('people.alone')}</p>}
    </>
  );
}

export function People(props: Props): JSX.Element {
  return (
    <SidePanel title={t('people.title')}>
      <PeopleList {...props} />
    </SidePanel>
  );
}
