// The phases of a connection, and what each close code asks of the client (PROTOCOL.md C-1).
import type { ModerationReason, Refusal } from '../protocol/generated';
import { Close } from '../protocol/generated';

export type EndReason = 'left' | 'removed' | 'banned' | 'signed_out' | 'refused' | 'misunderstood';

/** What else is known of an end: when the branch opens (ISO 8601), why staff ended it, until when (ms, Unix) one cannot come. */
export interface EndDetails {
  readonly opensAt?: string;
  readonly why?: ModerationReason;
  readonly until?: number;
}


export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'opening'; readonly attempt: number }
  | {
      readonly name: 'waiting';
      readonly reason: Refusal;
      readonly capacity: number;
      readonly place: number;
      readonly waiting: number;
    }
  | { readonly name: 'joined' }
  | { readonly name: 'lost'; readonly attempt: number }
  | { readonly name: 'full' }
  | { readonly name: 'replaced' }
  | ({ readonly name: 'ended'; readonly reason: EndReason; readonly code: string } & EndDetails);

/** What to do after a close: come back, begin anew with a fresh ticket, or tell the person. */
export type Recourse = 'resume' | 'resume-later' | 'restart' | 'full' | 'replaced' | EndReason;

export function recourse(code: number): Recourse {
  switch (code) {
    case Close.NORMAL:
      return 'left';
    case Close.HELLO_TIMEOUT:
    case Close.TICKET_REFUSED:
    case Close.RESUME_REFUSED:
      return 'restart';
    case Close.ROOM_FULL:
      return 'full';
    case Close.REPLACED:
      return 'replaced';
    case Close.REMOVED:
      return 'removed';
    case Close.BANNED:
      return 'banned';
    case Close.SIGNED_OUT:
      return 'signed_out';
    case Close.TOO_FAST:
      return 'resume-later';
    case 1002:
    case 1007:
    case 1008:
    case Close.TOO_BIG:
    case Close.BAD_MESSAGES:
      return 'misunderstood';
    default:
      return 'resume'; // 1001, 1011, 1012, 4005, and a line that broke without a word (1006)
  }
}
