// Who is kept out and until when; each ban can be ended now.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { type Ban, staffApi } from './api';
import type { Desk } from './desk';
import { Shown, useFetched } from './fetched';
import { clock } from './times';

interface Props {
  readonly controller: Desk;
}

function Row({ ban, lift }: { ban: Ban; lift: () => void }): JSX.Element {
  const until = clock(ban.until);
  return (
    <li>
      <div>
        <p>
          <strong class="figures">{t('console.bans.until', { time: until })}</strong> {t(`reasons.${ban.reason}`)}{' '}
          {ban.network && <span class="tag dim">{t('console.bans.network')}</span>}
        </p>
        <p class="hint figures">{t('console.bans.by', { name: ban.by ?? '…', time: clock(ban.created) })}</p>
      </div>
      <button type="button" class="secondary small" aria-label={t('console.bans.liftAria', { time: until })} onClick={lift}>
        {t('console.bans.lift')}
      </button>
    </li>
  );
}

export function Bans({ controller }: Props): JSX.Element {
  const source = useFetched(staffApi.bans);
  const lift = async ({ ban }: Ban): Promise<void> => {
    await staffApi.lift(ban).then(
      () => controller.tell(t('console.bans.lifted'), false),
      () => controller.tell(t('console.done.failed'), true),
    );
    await source.again();
  };
  return (
    <Shown
      source={source}
      show={(bans) =>
        bans.length === 0 ? (
          <p class="note">{t('console.bans.none')}</p>
        ) : (
          <ul class="rows">
            {bans.map((ban) => (
              <Row key={ban.ban} ban={ban} lift={() => void lift(ban)} />
            ))}
          </ul>
        )
      }
    />
  );
}
