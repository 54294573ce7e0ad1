// What a tab remembers of its visit so that a reload or a broken line leads back to it (PROTOCOL.md R-2).

const KEY = 'vbranch.visit';

export interface Remembered {
  readonly token: string;
  readonly room: string;
  readonly name: string;
  readonly avatar: number;
}

export interface Memory {
  load(): Remembered | null;
  save(visit: Remembered): void;
  clear(): void;
}

/** In the tab's own storage: it ends with the tab, and another tab has a visit of its own. */
export function tabMemory(storage: Storage): Memory {
  return {
    load() {
      try {
        const value = JSON.parse(storage.getItem(KEY) ?? 'null') as Remembered | null;
        return typeof value?.token === 'string' ? value : null;
      } catch {
        return null;
      }
    },
    save: (visit) => storage.setItem(KEY, JSON.stringify(visit)),
    clear: () => storage.removeItem(KEY),
  };
}
