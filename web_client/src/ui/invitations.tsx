// What others invite one to: an exhibit that is offered, a tour that somebody leads through one; and what comes from staff.
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import type { ExhibitView } from '../protocol/generated';
import { store } from '../store';
import { nameOf, stepOf } from './exhibit_steps';
import { FromStaff, fromStaff } from './from_staff';

interface Props {
  readonly controller: Controller;
}

const offered = computed(() =>
  [...store.exhibits.value.values()].filter((one) => one.offered === store.me.value?.member && !store.declined.value.has(one.exhibit)),
);
/** Tours that somebody else leads. */
const tours = computed(() => [...store.exhibits.value.values()].filter(({ guide }) => guide !== null && guide !== store.me.value?.member));

/** How many there are. */
export const invited = computed(() => offered.value.length + tours.value.length + fromStaff.value);

function titleOf(exhibit: string): string {
  return localised(store.scene.value?.exhibits.find(({ id }) => id === exhibit)?.title);
}

function Offered({ controller, state }: Props & { state: ExhibitView }): JSX.Element {
  const { exhibit, holder } = state;
  return (
    <div class="invitation glass">
      <p role="alert">{t('exhibit.offers', { name: nameOf(holder), exhibit: titleOf(exhibit) })}</p>
      <div class="doings">
        <button type="button" class="primary small" onClick={() => void controller.handling.accept(exhibit)}>
          {t('exhibit.offerTake')}
        </button>
        <button type="button" class="secondary small" onClick={() => controller.handling.decline(exhibit)}>
          {t('exhibit.offerDecline')}
        </button>
      </div>
    </div>
  );
}

function Tour({ controller, state }: Props & { state: ExhibitView }): JSX.Element {
  const { exhibit, guide } = state;
  const about = store.scene.value?.exhibits.find(({ id }) => id === exhibit);
  const at = about ? stepOf(about, state) : -1;
  const follows = store.following.value === exhibit;
  return (
    <div class="invitation glass">
      <p>
        {follows ? t('exhibit.leadsHere', { name: nameOf(guide) }) : t('exhibit.leads', { name: nameOf(guide), exhibit: titleOf(exhibit) })}
        {about && at >= 0 && <span class="step"> {t('exhibit.step', { number: at + 1, count: about.hotspots.length })}</span>}
      </p>
      <button
        type="button"
        class="secondary small"
        onClick={() => (follows ? controller.leading.leave() : controller.leading.follow(exhibit))}
      >
        {t(follows ? 'exhibit.unfollow' : 'exhibit.follow')}
      </button>
    </div>
  );
}

export function Invitations({ controller }: Props): JSX.Element | null {
  if (invited.value === 0) return null;
  return (
    <div class={store.panel.value === null ? 'invitations' : 'invitations beside-panel'}>
      <FromStaff controller={controller} />
      {offered.value.map((state) => (
        <Offered key={`offer ${state.exhibit}`} controller={controller} state={state} />
      ))}
      {tours.value.map((state) => (
        <Tour key={`tour ${state.exhibit}`} controller={controller} state={state} />
      ))}
    </div>
  );
}
