// What the viewer's address asks for, in numbers.

export function number(query: URLSearchParams, name: string, otherwise: number): number {
  const found = Number.parseFloat(query.get(name) ?? '');
  return Number.isFinite(found) ? found : otherwise;
}
