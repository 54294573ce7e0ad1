// What is said aloud to those who cannot see the room, gathered so that it never floods: at most one announcement in
// two seconds, many of a kind as one. Pure: time is an argument, and words are made elsewhere.
import type { ReactionName } from '../reactions';

export const PAUSE_MS = 2000;
const GATHER_MS = 350; // what comes together is said together
const NAMED = 3; // so many are called by name
const QUOTED = 2; // so many messages are read out
const OLD_MS = 20_000; // what has waited so long is no news

/** What has happened. */
export type News =
  | { readonly kind: 'came' | 'left'; readonly name: string }
  | { readonly kind: 'said'; readonly name: string; readonly text: string; readonly toMe: boolean }
  | { readonly kind: 'reacted'; readonly name: string; readonly reaction: ReactionName }
  | { readonly kind: 'told'; readonly text: string; readonly loud: boolean };

/** A sentence of an announcement; `names` are at most three of `count`. */
export type Sentence =
  | { readonly kind: 'came' | 'left'; readonly names: readonly string[]; readonly count: number }
  | { readonly kind: 'said'; readonly name: string; readonly text: string; readonly toMe: boolean }
  | { readonly kind: 'messages'; readonly count: number }
  | { readonly kind: 'reacted'; readonly names: readonly string[]; readonly count: number; readonly reaction: ReactionName }
  | { readonly kind: 'told'; readonly text: string };

interface Waiting {
  readonly news: News;
  readonly at: number;
}

export class Announcements {
  private waiting: Waiting[] = [];
  private spokenAt = -Infinity;

  add(news: News, now: number): void {
    this.waiting.push({ news, at: now });
  }

  /** What is to be said now, if it is time for it: what matters first. Null: nothing. */
  due(now: number): readonly Sentence[] | null {
    this.waiting = this.waiting.filter(({ at }) => now - at < OLD_MS);
    const first = this.waiting[0];
    if (!first || now - this.spokenAt < PAUSE_MS || now - first.at < GATHER_MS) return null;
    const news = this.waiting.map((one) => one.news);
    this.waiting = [];
    const sentences = [...told(news, true), ...comings(news), ...said(news), ...reactions(news), ...told(news, false)];
    if (sentences.length === 0) return null;
    this.spokenAt = now;
    return sentences;
  }
}

function of<K extends News['kind']>(news: readonly News[], kind: K): (News & { kind: K })[] {
  return news.filter((one): one is News & { kind: K } => one.kind === kind);
}

function told(news: readonly News[], loud: boolean): Sentence[] {
  const texts = new Set(of(news, 'told').filter((one) => one.loud === loud).map(({ text }) => text));
  return [...texts].map((text) => ({ kind: 'told', text }));
}

/** Who came and was gone again before anybody heard of it is not mentioned. */
function comings(news: readonly News[]): Sentence[] {
  const came = of(news, 'came').map(({ name }) => name);
  const left: string[] = [];
  for (const { name } of of(news, 'left')) {
    const known = came.indexOf(name);
    if (known < 0) left.push(name);
    else came.splice(known, 1);
  }
  return [...crowd('came', came), ...crowd('left', left)];
}

function crowd(kind: 'came' | 'left', names: readonly string[]): Sentence[] {
  return names.length === 0 ? [] : [{ kind, names: names.slice(0, NAMED), count: names.length }];
}

/** The newest in full, what was written to oneself before all; of the others how many they are. */
function said(news: readonly News[]): Sentence[] {
  const lines = of(news, 'said');
  const mine = lines.filter(({ toMe }) => toMe);
  const theirs = lines.filter(({ toMe }) => !toMe);
  const read = [...mine, ...theirs.slice(-QUOTED)].slice(0, QUOTED);
  const more = lines.length - read.length;
  return [...read, ...(more > 0 ? [{ kind: 'messages', count: more } as const] : [])];
}

function reactions(news: readonly News[]): Sentence[] {
  const by = new Map<ReactionName, Set<string>>();
  for (const { name, reaction } of of(news, 'reacted')) by.set(reaction, (by.get(reaction) ?? new Set()).add(name));
  return [...by].map(([reaction, who]) => ({ kind: 'reacted', names: [...who].slice(0, NAMED), count: who.size, reaction }));
}
