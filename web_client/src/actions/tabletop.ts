// An exhibit on one's own table, seen through the headset or the telephone: putting it there, its parts, and coming back.
// Others are told nothing of it.
import { t } from '../i18n';
import { store } from '../store';
import type { Tell } from './commands';

const GROWTH = 1.25;
const STEP_RAD = Math.PI / 8;

/** The part of the world in which one's own room is seen. */
export interface OwnTable {
  /** Must come from a click. */
  toTable(exhibit: string): Promise<void>;
  /** This part is the one that is read. */
  openPart(id: string | null): void;
  put(down: boolean): void;
  turn(by: number): void;
  grow(factor: number): void;
  end(): Promise<void>;
}

export class Tabletop {
  constructor(
    private readonly table: () => OwnTable | null,
    private readonly takeOff: () => Promise<void>,
    private readonly tell: Tell,
  ) {}

  // ---- what a person does

  /** Must come from a click. */
  async begin(exhibit: string): Promise<void> {
    const table = this.table();
    if (!table || store.onTable.value) return;
    if (store.headset.value === 'worn') await this.takeOff();
    store.onTable.value = { exhibit, stands: false, part: null, overlaid: false };
    try {
      await table.toTable(exhibit);
    } catch {
      store.onTable.value = null;
      this.tell(t('table.failed'), false);
    }
  }

  put(down: boolean): void {
    this.table()?.put(down);
  }

  /** One step of turning by a button: to the right, or to the left. */
  turn(way: 1 | -1): void {
    this.table()?.turn(way * STEP_RAD);
  }

  grow(way: 1 | -1): void {
    this.table()?.grow(GROWTH ** way);
  }

  /** Reads this part, or what the whole is when it is the one that is open. */
  part(id: string): void {
    this.open(store.onTable.value?.part === id ? null : id);
  }

  /** Reads the next part; after the last one, what the whole is. */
  next(): void {
    const now = store.onTable.value;
    const parts = store.scene.value?.exhibits.find(({ id }) => id === now?.exhibit)?.hotspots ?? [];
    const at = parts.findIndex(({ id }) => id === now?.part) + 1;
    this.open(parts[at]?.id ?? null);
  }

  end(): Promise<void> {
    return this.table()?.end() ?? Promise.resolve();
  }

  // ---- what the table reports

  /** The page lies over the picture, or hangs in the room. */
  begun(overlaid: boolean): void {
    const now = store.onTable.value;
    if (now) store.onTable.value = { ...now, overlaid };
  }

  stands(put: boolean): void {
    const now = store.onTable.value;
    if (now) store.onTable.value = { ...now, stands: put };
  }

  /** One is back in the branch. */
  closed(): void {
    if (!store.onTable.value) return;
    store.onTable.value = null;
    this.tell(t('table.returned'), false);
  }

  private open(part: string | null): void {
    const now = store.onTable.value;
    if (!now) return;
    store.onTable.value = { ...now, part };
    this.table()?.openPart(part);
  }
}
