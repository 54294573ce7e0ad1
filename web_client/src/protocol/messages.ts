// The server's text messages: parsed once here, typed by the generated definitions.
import type { ClientMessage, Error as ErrorMessage, Join, Resume, ServerMessage } from './generated';

export type { ErrorMessage, ServerMessage };
/** What the server says of voice (V). */
export type VoiceMessage = Extract<ServerMessage, { type: `voice.${string}` }>;

type WithoutId<T> = T extends { id: string } ? Omit<T, 'id'> : never;
/** A command before the outbox has given it its id; what is said of voice is in no outbox. */
export type Draft = WithoutId<Exclude<ClientMessage, Join | Resume | { type: `voice.${string}` }>>;

const TYPES = new Set(['welcome', 'waiting', 'ack', 'error', 'goodbye', 'state', 'own', 'voice.ice', 'voice.state', 'voice.signalled', 'voice.answer']);

/** The message in `text`, or null when it is of no kind that this client knows (newer servers may say more). */
export function readMessage(text: string): ServerMessage | null {
  try {
    const value = JSON.parse(text) as { type?: unknown } | null;
    return typeof value?.type === 'string' && TYPES.has(value.type) ? (value as ServerMessage) : null;
  } catch {
    return null;
  }
}
