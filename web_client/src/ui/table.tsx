// What lies over the picture while an exhibit stands on one's own table: where to put it, its parts, and the way back.
// On a telephone it lies over the picture; in a headset, where no page can, it hangs in the room (xr/panels).
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { type Key, localised, t } from '../i18n';
import type { ExhibitDescription } from '../scene/description';
import { type OnTable as Now, store } from '../store';
import { Icon, type IconName } from './icons';
import { Frame } from './spatial/frame';

interface Props {
  readonly controller: Controller;
}

/** In the card of an exhibit, where the device can show one's own room. */
export function TableButton({ controller, exhibit }: Props & { exhibit: string }): JSX.Element | null {
  if (!store.tableOffered.value) return null;
  return (
    <button type="button" class="secondary small" onClick={() => void controller.tabletop.begin(exhibit)}>
      <Icon name="table" />
      {t('table.begin')}
    </button>
  );
}

function Tool({ icon, label, act }: { icon: IconName; label: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="round quiet" aria-label={label} onClick={act}>
      <Icon name={icon} />
    </button>
  );
}

function Doings({ controller, now, parts }: Props & { now: Now; parts: boolean }): JSX.Element {
  const { tabletop } = controller;
  return (
    <div class="doings">
      <button type="button" class="primary small" onClick={() => tabletop.put(!now.stands)}>
        {t(now.stands ? 'table.lift' : 'table.put')}
      </button>
      {now.stands && parts && (
        <button type="button" class="secondary small" onClick={() => tabletop.next()}>
          {t('table.next')}
        </button>
      )}
      <Tool icon="left" label={t('exhibit.turnLeft')} act={() => tabletop.turn(-1)} />
      <Tool icon="right" label={t('exhibit.turnRight')} act={() => tabletop.turn(1)} />
      <Tool icon="less" label={t('table.smaller')} act={() => tabletop.grow(-1)} />
      <Tool icon="more" label={t('table.larger')} act={() => tabletop.grow(1)} />
    </div>
  );
}

/** Presses on these buttons are not presses on the picture as well. */
function useOwnPresses(): { current: HTMLElement | null } {
  const panel = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const keep = (event: Event): void => event.preventDefault();
    const element = panel.current;
    element?.addEventListener('beforexrselect', keep);
    return () => element?.removeEventListener('beforexrselect', keep);
  }, []);
  return panel;
}

/** What there is to read and to press; `way`: how one puts it down here, and how one reads of its parts. */
function Matter({ controller, about, now, way }: Props & { about: ExhibitDescription; now: Now; way: readonly [Key, Key] }): JSX.Element {
  const part = about.hotspots.find(({ id }) => id === now.part);
  return (
    <>
      {part && <h3>{localised(part.title)}</h3>}
      <p>{now.stands ? localised(part ? part.text : about.summary) : t(way[0])}</p>
      {now.stands && <p class="hint">{t(way[1])}</p>}
      <Doings controller={controller} now={now} parts={about.hotspots.length > 0} />
      <p class="hint">{t('table.alone')}</p>
      <button type="button" class="secondary" onClick={() => void controller.tabletop.end()}>
        {t('table.back')}
      </button>
    </>
  );
}

function OnGlass({ title, children }: { title: string; children: JSX.Element }): JSX.Element {
  const panel = useOwnPresses();
  return (
    <main class="on-table">
      <section ref={panel} class="sheet glass" aria-labelledby="on-table-title">
        <h2 id="on-table-title">{title}</h2>
        {children}
      </section>
    </main>
  );
}

export function OnTable({ controller }: Props): JSX.Element | null {
  const now = store.onTable.value;
  const about = store.scene.value?.exhibits.find(({ id }) => id === now?.exhibit);
  if (!now || !about) return null;
  const title = t('table.title', { exhibit: localised(about.title) });
  const props = { controller, about, now };
  if (now.overlaid)
    return (
      <OnGlass title={title}>
        <Matter {...props} way={['table.aim', 'table.reading']} />
      </OnGlass>
    );
  return (
    <main id="table-panels" class="spatial">
      <Frame name="table" place="hand" title={title} close={null}>
        <Matter {...props} way={['table.point', 'table.reach']} />
      </Frame>
    </main>
  );
}
