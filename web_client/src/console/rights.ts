// Which parts of the console somebody of staff sees, by what the server lets them do. Pure.
import type { Permission } from '../net/api';

export type RecordsPart = 'sessions' | 'bans' | 'audit' | 'accounts';

type Rights = ReadonlySet<Permission>;

/** The pages beside the rooms; everybody sees their own sessions. */
export function recordsParts(rights: Rights): readonly RecordsPart[] {
  const parts: RecordsPart[] = ['sessions'];
  if (rights.has('member.unban')) parts.push('bans');
  if (rights.has('audit.read')) parts.push('audit');
  if (rights.has('accounts.see')) parts.push('accounts');
  return parts;
}

/** Whether there is anything to do for the room as a whole. */
export function ordersRooms(rights: Rights): boolean {
  return rights.has('chat.slow') || rights.has('room.lock');
}
