// The card of a person in the room: going to them, writing to them, muting them for oneself, reporting them.
import type { JSX } from 'preact';
import { lookOf } from '../../avatars/look';
import type { Controller } from '../../controller';
import { t } from '../../i18n';
import type { MemberView } from '../../protocol/generated';
import { store } from '../../store';
import { Bust } from '../bust';
import { Tags } from '../people';
import { PersonActions } from '../person_card';
import { Report } from '../report';
import { Frame } from './frame';

interface Props {
  readonly controller: Controller;
  readonly member: MemberView;
  readonly report: boolean;
}

/** Whose card is open, if they are still here. */
export function openCard(): { readonly member: MemberView; readonly report: boolean } | null {
  const open = store.card.value;
  const member = open && store.members.value.find((one) => one.member === open.member);
  return open && member ? { member, report: open.report } : null;
}

function About({ controller, member }: Omit<Props, 'report'>): JSX.Element {
  const distance = controller.company.distance(member);
  return (
    <div class="person-row">
      <Bust look={lookOf(member.avatar, member.role, null)} />
      <Tags member={member} />
      {distance !== null && <span class="hint">{t('people.metres', { metres: Math.round(distance) })}</span>}
    </div>
  );
}

export function Person({ controller, member, report }: Props): JSX.Element {
  const title = report ? t('report.title', { name: member.name }) : member.name;
  return (
    <Frame name="person" title={title} close={() => controller.company.card(null)}>
      {report ? (
        <Report controller={controller} member={member} />
      ) : (
        <>
          <About controller={controller} member={member} />
          <PersonActions controller={controller} member={member} />
        </>
      )}
    </Frame>
  );
}
