// Small buttons on an exhibit's hotspots, moved over the picture in every frame without a new layout.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { localised } from '../i18n';
import type { Mark } from '../scene/exhibits';
import { store } from '../store';

const elements = new Map<string, HTMLElement>();

function keep(id: string, element: HTMLElement | null): void {
  if (element) elements.set(id, element);
  else elements.delete(id);
}

/** Called after each drawn frame. */
export function moveMarks(marks: readonly Mark[]): void {
  for (const { id, x, y, visible, clear } of marks) {
    const element = elements.get(id);
    if (!element) continue;
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    element.classList.toggle('hidden', !visible || !clear);
  }
}

/** For pointers only: the same buttons stand, with their words, in the exhibit's card. */
export function Marks({ controller }: { controller: Controller }): JSX.Element | null {
  const focus = store.focus.value;
  const about = store.scene.value?.exhibits.find(({ id }) => id === focus);
  const open = focus === null ? null : store.exhibits.value.get(focus)?.hotspot;
  if (!about || store.headset.value === 'worn') return null;
  return (
    <div class="marks" aria-hidden="true">
      {about.hotspots.map(({ id, title }) => (
        <button
          key={id}
          ref={(element) => keep(id, element)}
          type="button"
          tabIndex={-1}
          class={open === id ? 'mark open hidden' : 'mark hidden'}
          title={localised(title)}
          onClick={() => controller.handling.hotspot(about.id, open === id ? null : id)}
        />
      ))}
    </div>
  );
}
