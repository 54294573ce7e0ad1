// A record of the audit in the language spoken. What has no words here is shown as the server stored it. Pure but for the language.
import { roleName } from '../badges';
import { type Key, t } from '../i18n';
import { ModerationReason, StaffRole } from '../protocol/generated';
import type { AuditRecord } from './api';
import { roughSpan, span } from './spans';

type Values = Record<string, string>;

/** What was done or tried, and what more is to be known of it. */
export function actInWords({ act = '', detail = '', outcome }: AuditRecord): string {
  const [first = '', ...rest] = detail.split(', ');
  if (act === 'staff.sign_in' && outcome === 'refused') return joined(tried(first), rest);
  const [variant, values] = variantOf(act, first);
  const text = known(`acts.${act.replace('.', '_')}${variant}`, values);
  if (text === null) return joined(known(`acts.${act.replace('.', '_')}`) ?? act, detail === '' ? [] : [detail]);
  return joined(text, rest);
}

/** Why it was done, or why somebody did not get in. */
export function reasonInWords(reason: string): string {
  const ours = Object.values(ModerationReason).find((one) => one === reason);
  return ours ? t(`reasons.${ours}`) : (known(`reasons.${reason}`) ?? reason);
}

/** Why it was refused. */
export function refusalInWords(refusal: string): string {
  return known(`refusals.${refusal}`) ?? refusal.replaceAll('_', ' ');
}

// ---- the details of each act

/** The words for it, as the end of their key. */
function variantOf(act: string, detail: string): [string, Values?] {
  const seconds = secondsOf(detail);
  if (detail === '') return [''];
  switch (act) {
    case 'member.mute':
    case 'room.lock':
    case 'staff.totp':
      return [`_${detail}`];
    case 'member.ban':
      return seconds === null ? ['_?'] : ['_for', { time: lengthOf(seconds) }];
    case 'chat.slow':
      return seconds === 0 ? ['_off'] : ['_to', { time: lengthOf(seconds ?? 0) }];
    case 'staff.sign_in':
      return [WAYS.get(detail) ?? '_?'];
    case 'staff.role':
      return ['_to', { role: role(detail) }];
    case 'staff.add':
      return ['_as', made(detail)];
    default:
      return ['_?'];
  }
}

const WAYS = new Map([['password', '_password'], ['password and code', '_code'], ['provider', '_provider']]);

function tried(way: string): string {
  return t(way === 'provider' ? 'console.audit.acts.staff_sign_in_tried_provider' : 'console.audit.acts.staff_sign_in_tried');
}

function made(detail: string): Values {
  const [login, as = ''] = detail.split(' ');
  return { login, role: role(as) };
}

function joined(text: string, more: readonly string[]): string {
  return more.length === 0 ? text : `${text} (${more.map(furtherInWords).join(', ')})`;
}

function furtherInWords(detail: string): string {
  if (detail === 'address too') return t('console.audit.details.address');
  if (detail === 'address not known') return t('console.audit.details.no_address');
  const seconds = detail.startsWith('locked ') ? secondsOf(detail.slice('locked '.length)) : null;
  if (seconds !== null) return t('console.audit.details.locked', { time: lengthOf(seconds) });
  const [, as] = /^account made as (\w+)$/.exec(detail) ?? [];
  if (as) return t('console.audit.details.made', { role: role(as) });
  const [, before, after] = /^role (\w+) to (\w+)$/.exec(detail) ?? [];
  return after ? t('console.audit.details.role', { before: role(before), after: role(after) }) : detail;
}

function role(name: string): string {
  return roleName(Object.values(StaffRole).find((one) => one === name) ?? null);
}

function secondsOf(detail: string): number | null {
  const found = /^(\d+) s$/.exec(detail);
  return found && Number(found[1]);
}

/** Whole minutes are told as such. */
function lengthOf(seconds: number): string {
  return seconds >= 60 && seconds % 60 === 0 ? roughSpan(seconds * 1000) : span(seconds * 1000);
}

function known(key: string, values?: Values): string | null {
  const whole = `console.audit.${key}` as Key;
  const text = t(whole, values);
  return text === whole ? null : text;
}
