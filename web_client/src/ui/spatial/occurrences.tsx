// What occurs by itself while the headset is on and comes before all else: a room on its way, a place in the queue, an end,
// a lost picture; and the safe place, with the way back.
import type { JSX } from 'preact';
import type { Controller } from '../../controller';
import { t } from '../../i18n';
import { inRoom, store } from '../../store';
import { Closed } from '../closed';
import { Ending } from '../ending';
import { Progress } from '../progress';
import { Queue } from '../queue';
import { Frame } from './frame';

interface Props {
  readonly controller: Controller;
}

export function occurring(): boolean {
  return !inRoom.value || store.loading.value.name !== 'ready';
}

export function isAside(): boolean {
  return store.aside.value;
}

function Matter({ controller }: Props): JSX.Element | null {
  const phase = store.phase.value;
  if (phase.name === 'waiting') return <Queue phase={phase} controller={controller} />;
  if (phase.name === 'ended' && phase.code === 'closed')
    return <Closed opensAt={phase.opensAt ?? null} again={() => controller.toEntrance()} />;
  if (phase.name === 'full' || phase.name === 'replaced' || phase.name === 'ended') return <Ending phase={phase} controller={controller} />;
  return <Progress controller={controller} />;
}

/** All of it can be met on the screen as well. */
export function Occurrence({ controller }: Props): JSX.Element {
  return (
    <Frame name="page" title={t('headset.page')} close={null} back={false}>
      <Matter controller={controller} />
      <button type="button" class="secondary" onClick={() => void controller.wearing.leave()}>
        {t('headset.toScreen')}
      </button>
    </Frame>
  );
}

export function Away({ controller }: Props): JSX.Element {
  return (
    <Frame name="aside" title={t('aside.title')} close={null}>
      <p>{t('aside.text')}</p>
      <button type="button" class="primary" onClick={() => controller.wearing.stepBack()}>
        {t('aside.back')}
      </button>
    </Frame>
  );
}
