// The scene of the room one is in: its description, then its files, unless they are on show already.
import type { Api } from './net/api';
import { type SceneDescription, sameScene } from './scene/description';
import type { Progress } from './scene/download';
import { plain, store } from './store';

/** Brings the scene's files over the wire. */
export type Bring = (scene: SceneDescription, progress: Progress) => Promise<ArrayBuffer[]>;

/** The part of the world that is needed; `Loaded` is what one hands to the other. */
export interface Showing<Loaded> {
  load(description: SceneDescription, files: readonly ArrayBuffer[]): Promise<Loaded>;
  show(loaded: Loaded, description: SceneDescription): void;
  stop(): void;
}

export class Scenery<Loaded> {
  private readonly descriptions = new Map<string, SceneDescription>();
  private shown: SceneDescription | null = null;
  private run = 0;

  constructor(
    private readonly json: Api['json'],
    private readonly bring: Bring,
    /** Settles when there is a world, or when it is certain that there will be none. */
    private readonly worldMade: Promise<void>,
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
    if (plain.value) return;
    if (!this.isShown(scene) && !(await this.build(scene, wanted))) return;
    this.ready(scene);
  }

  /** True when the scene is on show. */
  private async build(scene: SceneDescription, wanted: () => boolean): Promise<boolean> {
    const files = this.bring(scene, (bytes, total) => {
      if (wanted()) store.loading.value = bytes < total ? { name: 'bytes', loaded: bytes, total } : { name: 'building' };
    });
    const [came] = await Promise.all([files, this.worldMade]);
    const world = this.world();
    if (!wanted() || !world) return false;
    const loaded = await world.load(scene, came);
    if (!wanted()) return false;
    performance.mark('room:built'); // for `make arrival`
    world.show(loaded, scene);
    this.shown = scene;
    return true;
  }

  private isShown(scene: SceneDescription): boolean {
    return this.shown !== null && sameScene(this.shown, scene);
  }

  private ready(scene: SceneDescription): void {
    store.scene.value = scene;
    store.loading.value = { name: 'ready' };
  }
}
