// The server's text messages: parsed once here, typed by the generated definitions.
import type { Ack, Error as ErrorMessage, Goodbye, StateChunk, Waiting, Welcome } from './generated';
import type {
  Chat,
  Enter,
  ExhibitHotspot,
  ExhibitRelease,
  ExhibitSettle,
  ExhibitTake,
  Leave,
  RoomLock,
} from './generated';

export type { ErrorMessage };
export type ServerMessage = Welcome | Waiting | Ack | ErrorMessage | Goodbye | StateChunk;
export type CommandMessage =
  | Leave
  | Enter
  | Chat
  | ExhibitTake
  | ExhibitSettle
  | ExhibitRelease
  | ExhibitHotspot
  | RoomLock;

type WithoutId<T> = T extends { id: string } ? Omit<T, 'id'> : never;
/** A command before the outbox has given it its id. */
export type Draft = WithoutId<CommandMessage>;

const TYPES = new Set(['welcome', 'waiting', 'ack', 'error', 'goodbye', 'state']);

/** The message in `text`, or null when it is of no kind that this client knows (newer servers may say more). */
export function readMessage(text: string): ServerMessage | null {
  try {
    const value = JSON.parse(text) as { type?: unknown } | null;
    return typeof value?.type === 'string' && TYPES.has(value.type) ? (value as ServerMessage) : null;
  } catch {
    return null;
  }
}
