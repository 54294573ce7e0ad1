// The exhibit one stands at: what it is, taking and turning it, its explanations.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import type { ExhibitView } from '../protocol/generated';
import type { ExhibitDescription } from '../scene/description';
import { store } from '../store';
import { Icon } from './icons';
import { Sheet } from './sheet';

interface Props {
  readonly controller: Controller;
  readonly about: ExhibitDescription;
  readonly state: ExhibitView;
}

/** `turned` is told of each step. */
export function TurnButtons({ controller, about, turned }: Pick<Props, 'controller' | 'about'> & { turned?: () => void }): JSX.Element {
  const nudge = (yaw: number, pitch: number): void => {
    controller.handling.nudge(yaw, pitch);
    turned?.();
  };
  const button = (label: string, icon: 'left' | 'right' | 'up' | 'down', yaw: number, pitch: number): JSX.Element => (
    <button type="button" class="round quiet" aria-label={label} onClick={() => nudge(yaw, pitch)}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="turning">
      <p class="hint">{t('exhibit.holding')}</p>
      {button(t('exhibit.turnLeft'), 'left', -1, 0)}
      {button(t('exhibit.turnRight'), 'right', 1, 0)}
      {about.turn === 'free' && button(t('exhibit.turnUp'), 'up', 0, -1)}
      {about.turn === 'free' && button(t('exhibit.turnDown'), 'down', 0, 1)}
    </div>
  );
}

function Hold({ controller, about, state }: Props): JSX.Element {
  if (store.holding.value === about.id)
    return (
      <>
        <TurnButtons controller={controller} about={about} />
        <button type="button" class="primary small" onClick={() => controller.handling.putBack()}>
          {t('exhibit.putBack')} <kbd>E</kbd>
        </button>
      </>
    );
  if (state.holder !== null && state.holder !== store.me.value?.member) {
    const name = store.members.value.find(({ member }) => member === state.holder)?.name ?? '…';
    return <p class="note">{t('exhibit.heldBy', { name })}</p>;
  }
  return (
    <button type="button" class="primary small" onClick={() => void controller.handling.take(about.id)}>
      {t('exhibit.take')} <kbd>E</kbd>
    </button>
  );
}

function Hotspots({ controller, about, state }: Props): JSX.Element {
  const open = about.hotspots.find(({ id }) => id === state.hotspot);
  return (
    <div class="hotspots">
      <div class="chips" role="group" aria-label={t('exhibit.hotspots')}>
        {about.hotspots.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            class="chip"
            aria-pressed={state.hotspot === id}
            onClick={() => controller.handling.hotspot(about.id, state.hotspot === id ? null : id)}
          >
            {localised(title)}
          </button>
        ))}
      </div>
      <div aria-live="polite">
        {open && (
          <div class="explanation">
            <p>{localised(open.text)}</p>
            <p class="hint">{t('exhibit.openedBy')}</p>
          </div>
        )}
      </div>
    </div>
  );
}

export function ExhibitCard({ controller }: Pick<Props, 'controller'>): JSX.Element | null {
  const id = store.focus.value;
  const about = store.scene.value?.exhibits.find((exhibit) => exhibit.id === id);
  const state = id === null ? undefined : store.exhibits.value.get(id);
  if (!about || !state) return null;
  return (
    <Sheet id="exhibit" class="exhibit" title={localised(about.title)} close={null}>
      <p class="summary">{localised(about.summary)}</p>
      <Hold controller={controller} about={about} state={state} />
      <Hotspots controller={controller} about={about} state={state} />
    </Sheet>
  );
}
