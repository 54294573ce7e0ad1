// Where everybody of the room is right now, in words: at which exhibit, and whether they walk. Looked at every two seconds.
import { signal } from '@preact/signals';
import { Field } from '../replica/fields';
import { store } from '../store';
import type { Visit } from '../visit';
import { exhibitAt, moves } from './plan';

export interface Place {
  /** The exhibit they are at. */
  readonly at: string | null;
  readonly moves: boolean;
}

export const places = signal<ReadonlyMap<string, Place>>(new Map());

const pose = new Float32Array(Field.size);

/** Where somebody is shown, or null; the answer is used again by the next call. */
export function poseOf(visit: Visit, slot: number): Float32Array | null {
  if (!visit.clock.ready) return null;
  return visit.tracks.at(slot, visit.clock.shown(performance.now()), pose) ? pose : null;
}

/** The signal stays as it is where nothing has changed. */
export function lookWhere(visit: Visit): void {
  const found = new Map<string, Place>();
  for (const { member, slot } of store.members.value) {
    const seen = poseOf(visit, slot);
    if (!seen) continue;
    const at = exhibitAt(seen[Field.x], seen[Field.z], store.scene.value?.exhibits ?? [])?.id ?? null;
    found.set(member, { at, moves: moves(seen[Field.speed]) });
  }
  if (!same(found, places.value)) places.value = found;
}

function same(one: ReadonlyMap<string, Place>, other: ReadonlyMap<string, Place>): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([member, { at, moves: walks }]) => {
    const before = other.get(member);
    return before?.at === at && before.moves === walks;
  });
}
