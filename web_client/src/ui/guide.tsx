// The first steps after arriving: three small cards that notice when one has done what they say. Never in the way.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { type Step, STEPS, StepWatch } from '../steps';
import { store } from '../store';
import { Hint } from './hint';

const LOOK_EVERY_MS = 200;
const PRAISE_MS = 1400;

const step = signal(0);
const praised = signal(false);

function end(): void {
  preferences.guideSeen.value = true;
  step.value = 0;
}

function goOn(): void {
  praised.value = false;
  if (step.value + 1 < STEPS.length) step.value++;
  else end();
}

const met = (): boolean => store.focus.value !== null || document.activeElement?.id === 'say';

/** Watches what the person does, and praises a moment before the next step. */
function useSteps(controller: Controller): void {
  const number = step.value;
  useEffect(() => {
    const watch = new StepWatch(STEPS[number]);
    let praise: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      if (praised.value || !watch.done({ place: controller.place(), met: met() })) return;
      praised.value = true;
      praise = setTimeout(goOn, PRAISE_MS);
    };
    look(); // what is done from now on counts
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(praise);
      praised.value = false;
    };
  }, [number]);
}

function Card({ controller, kind }: { controller: Controller; kind: Step }): JSX.Element {
  useSteps(controller);
  const touch = matchMedia('(pointer: coarse)').matches;
  const last = step.value === STEPS.length - 1;
  return (
    <section class={praised.value ? 'guide glass praised' : 'guide glass'} aria-labelledby="guide-title">
      <Hint kind={kind} touch={touch} done={praised.value} />
      <div class="words" role="status">
        <h2 id="guide-title" class="hint">
          {t('guide.title')} · {t('guide.step', { number: step.value + 1, count: STEPS.length })}
        </h2>
        <p>{praised.value ? t('guide.done') : t(`guide.${kind}.${touch ? 'touch' : 'mouse'}`)}</p>
      </div>
      <div class="acts">
        <button type="button" class="link" onClick={end}>
          {t('guide.skip')}
        </button>
        <button type="button" class="secondary small" onClick={goOn}>
          {last ? t('guide.finish') : t('guide.next')}
        </button>
      </div>
    </section>
  );
}

export function Guide({ controller }: { controller: Controller }): JSX.Element | null {
  const { panel, loading, headset, phase, pictureLost } = store;
  const seesRoom = loading.value.name === 'ready' && phase.value.name === 'joined' && !pictureLost.value;
  const busy = panel.value !== null || headset.value === 'worn';
  if (preferences.guideSeen.value || busy || !seesRoom) return null;
  return <Card controller={controller} kind={STEPS[step.value]} />;
}
