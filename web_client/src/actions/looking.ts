// Looking at an exhibit from close by: the view glides there, one's own body goes to stand beside it; and back.
import { localised, t } from '../i18n';
import { plain, store } from '../store';
import type { Tell } from './commands';

/** The part of the world in which one looks. */
export interface Eyes {
  /** The view goes close to the exhibit, the body beside it; false where that is not possible. */
  lookCloser(exhibit: string): boolean;
  lookBack(): void;
  /** The view turns to where this hotspot is to be seen. */
  lookAtSpot(exhibit: string, hotspot: string | null): void;
}

export class Looking {
  constructor(
    private readonly eyes: () => Eyes | null,
    /** Without a 3D view: one's body goes to stand before this place. */
    private readonly stand: (position: readonly number[]) => void,
    private readonly meant: (exhibit: string) => void,
    private readonly tell: Tell,
  ) {}

  // ---- what a person does

  closer(exhibit: string): void {
    const about = store.scene.value?.exhibits.find(({ id }) => id === exhibit);
    if (!about) return;
    this.meant(exhibit);
    if (plain.value) {
      this.stand(about.position);
      this.tell(t('exhibit.besideNow', { exhibit: localised(about.title) }), false);
      return;
    }
    if (store.headset.value === 'worn') {
      store.front.value = 'exhibit'; // one's head goes close by itself
      return;
    }
    const eyes = this.eyes();
    if (!eyes?.lookCloser(exhibit)) {
      if (store.exhibits.value.get(exhibit)?.holder) this.tell(t('exhibit.busy'), false); // what is carried about moves
      return;
    }
    store.closer.value = exhibit;
    eyes.lookAtSpot(exhibit, store.exhibits.value.get(exhibit)?.hotspot ?? null);
  }

  back(): void {
    if (store.closer.value === null) return;
    this.eyes()?.lookBack();
    this.gone();
  }

  /** From close by to where one stood, or the other way. */
  toggle(): void {
    if (store.closer.value !== null) this.back();
    else if (store.focus.value !== null) this.closer(store.focus.value);
  }

  // ---- what the world and the visit report

  /** One has walked off. */
  gone(): void {
    store.closer.value = null;
    store.following.value = null;
  }

  spotShown(exhibit: string, hotspot: string | null): void {
    if (store.closer.value === exhibit) this.eyes()?.lookAtSpot(exhibit, hotspot);
  }
}
