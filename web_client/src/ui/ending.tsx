// How a visit ended, in words, and always with a way on.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { language, t } from '../i18n';
import type { Phase } from '../net/phases';
import { whenWord } from '../opening';
import { store } from '../store';
import type { IconName } from './icons';
import { Page } from './page';

interface Props {
  readonly phase: Phase & { name: 'full' | 'replaced' | 'ended' };
  readonly controller: Controller;
}
type Ended = Phase & { name: 'ended' };

const STAFF_PAGE = '/staff';
const SIGNS: Readonly<Record<string, IconName>> = {
  full: 'people', replaced: 'windows', left: 'wave', removed: 'leave', banned: 'clock', signed_out: 'lock',
};

function goOn(phase: Props['phase'], controller: Controller): void {
  if (phase.name !== 'ended') controller.retry();
  else if (phase.reason === 'misunderstood') location.reload(); // page and server are of different makes
  else if (phase.reason === 'signed_out') location.assign(STAFF_PAGE);
  else controller.toEntrance();
}

function bannedWords({ until }: Ended): string {
  if (until === undefined) return t('end.banned.unknown');
  return t('end.banned.text', { when: whenWord(new Date(until), language.value, store.branch.value?.hours?.timezone) });
}

function words(phase: Props['phase']): string {
  if (phase.name !== 'ended') return t(`end.${phase.name}.text`);
  return phase.reason === 'banned' ? bannedWords(phase) : t(`end.${phase.reason}.text`, { code: phase.code });
}

/** How to talk about it. */
function Write(): JSX.Element | null {
  const contact = store.branch.value?.contact;
  if (!contact) return null;
  return (
    <a class="link" href={contact} rel="noreferrer">
      {t('end.write')}
    </a>
  );
}

export function Ending({ phase, controller }: Props): JSX.Element {
  const kind = phase.name === 'ended' ? phase.reason : phase.name;
  const why = phase.name === 'ended' ? phase.why : undefined;
  return (
    <Page icon={SIGNS[kind] ?? 'alert'} title={t(`end.${kind}.title`)} text={words(phase)}>
      {why && <p class="hint">{t('end.why', { reason: t(`reasons.${why}`) })}</p>}
      <button type="button" class="primary" onClick={() => goOn(phase, controller)}>
        {t(`end.${kind}.act`)}
      </button>
      {(kind === 'removed' || kind === 'banned') && <Write />}
    </Page>
  );
}
