// What the viewer's address asks for, as numbers and places.
import { Vector3 } from 'three';

export function number(query: URLSearchParams, name: string, otherwise: number): number {
  const found = Number.parseFloat(query.get(name) ?? '');
  return Number.isFinite(found) ? found : otherwise;
}

export function place(query: URLSearchParams, name: string, otherwise: Vector3): Vector3 {
  const numbers = query.get(name)?.split(',').map(Number) ?? [];
  return numbers.length === 3 && numbers.every(Number.isFinite) ? new Vector3(...(numbers as [number, number, number])) : otherwise;
}
