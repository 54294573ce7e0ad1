// What the badge of a member of staff says, and who of them is there for others.
import { t } from './i18n';
import type { MemberView, StaffRole } from './protocol/generated';

/** What they are there for, in the language spoken; of staff without a role that they are staff. */
export function roleName(staff: StaffRole | null): string {
  return t(staff ? `staff.${staff}` : 'people.staff');
}

/** Those who can be turned to: whoever is away or aside cannot. */
export function onDuty(members: readonly MemberView[]): readonly MemberView[] {
  return members.filter(({ role, away, aside }) => role === 'staff' && !away && !aside);
}
