// Who is here: oneself first, then staff, then everybody by name.
import type { JSX } from 'preact';
import { language, t } from '../i18n';
import type { MemberView } from '../protocol/generated';
import { store } from '../store';
import { SidePanel } from './panel';

const RANK = { staff: 0, visitor: 1, bot: 2 } as const;

function order(own: string | undefined): (a: MemberView, b: MemberView) => number {
  const compare = new Intl.Collator(language.value).compare;
  const rank = (m: MemberView): number => (m.member === own ? -1 : RANK[m.role]);
  return (a, b) => rank(a) - rank(b) || compare(a.name, b.name);
}

function Tag({ member, own }: { member: MemberView; own: boolean }): JSX.Element | null {
  if (own) return <span class="tag">{t('people.you')}</span>;
  if (member.away) return <span class="tag dim">{t('people.away')}</span>;
  if (member.role === 'staff') return <span class="tag accent">{t('people.staff')}</span>;
  return member.role === 'bot' ? <span class="tag dim">{t('people.bot')}</span> : null;
}

export function People(): JSX.Element {
  const own = store.me.value?.member;
  const members = [...store.members.value].sort(order(own));
  return (
    <SidePanel title={t('people.title')}>
      <p class="hint">{t('people.count', { count: members.length })}</p>
      <ul class="people" tabIndex={0} aria-label={t('people.title')}>
        {members.map((member) => (
          <li key={member.member}>
            <span class={`dot hue${member.avatar % 8}`} aria-hidden="true">
              {[...member.name][0]}
            </span>
            <span class="name">{member.name}</span>
            <Tag member={member} own={member.member === own} />
          </li>
        ))}
      </ul>
      {members.length === 1 && <p class="note">{t('people.alone')}</p>}
    </SidePanel>
  );
}
