// What others do in the room, in words for those who do not see it: exhibits, seats, and for staff what was reported.
import { localised, t } from '../i18n';
import type { MemberView } from '../protocol/generated';
import type { Change } from '../replica/room';
import type { ExhibitDescription } from '../scene/description';
import { announce, store } from '../store';

/** Tells of `change`, unless it is one's own doing or nothing that one could miss. */
export function witness(change: Change, me: string, members: ReadonlyMap<string, MemberView>): void {
  const text = words(change, me, members);
  if (text === null) return;
  const loud = change.kind === 'report';
  if (loud) store.notice.value = { text, loud };
  announce({ kind: 'told', text, loud });
}

function words(change: Change, me: string, members: ReadonlyMap<string, MemberView>): string | null {
  if (change.kind === 'report') {
    const { about_name: about, reason } = change.report;
    return t('report.received', { about, reason: t(`report.${reason}`) });
  }
  if (change.kind === 'seat') {
    const { member, name, seat } = change.member;
    return member === me || seat === null ? null : t('announce.sat', { name });
  }
  if (change.kind !== 'exhibit' || change.by === me) return null;
  const nameOf = (member: string | null): string => members.get(member ?? '')?.name ?? '…';
  const about = store.scene.value?.exhibits.find(({ id }) => id === change.exhibit.exhibit);
  const offeredToMe = change.exhibit.offered === me; // the offer itself is there to be answered, and said
  return about && !offeredToMe ? handled(change, about, nameOf) : null;
}

/** Null where nothing is to be seen of it: what was closed, ended or withdrawn. */
function handled(
  { exhibit: view, what, by }: Change & { kind: 'exhibit' },
  { title, hotspots }: ExhibitDescription,
  nameOf: (member: string | null) => string,
): string | null {
  const values = { name: nameOf(by), exhibit: localised(title) };
  switch (what) {
    case 'exhibit.released':
      return t('announce.released', values);
    case 'exhibit.taken':
      return t('announce.taken', values);
    case 'exhibit.guided':
      return view.guide === null ? null : t('announce.guided', values);
    case 'exhibit.offered':
      return view.offered === null ? null : t('announce.offered', { ...values, other: nameOf(view.offered) });
    case 'exhibit.media':
      return t(view.media?.playing ? 'announce.clipOn' : 'announce.clipOff', values);
    case 'exhibit.hotspot': {
      const shown = hotspots.find(({ id }) => id === view.hotspot);
      return shown ? t('announce.hotspot', { ...values, hotspot: localised(shown.title) }) : null;
    }
    default:
      return null;
  }
}
