// The walking pad of touch screens: drag from its middle towards where one wants to go.
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';

const RADIUS = 44;

export function WalkPad({ controller }: { controller: Controller }): JSX.Element {
  const knob = useRef<HTMLSpanElement>(null);
  const put = (right: number, forward: number): void => {
    const pad = controller.world?.walker.pad;
    if (pad) Object.assign(pad, { right, forward });
    if (knob.current) knob.current.style.transform = `translate(${right * RADIUS}px, ${-forward * RADIUS}px)`;
  };
  const drag = (event: PointerEvent): void => {
    const element = event.currentTarget as HTMLElement;
    if (!element.hasPointerCapture(event.pointerId)) return;
    const box = element.getBoundingClientRect();
    const x = (event.clientX - box.left - box.width / 2) / RADIUS;
    const y = (event.clientY - box.top - box.height / 2) / RADIUS;
    const length = Math.max(1, Math.hypot(x, y));
    put(x / length, -y / length);
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
      onPointerUp={() => put(0, 0)}
      onPointerCancel={() => put(0, 0)}
    >
      <span ref={knob} class="knob" />
    </div>
  );
}
