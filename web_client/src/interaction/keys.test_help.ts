// A keyboard for tests: what is down is a set.
import type { Keys } from './keys';

export function keyboard(): { keys: Keys; down: Set<string> } {
  const down = new Set<string>();
  const any = (codes: readonly string[]): number => Number(codes.some((code) => down.has(code)));
  const keys = {
    is: (code: string) => down.has(code),
    axis: (plus: readonly string[], minus: readonly string[]) => any(plus) - any(minus),
  };
  return { keys: keys as Keys, down };
}
