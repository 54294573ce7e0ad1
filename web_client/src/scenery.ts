// The scene of the room one is in: its description, then its files, unless they are on show already.
import type { Api } from './net/api';
import { type SceneDescription, sameScene } from './scene/description';
import type { Progress } from './scene/download';
import { store } from './store';

/** The part of the world that is needed; `Loaded` is what one hands to the other. */
export interface Showing<Loaded> {
  load(description: SceneDescription, progress: Progress): Promise<Loaded>;
  show(loaded: Loaded, description: SceneDescription): void;
  stop(): void;
}

export class Scenery<Loaded> {
  private readonly descriptions = new Map<string, SceneDescription>();
  private shown: SceneDescription | null = null;
  private run = 0;

  constructor(
    private readonly json: Api['json'],
    private readonly world: () => Showing<Loaded> | null,
  ) {}

  /** The description at `url`, asked for once. */
  async know(url: string): Promise<SceneDescription> {
    const known = this.descriptions.get(url) ?? (await this.json<SceneDescription>(url));
    this.descriptions.set(url, known);
    return known;
  }

  /** Shows the scene described at `url`, at once if it is on show. How far it is, `store.loading` says. */
  async show(url: string): Promise<void> {
    const run = ++this.run;
    const known = this.descriptions.get(url);
    if (known && this.isShown(known)) return this.ready(known);
    store.loading.value = { name: 'waiting' };
    this.world()?.stop();
    try {
      await this.fetch(url, () => run === this.run);
    } catch {
      if (run !== this.run) return;
      this.run++; // the other files may still come: nobody wants to hear of them
      this.descriptions.delete(url);
      store.loading.value = { name: 'failed' };
    }
  }

  private async fetch(url: string, wanted: () => boolean): Promise<void> {
    const scene = await this.know(url);
    if (!wanted()) return;
    store.scene.value = scene;
    const world = this.world();
    if (!world) return;
    if (!this.isShown(scene)) {
      const loaded = await world.load(scene, (bytes, total) => {
        if (wanted()) store.loading.value = bytes < total ? { name: 'bytes', loaded: bytes, total } : { name: 'building' };
      });
      if (!wanted()) return;
      world.show(loaded, scene);
      this.shown = scene;
    }
    this.ready(scene);
  }

  private isShown(scene: SceneDescription): boolean {
    return this.shown !== null && sameScene(this.shown, scene);
  }

  private ready(scene: SceneDescription): void {
    store.scene.value = scene;
    store.loading.value = { name: 'ready' };
  }
}
