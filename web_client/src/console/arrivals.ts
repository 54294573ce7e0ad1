// Who has just come: visitors of the last minutes whom nobody of staff has greeted yet. Pure: times in ms, Unix.
import type { MemberView } from '../protocol/generated';

/** For so long somebody counts as newly come. */
export const FRESH_MS = 5 * 60_000;

/** The newest first. `since` says when each came, as far as that is known. */
export function arrivals(
  members: readonly MemberView[],
  since: ReadonlyMap<string, number>,
  greeted: ReadonlySet<string>,
  now: number,
): readonly MemberView[] {
  const cameAt = ({ member }: MemberView): number => since.get(member) ?? -Infinity;
  return members
    .filter((one) => one.role === 'visitor' && !one.away && !greeted.has(one.member) && now - cameAt(one) < FRESH_MS)
    .sort((a, b) => cameAt(b) - cameAt(a));
}

/** Callers in their order, then visitors, the newest first, then staff; oneself at the end. */
export function inConsoleOrder(
  members: readonly MemberView[],
  since: ReadonlyMap<string, number>,
  callers: readonly string[],
  me: string | undefined,
): readonly MemberView[] {
  const rank = ({ member, role }: MemberView): number => {
    if (member === me) return 4;
    if (callers.includes(member)) return 0;
    return { visitor: 1, bot: 3, staff: 2 }[role];
  };
  const place = ({ member }: MemberView): number => {
    const at = callers.indexOf(member);
    return at >= 0 ? at : -(since.get(member) ?? 0);
  };
  return [...members].sort((a, b) => rank(a) - rank(b) || place(a) - place(b) || a.name.localeCompare(b.name));
}
