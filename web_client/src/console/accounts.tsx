// Who works in this branch: their role, how they sign in, whether they can right now. To be read; the server's command changes it.
import type { JSX } from 'preact';
import { roleName } from '../badges';
import { t } from '../i18n';
import { type StaffAccount, staffApi } from './api';
import { Shown, useFetched } from './fetched';
import { clock } from './times';

function Row({ account }: { account: StaffAccount }): JSX.Element {
  const { login, name, role, created, disabled, locked_until, password, second_factor, oidc } = account;
  const ways = [password && t('console.accounts.password'), second_factor && t('console.accounts.secondFactor'), oidc && t('console.accounts.oidc')];
  return (
    <li>
      <div>
        <p>
          <strong>{name}</strong> <span class="hint">{login}</span> <span class="tag">{roleName(role)}</span>
        </p>
        <p class="hint figures">
          {ways.filter(Boolean).join(', ') || t('console.accounts.noWay')} · {t('console.accounts.since', { time: clock(created) })}
        </p>
      </div>
      <p class="tags">
        {disabled && <span class="tag dim">{t('console.accounts.disabled')}</span>}
        {locked_until !== null && <span class="tag alert-tag">{t('console.accounts.locked', { time: clock(locked_until) })}</span>}
      </p>
    </li>
  );
}

export function Accounts(): JSX.Element {
  const source = useFetched(staffApi.accounts);
  return (
    <>
      <p class="lead">{t('console.accounts.lead')}</p>
      <Shown
        source={source}
        show={(accounts) => (
          <ul class="rows">
            {accounts.map((account) => (
              <Row key={account.account} account={account} />
            ))}
          </ul>
        )}
      />
    </>
  );
}
