// The head of the staff's page: pages, who is signed in, the rooms with how it is in each.
import type { JSX } from 'preact';
import { roleName } from '../badges';
import { localised, t } from '../i18n';
import type { BranchRoom } from '../net/api';
import { store, waitingCalls } from '../store';
import { LanguageChoice } from '../ui/language';
import type { Account, Glance } from './api';
import type { Desk } from './desk';
import { recordsParts } from './rights';
import { desk, type PageName } from './state';

interface Props {
  readonly controller: Desk;
  readonly account: Account;
}

function Page({ name, text }: { name: PageName; text: string }): JSX.Element {
  const here = desk.page.value === name;
  return (
    <button type="button" class="page-tab" aria-current={here ? 'page' : undefined} onClick={() => (desk.page.value = name)}>
      {text}
    </button>
  );
}

export function Top({ controller, account }: Props): JSX.Element {
  const role = roleName(account.role);
  return (
    <header class="console-top">
      <p class="eyebrow brand-name">{localised(store.branch.value?.name)}</p>
      <nav class="page-tabs" aria-label={t('console.top.pages')}>
        <Page name="room" text={t('console.top.room')} />
        {recordsParts(store.rights.value).map((part) => (
          <Page key={part} name={part} text={t(`console.records.${part}`)} />
        ))}
      </nav>
      <div class="signed-in">
        <p>{t('console.top.signedIn', { name: account.name, role })}</p>
        <button type="button" class="secondary small" onClick={() => void controller.signOut()}>
          {t('console.top.signOut')}
        </button>
        <LanguageChoice />
      </div>
    </header>
  );
}

function Numbers({ glance }: { glance: Glance | undefined }): JSX.Element | null {
  if (!glance) return null;
  const { people, calls, waiting, locked } = glance;
  return (
    <span class="tags">
      <span class="tag dim figures">{t('console.top.people', { count: people })}</span>
      {calls > 0 && <span class="tag alert-tag figures">{t('console.top.calls', { count: calls })}</span>}
      {waiting > 0 && <span class="tag figures">{t('console.top.queue', { count: waiting })}</span>}
      {locked && <span class="tag">{t('door.tag')}</span>}
    </span>
  );
}

/** How it is here is known from the room itself, at once. */
function glanceOf(room: BranchRoom): Glance | undefined {
  const asked = desk.glances.value.find((one) => one.room === room.room);
  if (room.room !== store.room.value?.room || !asked || store.members.value.length === 0) return asked;
  const calls = waitingCalls.value;
  const people = store.members.value.filter(({ role }) => role !== 'staff').length;
  return { ...asked, people, calls, locked: store.locked.value };
}

export function RoomTabs({ controller }: Pick<Props, 'controller'>): JSX.Element {
  const here = store.room.value?.room;
  return (
    <nav class="room-tabs" aria-label={t('console.top.rooms')}>
      {(store.branch.value?.rooms ?? []).map((room) => (
        <button
          key={room.room}
          type="button"
          class="room-tab"
          aria-current={room.room === here ? 'true' : undefined}
          disabled={store.going.value !== null}
          onClick={() => void controller.go(room)}
        >
          <strong>{localised(room.title)}</strong>
          <Numbers glance={glanceOf(room)} />
        </button>
      ))}
    </nav>
  );
}
