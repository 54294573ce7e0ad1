// What an entry does to an exhibit's view, and what goes with somebody's visit (PROTOCOL.md X, N-2).
import type { ExhibitView, MediaView, ReportView, WireEntry } from '../protocol/generated';

export type ExhibitEntry = Extract<WireEntry, { exhibit: string }>;
/** What was done with an exhibit: the entry's kind. */
export type ExhibitEvent = ExhibitEntry['kind'];

/** The exhibit after the entry. An offer ends with the holding it was made in. */
export function exhibitAfter(before: ExhibitView, entry: ExhibitEntry): ExhibitView {
  switch (entry.kind) {
    case 'exhibit.taken':
      return { ...before, holder: entry.member, offered: null };
    case 'exhibit.settled':
      return { ...before, rotation: entry.rotation };
    case 'exhibit.released':
      return { ...before, holder: null, offered: null, rotation: entry.rotation };
    case 'exhibit.hotspot':
      return { ...before, hotspot: entry.hotspot };
    case 'exhibit.offered':
      return { ...before, offered: entry.to };
    case 'exhibit.guided':
      return { ...before, guide: entry.on ? entry.member : null };
    case 'exhibit.media': {
      const { playing, position, at } = entry;
      return { ...before, media: { playing, position, at } };
    }
  }
}

/** Where the medium is at `serverNow` (ms, Unix, the server's clock), in seconds. */
export function mediaPosition(media: MediaView, serverNow: number): number {
  return media.playing ? media.position + Math.max(0, serverNow - media.at) / 1000 : media.position;
}

/** Reports last as long as the visit of whom they are about; their words, as long as the reporter's (N-2). */
export function withoutMember(reports: readonly ReportView[], gone: string): readonly ReportView[] {
  return reports
    .filter(({ about }) => about !== gone)
    .map((report) => (report.member === gone ? { ...report, text: null } : report));
}
