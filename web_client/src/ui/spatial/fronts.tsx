// What is open in front of the wearer: one thing at a time.
import type { JSX } from 'preact';
import type { Controller } from '../../controller';
import { localised, t } from '../../i18n';
import { store } from '../../store';
import { CallMatter } from '../call';
import { Reactions } from '../emotes';
import { ExhibitMatter, meant } from '../exhibit';
import { HostMatter } from '../host';
import { PeopleList } from '../people';
import { Rooms } from '../rooms';
import { Frame, closeFront } from './frame';
import { WearHelp } from './help';
import { FrontMenu } from './menu';
import { Away, isAside, occurring, Occurrence } from './occurrences';
import { openCard, Person } from './person';
import { WornComfort } from './comfort';
import { Talk } from './talk';

interface Props {
  readonly controller: Controller;
}

function People({ controller }: Props): JSX.Element {
  return (
    <Frame name="people" title={t('people.title')}>
      <PeopleList controller={controller} />
    </Frame>
  );
}

function Call({ controller }: Props): JSX.Element {
  return (
    <Frame name="call" title={t('hud.call')}>
      <CallMatter controller={controller} />
    </Frame>
  );
}

function Host({ controller }: Props): JSX.Element {
  return (
    <Frame name="host" title={t('host.title')}>
      <HostMatter controller={controller} />
    </Frame>
  );
}

function Gestures({ controller }: Props): JSX.Element {
  return (
    <Frame name="reactions" title={t('emotes.title')}>
      <Reactions controller={controller} chosen={closeFront} />
    </Frame>
  );
}

function Exhibit({ controller }: Props): JSX.Element {
  const found = meant();
  return (
    <Frame name="exhibit" title={found ? localised(found.about.title) : t('headset.here')}>
      {found ? <ExhibitMatter controller={controller} {...found} /> : <p class="note">{t('headset.noExhibit')}</p>}
    </Frame>
  );
}

function Map({ controller }: Props): JSX.Element {
  return (
    <Frame name="rooms" title={t('rooms.title')}>
      <Rooms
        choose={(room) => {
          closeFront();
          void controller.go(room);
        }}
      />
    </Frame>
  );
}

const FRONTS = {
  menu: FrontMenu,
  people: People,
  call: Call,
  host: Host,
  chat: Talk,
  reactions: Gestures,
  exhibit: Exhibit,
  rooms: Map,
  settings: WornComfort,
  help: WearHelp,
} as const;

/** Whether anything is open in front. */
export function frontIsOpen(): boolean {
  return occurring() || openCard() !== null || store.front.value !== null || isAside();
}

export function InFront({ controller }: Props): JSX.Element | null {
  if (occurring()) return <Occurrence controller={controller} />;
  const card = openCard();
  if (card) return <Person key={`${card.member.member} ${card.report}`} controller={controller} {...card} />;
  const front = store.front.value;
  if (front) {
    const Front = FRONTS[front];
    return <Front controller={controller} />;
  }
  return isAside() ? <Away controller={controller} /> : null;
}
