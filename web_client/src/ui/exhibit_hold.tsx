// An exhibit in hand: taking, turning by buttons, putting back, and offering it to somebody.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import type { MemberView } from '../protocol/generated';
import { store } from '../store';
import { type ExhibitProps, nameOf } from './exhibit_steps';
import { Icon, type IconName } from './icons';
import { KeyHint } from './key_hint';

const OFFERED_TO = 6; // so many who are near are named
const GROWTH = 1.25; // by one press

/** The choice of whom to offer it to is open. */
const choosing = signal(false);

/** `turned` is told of each step. */
export function TurnButtons({ controller, about, turned }: Pick<ExhibitProps, 'controller' | 'about'> & { turned?: () => void }): JSX.Element {
  const { handling } = controller;
  const worn = store.headset.value === 'worn';
  const button = (label: string, icon: IconName, act: () => void): JSX.Element => (
    <button
      type="button"
      class="round quiet"
      aria-label={label}
      onClick={() => {
        act();
        turned?.();
      }}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="turning">
      <p class="hint">{t(worn ? 'headset.holding' : 'exhibit.holding')}</p>
      {button(t('exhibit.turnLeft'), 'left', () => handling.nudge(-1, 0))}
      {button(t('exhibit.turnRight'), 'right', () => handling.nudge(1, 0))}
      {about.turn === 'free' && button(t('exhibit.turnUp'), 'up', () => handling.nudge(0, -1))}
      {about.turn === 'free' && button(t('exhibit.turnDown'), 'down', () => handling.nudge(0, 1))}
      {worn && button(t('exhibit.smaller'), 'less', () => handling.resize(1 / GROWTH))}
      {worn && button(t('exhibit.larger'), 'more', () => handling.resize(GROWTH))}
    </div>
  );
}

/** The nearest of those who could take it now. */
function near(controller: Controller): readonly MemberView[] {
  const away = (member: MemberView): number => controller.company.distance(member) ?? Infinity;
  return store.members.value
    .filter((one) => !one.away && one.member !== store.me.value?.member)
    .map((one) => [one, away(one)] as const)
    .sort((a, b) => a[1] - b[1])
    .slice(0, OFFERED_TO)
    .map(([one]) => one);
}

function Choice({ controller }: { controller: Controller }): JSX.Element {
  const people = near(controller);
  const offer = (member: string): void => {
    choosing.value = false;
    void controller.handling.offer(member);
  };
  return (
    <div class="offering" role="group" aria-label={t('exhibit.offer')}>
      {people.length === 0 && <p class="hint">{t('exhibit.offerNobody')}</p>}
      {people.map(({ member, name }) => (
        <button key={member} type="button" class="secondary small" onClick={() => offer(member)}>
          {name}
        </button>
      ))}
      <button type="button" class="link" onClick={() => (choosing.value = false)}>
        {t('exhibit.offerNone')}
      </button>
    </div>
  );
}

/** For who has it in hand. */
export function Offer({ controller, state }: Pick<ExhibitProps, 'controller' | 'state'>): JSX.Element {
  if (state.offered !== null)
    return (
      <div class="offering">
        <p class="note" role="status">{t('exhibit.offeredTo', { name: nameOf(state.offered) })}</p>
        <button type="button" class="secondary small" onClick={() => void controller.handling.offer(null)}>
          {t('exhibit.offerBack')}
        </button>
      </div>
    );
  if (choosing.value) return <Choice controller={controller} />;
  return (
    <button type="button" class="secondary small" onClick={() => (choosing.value = true)}>
      <Icon name="give" />
      {t('exhibit.offer')}
    </button>
  );
}

/** Who has it, or what one can do with it. */
export function Hold({ controller, about, state }: ExhibitProps): JSX.Element {
  const me = store.me.value?.member;
  if (store.holding.value === about.id)
    return (
      <div class="hold">
        <TurnButtons controller={controller} about={about} />
        <div class="doings">
          <button type="button" class="primary small" onClick={() => controller.handling.putBack()}>
            {t('exhibit.putBack')} <KeyHint name="E" />
          </button>
          <Offer controller={controller} state={state} />
        </div>
      </div>
    );
  if (state.holder !== null && state.holder !== me && state.offered !== me)
    return <p class="note">{t('exhibit.heldBy', { name: nameOf(state.holder) })}</p>;
  return (
    <button type="button" class="primary small" onClick={() => void controller.handling.take(about.id)}>
      {t('exhibit.take')} <KeyHint name="E" />
    </button>
  );
}
