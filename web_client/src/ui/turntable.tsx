// The place of the preview: a calm outline until oneself has come, then oneself, to be turned by hand or by two buttons.
import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { lookOf } from '../avatars/look';
import type { FigureView } from '../avatars/preview';
import { t } from '../i18n';
import { calm } from '../preferences';
import { store } from '../store';
import { Bust } from './bust';
import { Icon } from './icons';

const RADIANS_A_PIXEL = 0.012;
const STEP_RAD = Math.PI / 6;

type Held = { current: FigureView | null };

/** Brings the preview's files when the room's own are there: arriving takes no longer for it. */
async function begin(canvas: HTMLCanvasElement, held: Held, wanted: () => boolean): Promise<void> {
  store.preview.value = 'coming';
  try {
    const { openPreview } = await import('../avatars/preview');
    if (!wanted()) return;
    const still = calm.value;
    held.current = openPreview(canvas, { quality: store.quality.value, still, shown: () => (store.preview.value = 'there') });
    held.current.show(store.avatar.value);
  } catch {
    store.preview.value = 'none'; // the outline stays
  }
}

function usePreview(held: Held): { current: HTMLCanvasElement | null } {
  const canvas = useRef<HTMLCanvasElement>(null);
  const life = useRef({ begun: false, over: false });
  useSignalEffect(() => {
    const ready = store.graphics.value === 'on' && store.loading.value.name === 'ready';
    if (!ready || life.current.begun || !canvas.current) return;
    life.current.begun = true;
    void begin(canvas.current, held, () => !life.current.over);
  });
  useSignalEffect(() => held.current?.show(store.avatar.value));
  useEffect(
    () => () => {
      life.current.over = true;
      held.current?.dispose();
      store.preview.value = 'none';
    },
    [],
  );
  return canvas;
}

function TurnButton({ held, way }: { held: Held; way: 'left' | 'right' }): JSX.Element {
  const label = way === 'left' ? t('chooser.turnLeft') : t('chooser.turnRight');
  const angle = way === 'left' ? -STEP_RAD : STEP_RAD;
  return (
    <button type="button" class="round quiet" aria-label={label} onClick={() => held.current?.turn(angle)}>
      <Icon name={way} />
    </button>
  );
}

export function Turntable(): JSX.Element {
  const held = useRef<FigureView | null>(null);
  const canvas = usePreview(held);
  const there = store.preview.value === 'there';
  const drag = (event: PointerEvent): void => {
    if (event.buttons & 1) held.current?.turn(-event.movementX * RADIANS_A_PIXEL);
  };
  return (
    <div class={there ? 'turntable there' : 'turntable'} role="group" aria-label={t('chooser.preview')}>
      <Bust look={lookOf(store.avatar.value, 'visitor', null)} />
      <canvas
        ref={canvas}
        aria-hidden="true"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
      {there && (
        <div class="turns">
          <TurnButton held={held} way="left" />
          <TurnButton held={held} way="right" />
        </div>
      )}
    </div>
  );
}
