// The staff's page: the door, then the console of a room or one of the lists beside it.
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { localised, t } from '../i18n';
import { store } from '../store';
import { Announcer } from '../ui/announcer';
import { Banner } from '../ui/banner';
import { Page } from '../ui/page';
import { Accounts } from './accounts';
import type { Account } from './api';
import { Audit } from './audit';
import { Bans } from './bans';
import { Calls, waitingHere } from './calls';
import type { Desk } from './desk';
import { Door } from './door';
import { People } from './people';
import { PersonCard } from './person';
import { Plan } from './plan_view';
import { Conversation, Room } from './room';
import { Sessions } from './sessions';
import { desk, type Part, PARTS } from './state';
import { RoomTabs, Top } from './top';

interface Props {
  readonly controller: Desk;
}

// ---- the console: all parts side by side, or one of them on a small screen

function badgeOf(part: Part): number {
  if (part === 'calls') return waitingHere().filter(({ taken }) => taken === 'no').length;
  if (part === 'talk') return [...store.unread.value.values()].reduce((sum, count) => sum + count, 0);
  return 0;
}

function PartTabs(): JSX.Element {
  return (
    <nav class="part-tabs" aria-label={t('console.parts.jump')}>
      {PARTS.map((part) => {
        const count = badgeOf(part);
        return (
          <button key={part} type="button" aria-current={desk.part.value === part ? 'true' : undefined} onClick={() => (desk.part.value = part)}>
            {t(`console.parts.${part}`)}
            {count > 0 && <span class="badge figures">{count}</span>}
          </button>
        );
      })}
    </nav>
  );
}

function Piece({ part, children }: { part: Part; children: ComponentChildren }): JSX.Element {
  return (
    <section class={desk.part.value === part ? `piece ${part} current` : `piece ${part}`} aria-labelledby={`part-${part}`}>
      {children}
    </section>
  );
}

function Console({ controller }: Props): JSX.Element {
  const ready = store.phase.value.name === 'joined' || store.phase.value.name === 'lost';
  if (!ready) return <p class="lead" role="status">{t('console.top.opening')}</p>;
  return (
    <>
      <p class="hint watching">{t('console.top.watching')}</p>
      <div class="pieces">
        <Piece part="calls">
          <Calls controller={controller} />
        </Piece>
        <Piece part="people">
          <People controller={controller} />
        </Piece>
        <Piece part="plan">
          <Plan controller={controller} />
        </Piece>
        <Piece part="talk">
          <Conversation controller={controller} />
        </Piece>
        <Piece part="room">
          <Room controller={controller} />
        </Piece>
      </div>
      <PartTabs />
      <PersonCard controller={controller} />
    </>
  );
}

// ---- pages

const TITLES = { sessions: 'console.sessions.title', bans: 'console.bans.title', audit: 'console.audit.title', accounts: 'console.accounts.title' } as const;

function Body({ controller }: Props): JSX.Element {
  switch (desk.page.value) {
    case 'sessions':
      return <Sessions controller={controller} />;
    case 'bans':
      return <Bans controller={controller} />;
    case 'audit':
      return <Audit />;
    case 'accounts':
      return <Accounts />;
    default:
      return <Console controller={controller} />;
  }
}

/** The heading is read out when another page comes. */
function useHeading(what: string): { current: HTMLHeadingElement | null } {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useLayoutEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [what]);
  return heading;
}

function Inside({ controller, account }: Props & { account: Account }): JSX.Element {
  const page = desk.page.value;
  const room = store.room.value;
  const heading = useHeading(page === 'room' ? (room?.room ?? '') : page);
  if (store.phase.value.name === 'replaced')
    return (
      <Page icon="windows" title={t('console.replaced.title')} text={t('console.replaced.text')}>
        <button type="button" class="primary" onClick={() => controller.retry()}>
          {t('console.replaced.act')}
        </button>
      </Page>
    );
  return (
    <div class="console">
      <Top controller={controller} account={account} />
      {page === 'room' && <RoomTabs controller={controller} />}
      <main class={page === 'room' ? 'console-main' : 'console-main records'}>
        <h1 ref={heading} tabIndex={-1}>
          {page === 'room' ? localised(room?.title) : t(TITLES[page])}
        </h1>
        {desk.unreachable.value && store.phase.value.name !== 'lost' && (
          <p class="note alert" role="status">
            {t('console.top.unreachable')}
          </p>
        )}
        <Body controller={controller} />
      </main>
      <Banner controller={controller} />
    </div>
  );
}

function Screen({ controller, signedIn }: Props & { signedIn: (account: Account) => void }): JSX.Element {
  const stage = desk.stage.value;
  if (stage.name === 'door') return <Door why={stage.why} signedIn={signedIn} />;
  if (stage.name === 'inside') return <Inside controller={controller} account={stage.account} />;
  return (
    <main class="entry centred">
      <p role="status">{t(desk.unreachable.value ? 'console.top.unreachable' : 'console.top.opening')}</p>
    </main>
  );
}

export function App(props: Props & { signedIn: (account: Account) => void }): JSX.Element {
  return (
    <>
      <Screen {...props} />
      <Announcer />
    </>
  );
}
