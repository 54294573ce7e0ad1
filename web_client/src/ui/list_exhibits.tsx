// The exhibits without 3D: what they are, their explanations, taking and turning them by buttons, told in words.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { localised, t } from '../i18n';
import type { ExhibitView } from '../protocol/generated';
import { store } from '../store';
import { ClipControls } from './exhibit_clip';
import { Offer, TurnButtons } from './exhibit_hold';
import { type ExhibitProps as Props, Lead, ledByOther, Turn } from './exhibit_steps';
import { Icon } from './icons';
import { orientationOf } from './orientation';

/** Counts the turns by one's own hand, which are shown before the room knows of them. */
const turns = signal(0);

function stance(rotation: ArrayLike<number> & Iterable<number>): string {
  const { turned, tilted, upsideDown } = orientationOf(rotation);
  if (upsideDown) return t('list.upsideDown');
  const degrees = Math.abs(turned);
  const turn = turned === 0 ? t('list.straight') : t(turned > 0 ? 'list.turnedLeft' : 'list.turnedRight', { degrees });
  if (tilted === 0) return turn;
  return t(tilted > 0 ? 'list.tiltedUp' : 'list.tiltedDown', { turn, degrees: Math.abs(tilted) });
}

function Holder({ state, mine }: { state: ExhibitView; mine: boolean }): JSX.Element {
  if (mine) return <span>{t('list.inYourHands')}</span>;
  if (state.holder === null) return <span>{t('list.free')}</span>;
  const name = store.members.value.find(({ member }) => member === state.holder)?.name ?? '…';
  return <span>{t('exhibit.heldBy', { name })}</span>;
}

/** One button takes it and puts it back, so that the focus stays where it was. */
function Handling({ controller, about, state }: Props): JSX.Element {
  const { handling } = controller;
  const mine = store.holding.value === about.id;
  const free = state.holder === null || state.holder === store.me.value?.member;
  void turns.value;
  const rotation = mine ? Array.from(handling.grasp.shown) : state.rotation;
  return (
    <div class="handling">
      <p class="hint" role="status">
        <Holder state={state} mine={mine} /> {t('list.stands', { turn: stance(rotation) })}
      </p>
      {free && (
        <button type="button" class="secondary small" onClick={() => (mine ? handling.putBack() : void handling.take(about.id))}>
          {t(mine ? 'exhibit.putBack' : 'list.take')}
        </button>
      )}
      <Closer controller={controller} about={about} state={state} />
      {mine && <Offer controller={controller} state={state} />}
      {mine && <TurnButtons controller={controller} about={about} turned={() => turns.value++} />}
    </div>
  );
}

function Part({ controller, about, state, at }: Props & { at: number }): JSX.Element {
  const { id, title, text } = about.hotspots[at];
  const open = state.hotspot === id;
  return (
    <li class={open ? 'part open' : 'part'}>
      <h4>
        {localised(title)} {open && <span class="tag accent">{t('list.shownNow')}</span>}
      </h4>
      <p>{localised(text)}</p>
      <button
        type="button"
        class="link"
        disabled={ledByOther(state)}
        aria-pressed={open}
        onClick={() => controller.handling.hotspot(about.id, open ? null : id)}
      >
        {t(open ? 'list.closeForAll' : 'list.openForAll')}
        <span class="unseen">: {localised(title)}</span>
      </button>
    </li>
  );
}

/** One's body goes to stand beside it, for the others to see. */
function Closer({ controller, about }: Props): JSX.Element {
  return (
    <button type="button" class="secondary small" onClick={() => controller.looking.closer(about.id)}>
      <Icon name="closer" />
      {t('exhibit.closer')}
      <span class="unseen">: {localised(about.title)}</span>
    </button>
  );
}

function Exhibit(props: Props): JSX.Element {
  const { about } = props;
  return (
    <article class="card" aria-labelledby={`exhibit-${about.id}`}>
      <h3 id={`exhibit-${about.id}`}>{localised(about.title)}</h3>
      <p class="summary">{localised(about.summary)}</p>
      <Handling {...props} />
      <ClipControls {...props} />
      {about.hotspots.length > 0 && (
        <>
          <ol class="parts" aria-label={t('list.parts')}>
            {about.hotspots.map(({ id }, at) => (
              <Part key={id} at={at} {...props} />
            ))}
          </ol>
          <div class="sequence">
            <Lead {...props} />
            <Turn {...props} />
          </div>
        </>
      )}
    </article>
  );
}

export function ExhibitsList({ controller }: Pick<Props, 'controller'>): JSX.Element {
  const abouts = store.scene.value?.exhibits ?? [];
  const shown = abouts.flatMap((about) => {
    const state = store.exhibits.value.get(about.id);
    return state ? [<Exhibit key={about.id} controller={controller} about={about} state={state} />] : [];
  });
  return (
    <section id="list-exhibits" class="list-part" aria-labelledby="list-exhibits-title" tabIndex={-1}>
      <h2 id="list-exhibits-title">{t('list.exhibits')}</h2>
      <p class="hint">{t(shown.length > 0 ? 'list.whatYouCan' : 'list.noExhibits')}</p>
      {shown}
    </section>
  );
}
