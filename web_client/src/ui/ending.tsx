// How a visit ended, in words, and always with a way on.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import type { Phase } from '../net/phases';
import type { IconName } from './icons';
import { Page } from './page';

interface Props {
  readonly phase: Phase & { name: 'full' | 'replaced' | 'ended' };
  readonly controller: Controller;
}

const SIGNS: Readonly<Record<string, IconName>> = { full: 'people', replaced: 'windows', left: 'wave', removed: 'leave' };

function goOn(phase: Props['phase'], controller: Controller): void {
  if (phase.name !== 'ended') controller.retry();
  else if (phase.reason === 'misunderstood') location.reload(); // page and server are of different makes
  else controller.toEntrance();
}

export function Ending({ phase, controller }: Props): JSX.Element {
  const kind = phase.name === 'ended' ? phase.reason : phase.name;
  const code = phase.name === 'ended' ? phase.code : '';
  return (
    <Page icon={SIGNS[kind] ?? 'alert'} title={t(`end.${kind}.title`)} text={t(`end.${kind}.text`, { code })}>
      <button type="button" class="primary" onClick={() => goOn(phase, controller)}>
        {t(`end.${kind}.act`)}
      </button>
    </Page>
  );
}
