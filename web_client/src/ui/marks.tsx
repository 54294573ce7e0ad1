// Small things on the picture that follow the exhibits: numbered buttons on the hotspots, and who holds or shows what.
// They are moved in every frame without a new layout.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import type { Exhibits } from '../scene/exhibits';
import { store } from '../store';
import { ledByOther, nameOf } from './exhibit_steps';
import { Icon } from './icons';

const marks = new Map<string, HTMLElement>();
const signs = new Map<string, HTMLElement>();

function keep(kept: Map<string, HTMLElement>, id: string, element: HTMLElement | null): void {
  if (element) kept.set(id, element);
  else kept.delete(id);
}

function move(element: HTMLElement | undefined, x: number, y: number, shown: boolean): void {
  if (!element) return;
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  element.classList.toggle('hidden', !shown);
}

/** Called after each drawn frame. */
export function moveMarks(exhibits: Pick<Exhibits, 'marks' | 'signs'>): void {
  for (const { id, x, y, visible, clear } of exhibits.marks) move(marks.get(id), x, y, visible && clear);
  for (const { id, x, y, visible } of exhibits.signs) move(signs.get(id), x, y, visible);
}

/** Over each exhibit that somebody has in hand or shows around: who that is. */
function Signs(): JSX.Element {
  const used = [...store.exhibits.value.values()].filter(({ holder, guide }) => (holder ?? guide) !== null);
  const me = store.me.value?.member;
  return (
    <>
      {used.map(({ exhibit, holder, guide }) => (
        <span key={exhibit} ref={(element) => keep(signs, exhibit, element)} class="holder hidden">
          <span class="holder-label">
            <Icon name={guide ? 'guide' : 'give'} />
            {(guide ?? holder) === me ? t('people.you') : nameOf(guide ?? holder)}
          </span>
        </span>
      ))}
    </>
  );
}

/** For pointers only: the same buttons stand, with their words, in the exhibit's card. */
export function Marks({ controller }: { controller: Controller }): JSX.Element | null {
  const focus = store.focus.value;
  const about = store.scene.value?.exhibits.find(({ id }) => id === focus);
  const state = focus === null ? undefined : store.exhibits.value.get(focus);
  if (store.headset.value === 'worn') return null;
  return (
    <div class="marks" aria-hidden="true">
      <Signs />
      {about?.hotspots.map(({ id, title }, i) => (
        <button
          key={id}
          ref={(element) => keep(marks, id, element)}
          type="button"
          tabIndex={-1}
          class={state?.hotspot === id ? 'mark open hidden' : 'mark hidden'}
          title={localised(title)}
          disabled={state && ledByOther(state)}
          onClick={() => controller.handling.hotspot(about.id, state?.hotspot === id ? null : id)}
        >
          {i + 1}
        </button>
      ))}
    </div>
  );
}
