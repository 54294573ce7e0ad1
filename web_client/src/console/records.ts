// What the audit says, as acts with how they ended: two records an act, since it is recorded before it is done. Pure.
import type { AuditRecord } from './api';

export interface Act {
  readonly record: AuditRecord;
  /** How it ended; `open`: that is not recorded (yet). */
  readonly end: 'accepted' | 'refused' | 'failed' | 'done' | 'open' | 'unreadable';
  /** Why it was refused. */
  readonly refusal: string | null;
}

/** The newest act first; an end whose beginning is not among them stands alone. */
export function actsOf(records: readonly AuditRecord[]): readonly Act[] {
  const ends = new Map(records.filter(({ asked }) => asked !== undefined).map((end) => [end.asked!, end]));
  const numbers = new Set(records.map(({ number }) => number));
  return records
    .filter(({ asked }) => asked === undefined || !numbers.has(asked))
    .map((record) => act(record, record.asked === undefined ? ends.get(record.number) : record))
    .sort((a, b) => b.record.number - a.record.number);
}

function act(record: AuditRecord, end: AuditRecord | undefined): Act {
  if (record.unreadable) return { record, end: 'unreadable', refusal: null };
  const outcome = record.outcome === 'asked' ? end?.outcome : record.outcome;
  if (outcome === undefined || outcome === 'asked') return { record, end: 'open', refusal: null };
  if (record.asked === undefined && record.outcome !== 'asked') return { record, end: outcome, refusal: null };
  return { record, end: outcome, refusal: outcome === 'refused' ? (end?.detail ?? null) : null };
}
