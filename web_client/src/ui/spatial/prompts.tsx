// Small things below the view that ask or offer something: a broken line, an invitation, a doorway, the exhibit one stands at.
import type { JSX } from 'preact';
import type { Controller } from '../../controller';
import { localised, t } from '../../i18n';
import { store } from '../../store';
import { Banner } from '../banner';
import { meant } from '../exhibit';
import { Icon } from '../icons';
import { Invitations, invited } from '../invitations';
import { Doorway } from '../rooms';

interface Props {
  readonly controller: Controller;
}

function NearExhibit({ controller }: Props): JSX.Element | null {
  const found = meant();
  if (!found || store.holding.value !== null) return null;
  return (
    <button type="button" class="secondary" onClick={() => controller.looking.closer(found.about.id)}>
      <Icon name="closer" />
      {t('headset.look', { exhibit: localised(found.about.title) })}
    </button>
  );
}

/** What has to be heard of though something else is open. */
function pressing(): boolean {
  return store.phase.value.name === 'lost' || invited.value > 0;
}

function offering(): boolean {
  return store.doorway.value !== null || (meant() !== null && store.holding.value === null);
}

/** `alone`: nothing is open in front, so that there is space for offers. */
export function Prompts({ controller, alone }: Props & { alone: boolean }): JSX.Element | null {
  if (!pressing() && !(alone && offering())) return null;
  return (
    <section class="slab prompts" data-place="low" data-panel="prompts" aria-label={t('headset.notices')}>
      <Banner controller={controller} />
      <Invitations controller={controller} />
      {alone && (
        <>
          <Doorway controller={controller} />
          <NearExhibit controller={controller} />
        </>
      )}
    </section>
  );
}
