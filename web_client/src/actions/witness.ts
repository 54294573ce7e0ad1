// What others do in the room, in words for those who do not see it: exhibits, seats, and for staff what was reported.
import { type Key, localised, t } from '../i18n';
import type { ExhibitView, MemberView } from '../protocol/generated';
import type { Change } from '../replica/room';
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
  if (change.kind !== 'exhibit' || change.by === null || change.by === me) return null;
  return handled(change.exhibit, change.what, members.get(change.by)?.name ?? '…');
}

const TOLD: Readonly<Record<string, Key>> = {
  'exhibit.taken': 'announce.taken',
  'exhibit.released': 'announce.released',
  'exhibit.hotspot': 'announce.hotspot',
};

function handled({ exhibit, hotspot }: ExhibitView, what: string, name: string): string | null {
  const about = store.scene.value?.exhibits.find(({ id }) => id === exhibit);
  const key = TOLD[what];
  if (!about || !key) return null;
  const shown = about.hotspots.find(({ id }) => id === hotspot);
  if (what === 'exhibit.hotspot' && !shown) return null; // closed
  return t(key, { name, exhibit: localised(about.title), hotspot: localised(shown?.title) });
}
