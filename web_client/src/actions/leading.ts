// Leading others through an exhibit's hotspots, one after the other, each as long as it takes to read; and following.
import { localised, t } from '../i18n';
import type { Localised } from '../net/api';
import type { ExhibitView } from '../protocol/generated';
import type { ExhibitDescription } from '../scene/description';
import { store } from '../store';
import type { Visit } from '../visit';
import type { Send, Tell } from './commands';

const SETTLE_MS = 2500; // to look up and find the place
const LEAST_MS = 6000;
const MOST_MS = 30_000;
/** How many ms a reader takes for a character; of a text in words each takes about five and a space. */
const READING_MS: Readonly<Record<string, number>> = { en: 58, zh: 190, ja: 150 };
const USUAL_MS = 58;

/** How long a step is shown: those who follow read in different languages, so the slowest counts. */
export function readingMs(...texts: readonly Localised[]): number {
  const languages = new Set(texts.flatMap((text) => Object.keys(text)));
  const each = [...languages].map((language) =>
    texts.reduce((sum, text) => sum + (text[language]?.length ?? 0) * (READING_MS[language] ?? USUAL_MS), 0),
  );
  return Math.min(MOST_MS, Math.max(LEAST_MS, SETTLE_MS + Math.max(0, ...each)));
}

export class Leading {
  /** When the next step is due, ms; while it does not go on by itself, how long is left. */
  private due = 0;
  private left = 0;

  constructor(
    private readonly send: Send,
    private readonly visit: Visit,
    private readonly look: (exhibit: string) => void,
    private readonly lookBack: () => void,
    private readonly tell: Tell,
    private readonly now: () => number,
  ) {}

  // ---- what a person does

  /** Leads through the exhibit from its first hotspot on. */
  async begin(exhibit: string): Promise<void> {
    if (store.leading.value) this.end();
    const outcome = await this.send({ type: 'exhibit.guide', exhibit, on: true });
    if (outcome.kind === 'refused') return this.tell(t('exhibit.ledByOther'), false);
    store.leading.value = { exhibit, goesOn: true };
    store.following.value = null;
    this.show(0);
  }

  end(): void {
    const { value } = store.leading;
    if (!value) return;
    store.leading.value = null;
    void this.send({ type: 'exhibit.guide', exhibit: value.exhibit, on: false });
  }

  pause(): void {
    const { value } = store.leading;
    if (!value?.goesOn) return;
    this.left = Math.max(0, this.due - this.now());
    store.leading.value = { ...value, goesOn: false };
  }

  goOn(): void {
    const { value } = store.leading;
    if (!value || value.goesOn) return;
    this.due = this.now() + this.left;
    store.leading.value = { ...value, goesOn: true };
  }

  /** To the step before or after; also of an exhibit through which nobody leads. */
  turn(exhibit: string, by: number): void {
    const about = this.about(exhibit);
    const to = this.at(exhibit) + by;
    if (!about?.hotspots[to]) return;
    if (store.leading.value?.exhibit === exhibit) this.show(to);
    else void this.send({ type: 'exhibit.hotspot', exhibit, hotspot: about.hotspots[to].id });
  }

  /** To see what the one who leads shows, from close by. */
  follow(exhibit: string): void {
    store.following.value = exhibit;
    this.look(exhibit);
  }

  /** Follows no longer, and looks from where one stands. */
  leave(): void {
    store.following.value = null;
    this.lookBack();
  }

  /** Called 20 times a second. */
  step(): void {
    const { value } = store.leading;
    if (!value?.goesOn || this.now() < this.due) return;
    const next = this.at(value.exhibit) + 1;
    if (next < (this.about(value.exhibit)?.hotspots.length ?? 0)) this.show(next);
    else this.finish(value.exhibit);
  }

  // ---- what the visit reports

  changed({ exhibit, guide }: ExhibitView): void {
    const mine = guide === this.visit.member;
    if (!mine && store.leading.value?.exhibit === exhibit) store.leading.value = null;
    if (guide === null && store.following.value === exhibit) {
      store.following.value = null;
      this.tell(t('exhibit.guideOver', { exhibit: localised(this.about(exhibit)?.title) }), false);
    }
  }

  /** A fresh state, or another room: nobody here leads any more who did before. */
  anew(): void {
    store.leading.value = null;
    const followed = store.following.value;
    if (followed && !this.visit.room.exhibits.get(followed)?.guide) store.following.value = null;
  }

  private show(to: number): void {
    const { value } = store.leading;
    const spot = value && this.about(value.exhibit)?.hotspots[to];
    if (!value || !spot) return;
    this.left = readingMs(spot.title, spot.text);
    this.due = this.now() + this.left;
    void this.send({ type: 'exhibit.hotspot', exhibit: value.exhibit, hotspot: spot.id });
  }

  private finish(exhibit: string): void {
    void this.send({ type: 'exhibit.hotspot', exhibit, hotspot: null });
    this.end();
    this.tell(t('exhibit.guideDone'), false);
  }

  private at(exhibit: string): number {
    const open = this.visit.room.exhibits.get(exhibit)?.hotspot;
    return this.about(exhibit)?.hotspots.findIndex(({ id }) => id === open) ?? -1;
  }

  private about(exhibit: string): ExhibitDescription | undefined {
    return store.scene.value?.exhibits.find(({ id }) => id === exhibit);
  }
}
