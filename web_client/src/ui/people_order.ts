// In which order people stand in the list: oneself, staff, then who is near. Pure.
import type { MemberView } from '../protocol/generated';

const RANK = { staff: 0, visitor: 1, bot: 1 } as const;
const UNKNOWN_M = 1e6;
const STEP_M = 2; // who is about as near stands by name: the list does not tumble with every step

/** Sorted anew; `distance` in metres, null where it is not known. */
export function inOrder(
  members: readonly MemberView[],
  own: string | undefined,
  distance: (member: MemberView) => number | null,
  compare: (a: string, b: string) => number,
): MemberView[] {
  const keyed = members.map((member) => ({
    member,
    rank: member.member === own ? -1 : RANK[member.role],
    near: Math.floor((distance(member) ?? UNKNOWN_M) / STEP_M),
  }));
  keyed.sort((a, b) => a.rank - b.rank || a.near - b.near || compare(a.member.name, b.member.name));
  return keyed.map(({ member }) => member);
}
