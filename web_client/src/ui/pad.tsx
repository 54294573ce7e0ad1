// The walking pad of touch screens: drag from its middle towards where one wants to go; pushed to the rim one runs.
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';

const RADIUS = 40; // pixels from the middle to where the knob stops
const DEAD = 0.12; // a resting thumb does not walk

/** How far a pad is pushed: -1 to 1 to the right and ahead, `length` up to 1. */
export interface Push {
  readonly right: number;
  readonly forward: number;
  readonly length: number;
}

/** What a finger `dx` and `dy` pixels from the middle means. */
export function pushOf(dx: number, dy: number): Push {
  const distance = Math.hypot(dx, dy) / RADIUS;
  const length = Math.min(1, distance);
  if (length < DEAD) return { right: 0, forward: 0, length: 0 };
  return { right: (dx / RADIUS) * (length / distance), forward: (-dy / RADIUS) * (length / distance), length };
}

export function WalkPad({ controller }: { controller: Controller }): JSX.Element {
  const knob = useRef<HTMLSpanElement>(null);
  const put = (element: HTMLElement, { right, forward, length }: Push): void => {
    const pad = controller.world?.walker.pad;
    if (pad) Object.assign(pad, { right, forward });
    element.classList.toggle('pushed', length > 0);
    element.classList.toggle('running', controller.world?.walker.runs ?? false);
    if (knob.current) knob.current.style.transform = `translate(${right * RADIUS}px, ${-forward * RADIUS}px)`;
  };
  const drag = (event: PointerEvent): void => {
    const element = event.currentTarget as HTMLElement;
    if (!element.hasPointerCapture(event.pointerId)) return;
    const box = element.getBoundingClientRect();
    put(element, pushOf(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2));
  };
  return (
    <div
      class="pad glass"
      role="img"
      aria-label={t('hud.walkPad')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={drag}
      onLostPointerCapture={(event) => put(event.currentTarget, pushOf(0, 0))}
    >
      <span ref={knob} class="knob" />
    </div>
  );
}
