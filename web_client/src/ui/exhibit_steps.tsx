// An exhibit's parts one after the other: numbered, turned by hand or by somebody who leads everybody through them.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import type { ExhibitView } from '../protocol/generated';
import type { ExhibitDescription } from '../scene/description';
import { store } from '../store';
import { Icon } from './icons';

export interface ExhibitProps {
  readonly controller: Controller;
  readonly about: ExhibitDescription;
  readonly state: ExhibitView;
}

export function nameOf(member: string | null): string {
  return store.members.value.find((one) => one.member === member)?.name ?? '…';
}

/** Somebody else leads: what is shown is theirs to say. */
export function ledByOther({ guide }: ExhibitView): boolean {
  return guide !== null && guide !== store.me.value?.member;
}

/** Which step is shown, from 0; -1: none. */
export function stepOf({ hotspots }: ExhibitDescription, { hotspot }: ExhibitView): number {
  return hotspots.findIndex(({ id }) => id === hotspot);
}

/** Leads on, pauses, ends; or begins. */
export function Lead({ controller, about, state }: ExhibitProps): JSX.Element | null {
  const { leading } = controller;
  const lead = store.leading.value;
  if (about.hotspots.length < 2) return null;
  if (ledByOther(state)) return <p class="note">{t('exhibit.leadsHere', { name: nameOf(state.guide) })}</p>;
  if (lead?.exhibit !== about.id)
    return (
      <button type="button" class="secondary small" title={t('exhibit.guideHint')} onClick={() => void leading.begin(about.id)}>
        <Icon name="guide" />
        {t('exhibit.guide')}
      </button>
    );
  return (
    <div class="lead" role="group" aria-label={t('exhibit.youLead')}>
      <span class="tag accent">{t('exhibit.youLead')}</span>
      <button type="button" class="secondary small" onClick={() => (lead.goesOn ? leading.pause() : leading.goOn())}>
        <Icon name={lead.goesOn ? 'pause' : 'play'} />
        {t(lead.goesOn ? 'exhibit.guidePause' : 'exhibit.guideGoOn')}
      </button>
      <button type="button" class="secondary small" onClick={() => leading.end()}>
        {t('exhibit.guideEnd')}
      </button>
    </div>
  );
}

/** To the part before and after, and which it is. */
export function Turn({ controller, about, state }: ExhibitProps): JSX.Element | null {
  const count = about.hotspots.length;
  const at = stepOf(about, state);
  if (count < 2 || at < 0) return null;
  const locked = ledByOther(state);
  const button = (by: -1 | 1, name: 'previous' | 'next'): JSX.Element => (
    <button
      type="button"
      class="round quiet"
      aria-label={t(`exhibit.${name}`)}
      disabled={locked || !about.hotspots[at + by]}
      onClick={() => controller.leading.turn(about.id, by)}
    >
      <Icon name={name} />
    </button>
  );
  return (
    <div class="turn">
      {button(-1, 'previous')}
      <span class="step">{t('exhibit.step', { number: at + 1, count })}</span>
      {button(1, 'next')}
    </div>
  );
}

function Chips({ controller, about, state }: ExhibitProps): JSX.Element {
  const locked = ledByOther(state);
  return (
    <div class="chips" role="group" aria-label={t('exhibit.hotspots')}>
      {about.hotspots.map(({ id, title }, i) => (
        <button
          key={id}
          type="button"
          class="chip"
          disabled={locked}
          aria-pressed={state.hotspot === id}
          onClick={() => controller.handling.hotspot(about.id, state.hotspot === id ? null : id)}
        >
          <span class="number" aria-hidden="true">{i + 1}</span>
          {localised(title)}
        </button>
      ))}
    </div>
  );
}

export function Steps(props: ExhibitProps): JSX.Element {
  const { about, state } = props;
  const open = about.hotspots[stepOf(about, state)];
  return (
    <div class="hotspots">
      <Chips {...props} />
      {open && (
        <div class="explanation">
          <Turn {...props} />
          <p>{localised(open.text)}</p>
        </div>
      )}
      <Lead {...props} />
    </div>
  );
}
