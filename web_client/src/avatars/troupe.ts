// What is drawn of one model: a draw call for each level, with the poses of those who are far away; one more of oneself.
import type { DataTexture, Group, Material } from 'three';
import type { Quality } from '../scene/quality';
import { Batch } from './batch';
import type { ClipSet } from './clips';
import { farPoses } from './far_poses';
import { figureMaterial } from './figure_material';
import { headless } from './headless';
import { Level } from './levels';
import type { Model } from './models';
import { poseTexture } from './pose_rows';

/** What the figures of all models share. */
export interface Shared {
  readonly quality: Quality;
  readonly poses: DataTexture;
  readonly tones: DataTexture;
  readonly clips: ClipSet;
}

export class Troupe {
  readonly materials: readonly Material[];
  /** When somebody who looks so was here last, the crowd's seconds. */
  neededAt = 0;
  readonly clips: ClipSet;
  private readonly far;
  private readonly batches: (Batch | null)[];
  private headlessBatch: Batch | null = null;

  constructor(
    readonly model: Model,
    { quality, poses, tones, clips }: Shared,
    private readonly group: Group,
  ) {
    this.clips = clips;
    this.far = poseTexture(farPoses(clips, model.body));
    const fine = figureMaterial(quality, { poses, tones, picture: model.picture });
    const coarse = figureMaterial(quality, { poses: this.far, tones, picture: null });
    this.materials = [fine, coarse];
    this.batches = [null, new Batch(model.far, coarse), new Batch(model.middle, fine), new Batch(model.near, fine)];
    for (const batch of this.batches) if (batch) group.add(batch.mesh);
  }

  of(level: Level): Batch | null {
    return this.batches[level];
  }

  /** Of oneself, who has this body and sees it without a head. */
  get own(): Batch {
    if (!this.headlessBatch) {
      this.headlessBatch = new Batch(headless(this.model.near), this.materials[0]);
      this.headlessBatch.begin();
      this.batches.push(this.headlessBatch);
      this.group.add(this.headlessBatch.mesh);
    }
    return this.headlessBatch;
  }

  // By index: an iterator would be an object a frame.
  begin(): void {
    for (let level = 0; level < this.batches.length; level++) this.batches[level]?.begin();
  }

  end(): void {
    for (let level = 0; level < this.batches.length; level++) this.batches[level]?.end();
  }

  /** All but materials and model. */
  dispose(): void {
    for (const batch of this.batches) batch?.dispose();
    this.far.dispose();
  }
}
