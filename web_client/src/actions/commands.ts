// What an action needs of the connection: a command goes out, and what became of it comes back.
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';

export type Send = (draft: Draft) => Promise<Outcome>;

/** Tells something in words, also to a screen reader; `loud` is for what needs attention. */
export type Tell = (text: string, loud: boolean) => void;
