// What comes from staff and stays in view until it is answered or read: announcements, an invitation, how one's call stands.
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { roleName } from '../badges';
import type { Controller } from '../controller';
import { t } from '../i18n';
import type { AnnouncementView } from '../protocol/generated';
import { type Greeting, type Invitation, store } from '../store';
import { callWords, ownCall } from './call';
import { Icon } from './icons';

const MOST = 2; // notices at once: the newest

interface Props {
  readonly controller: Controller;
}

/** How many there are. */
export const fromStaff = computed(
  () => store.notices.value.length + (store.invitation.value ? 1 : 0) + (store.greeting.value ? 1 : 0) + (ownCall.value ? 1 : 0),
);

/** It is said aloud when it comes, therefore it is no live region. */
function Notice({ controller, said }: Props & { said: AnnouncementView }): JSX.Element {
  return (
    <section class="invitation notice glass" aria-label={t('notice.title')}>
      <p>
        <strong class="eyebrow">{t('notice.title')}</strong>
        {said.text}
      </p>
      <button type="button" class="round quiet" aria-label={t('notice.close')} onClick={() => controller.service.bulletins.putAway(said.seq)}>
        <Icon name="close" />
      </button>
    </section>
  );
}

function words({ name, place, seat }: Invitation): string {
  if (seat !== null) return t('invited.seat', { name });
  return t(place ? 'invited.place' : 'invited.beside', { name });
}

function Asked({ controller, asked }: Props & { asked: Invitation }): JSX.Element {
  const { invited } = controller.service;
  return (
    <div class="invitation glass">
      <p role="alert">{words(asked)}</p>
      <div class="doings">
        <button type="button" class="primary small" onClick={() => invited.accept()}>
          {t('invited.go')}
        </button>
        <button type="button" class="secondary small" onClick={() => invited.decline()}>
          {t('invited.later')}
        </button>
      </div>
    </div>
  );
}

function Welcome({ controller, greeting: { by, name, staff } }: Props & { greeting: Greeting }): JSX.Element {
  const { talk, service } = controller;
  const answer = (): void => {
    service.greeted.putAway();
    talk.open(by);
  };
  return (
    <div class="invitation glass">
      <p role="alert">{t('greeted.you', { name, role: roleName(staff) })}</p>
      <div class="doings">
        <button type="button" class="primary small" onClick={answer}>
          {t('greeted.answer')}
        </button>
        <button type="button" class="secondary small" onClick={() => service.greeted.putAway()}>
          {t('invited.later')}
        </button>
      </div>
    </div>
  );
}

function OwnCall({ controller }: Props): JSX.Element | null {
  const call = ownCall.value;
  if (!call) return null;
  return (
    <div class="invitation waiting-call glass">
      <p>{callWords(call)}</p>
      <button type="button" class="secondary small" onClick={() => controller.service.calling.cancel()}>
        {t('call.cancel')}
      </button>
    </div>
  );
}

export function FromStaff({ controller }: Props): JSX.Element {
  const asked = store.invitation.value;
  const greeting = store.greeting.value;
  return (
    <>
      {store.notices.value.slice(-MOST).map((said) => (
        <Notice key={said.seq} controller={controller} said={said} />
      ))}
      {greeting && <Welcome controller={controller} greeting={greeting} />}
      {asked && <Asked controller={controller} asked={asked} />}
      <OwnCall controller={controller} />
    </>
  );
}
