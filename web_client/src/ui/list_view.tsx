// The room without 3D, as one page: who is here, what there is to look at, the chat, the rooms, and what is on today.
// Every action of the 3D view is here too, in an order that makes sense to read.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import { store } from '../store';
import { Banner } from './banner';
import { Chat } from './chat';
import { Invitations } from './invitations';
import { ExhibitsList } from './list_exhibits';
import { PeopleList } from './people';
import { PersonCard } from './person_card';
import { isShut } from './rooms';
import { Today } from './today';
import { OpenPanel, Tools } from './tools';

interface Props {
  readonly controller: Controller;
}

const PARTS = [
  ['list-people', 'list.peopleHere'],
  ['list-rooms', 'list.rooms'],
  ['list-chat', 'hud.chat'],
  ['list-today', 'list.today'],
  ['list-exhibits', 'list.exhibits'],
] as const;

/** Moves the reading on, also for a screen reader. */
function jump(id: string): void {
  const part = document.getElementById(id);
  part?.scrollIntoView({ block: 'start' });
  part?.focus({ preventScroll: true });
}

function Jumps(): JSX.Element {
  return (
    <nav class="jumps" aria-label={t('list.jump')}>
      {PARTS.map(([id, key]) => (
        <button key={id} type="button" onClick={() => jump(id)}>
          {t(key)}
        </button>
      ))}
    </nav>
  );
}

/** One button to sit down, on the free seat that is nearest to where one stands, and to get up. */
function Seats({ controller }: Props): JSX.Element | null {
  const all = store.scene.value?.seats.length ?? 0;
  if (all === 0) return null;
  const taken = store.members.value.filter(({ seat }) => seat !== null);
  const sits = taken.some(({ member }) => member === store.me.value?.member);
  return (
    <div class="handling">
      <p class="hint" role="status">
        {t(sits ? 'list.sitting' : 'list.standing')} {t('list.seats', { all, free: all - taken.length })}
      </p>
      <button type="button" class="secondary small" onClick={() => controller.moving.sitOrStand()}>
        {t(sits ? 'list.getUp' : 'list.sit')}
      </button>
    </div>
  );
}

function PeopleHere({ controller }: Props): JSX.Element {
  return (
    <section id="list-people" class="list-part" aria-labelledby="list-people-title" tabIndex={-1}>
      <h2 id="list-people-title">{t('list.peopleHere')}</h2>
      <Seats controller={controller} />
      <PeopleList controller={controller} />
    </section>
  );
}

function Rooms({ controller }: Props): JSX.Element {
  const here = store.room.value?.room;
  return (
    <section id="list-rooms" class="list-part" aria-labelledby="list-rooms-title" tabIndex={-1}>
      <h2 id="list-rooms-title">{t('list.rooms')}</h2>
      <ul class="ways">
        {store.branch.value?.rooms.map((room) => (
          <li key={room.room} aria-current={room.room === here ? 'true' : undefined}>
            <span class="name">{localised(room.title)}</span>
            {isShut(room.room) && <span class="tag dim">{t('door.tag')}</span>}
            {room.room === here ? (
              <span class="tag">{t('rooms.here')}</span>
            ) : (
              <button type="button" class="secondary small" disabled={store.going.value !== null} onClick={() => void controller.go(room)}>
                {t('list.goShort')}
                <span class="unseen">: {localised(room.title)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Head({ controller }: Props): JSX.Element {
  return (
    <header class="list-head">
      <div class="list-where">
        <p class="eyebrow">{localised(store.branch.value?.name)}</p>
        <h1 tabIndex={-1} aria-busy={store.going.value !== null}>
          {localised(store.room.value?.title)}
        </h1>
      </div>
      <Tools controller={controller} />
    </header>
  );
}

export function ListView({ controller }: Props): JSX.Element {
  useEffect(() => controller.talk.unfold(true), [controller]);
  return (
    <div class="list-view">
      <Head controller={controller} />
      <Banner controller={controller} />
      <Invitations controller={controller} />
      <Jumps />
      <main class="list-main" aria-label={t('list.title')}>
        <div class="list-side">
          <PeopleHere controller={controller} />
          <Rooms controller={controller} />
        </div>
        <div class="list-side">
          <section id="list-chat" class="list-part list-chat" aria-labelledby="list-chat-title" tabIndex={-1}>
            <h2 id="list-chat-title">{t('hud.chat')}</h2>
            <Chat controller={controller} />
          </section>
          <div id="list-today" class="list-part" tabIndex={-1}>
            <Today />
          </div>
        </div>
        <ExhibitsList controller={controller} />
      </main>
      <div id="panel" class="panel-place">
        <OpenPanel controller={controller} />
      </div>
      <PersonCard controller={controller} />
    </div>
  );
}
