// How a visit ended, in words, and always with a way on.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import type { Phase } from '../net/phases';

interface Props {
  readonly phase: Phase & { name: 'full' | 'replaced' | 'ended' };
  readonly controller: Controller;
}

function goOn(phase: Props['phase'], controller: Controller): void {
  if (phase.name !== 'ended') controller.retry();
  else if (phase.reason === 'misunderstood') location.reload(); // page and server are of different makes
  else controller.toEntrance();
}

export function Ending({ phase, controller }: Props): JSX.Element {
  const kind = phase.name === 'ended' ? phase.reason : phase.name;
  const code = phase.name === 'ended' ? phase.code : '';
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [kind]);
  return (
    <main class="entry centred">
      <section class="card ending">
        <h1 ref={heading} tabIndex={-1}>
          {t(`end.${kind}.title`)}
        </h1>
        <p class="lead">{t(`end.${kind}.text`, { code })}</p>
        <button type="button" class="primary" onClick={() => goOn(phase, controller)}>
          {t(`end.${kind}.act`)}
        </button>
      </section>
    </main>
  );
}
