// Where one stood when the page went away, so that a reload can offer it (PROTOCOL.md R-3). It ends with the tab.
import type { OfferedPose } from '../protocol/generated';

const KEY = 'vbranch.place';

export function rememberPlace(storage: Storage, place: OfferedPose | null): void {
  if (place) storage.setItem(KEY, JSON.stringify(place));
  else storage.removeItem(KEY);
}

export function recallPlace(storage: Storage): OfferedPose | null {
  try {
    const value = JSON.parse(storage.getItem(KEY) ?? 'null') as OfferedPose | null;
    return Array.isArray(value?.position) && typeof value.yaw === 'number' ? value : null;
  } catch {
    return null;
  }
}
