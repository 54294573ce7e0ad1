// Everybody else in the room, drawn from the tracks in every frame: who is near with all joints, who is far from baked
// poses, each model at each level in one draw call. Nothing is made per frame.
import { Group, type Material, type PerspectiveCamera, Sphere, Vector3 } from 'three';
import { Field } from '../replica/tracks';
import type { Quality } from '../scene/quality';
import type { Variant } from '../scene/variant';
import { Animator } from './animator';
import { Batch } from './batch';
import type { ClipSet } from './clips';
import { farPoses, farRow } from './far_poses';
import type { Figure } from './figure';
import { figureMaterial } from './figure_material';
import { attend } from './attention';
import { FULL_CAPS, Level, LIGHT_CAPS, rank } from './levels';
import { type Model, Models } from './models';
import { PoseRows, poseTexture } from './pose_rows';
import { ROW_SIZE } from './forward';
import { Shadows } from './shadows';
import { Sight } from './sight';
import { Tones } from './tones';

const TOO_NEAR_M = 0.45;
const RANK_EVERY_S = 0.25;
const SPARE_ROWS = 24; // for those who fade from one level to the next
const ENGAGED_A_FRAME = 24; // who comes with many others waits a frame or two for their body
const PLATE_M = 1.82; // over the feet of somebody whose model has not come
const FAR_TURNS = 2; // of those from whom nothing but the step is asked, one in so many frames
const UNSEEN_TURNS = 8;

/** Where the models and clips come from. */
export interface Wardrobe {
  clips(): Promise<ClipSet>;
  model(person: number): Promise<ArrayBuffer>;
}

/** What is drawn of one model. */
interface Troupe {
  readonly model: Model;
  /** By level: none, far, middle, near. */
  readonly batches: readonly (Batch | null)[];
  readonly materials: readonly Material[];
  readonly poses: ReturnType<typeof poseTexture>;
}

export class Crowd {
  readonly group = new Group();
  readonly tones = new Tones();
  private readonly shadows = new Shadows();
  private readonly models: Models;
  private readonly troupes: (Troupe | undefined)[] = [];
  private readonly waiting = new Map<number, Model>();
  private readonly rows: PoseRows;
  private readonly caps;
  private clips: ClipSet | null = null;
  private readonly order: Figure[] = [];
  private readonly sight = new Sight();
  private readonly sphere = new Sphere(new Vector3(), 1.2);
  private readonly eye = new Vector3();
  private sinceRank = RANK_EVERY_S;
  private frame = 0;
  private engaged = 0;
  private asked = false;

  constructor(
    private readonly quality: Quality,
    variant: Variant,
    private readonly wardrobe: Wardrobe,
  ) {
    this.caps = variant === 'full' && quality === 'high' ? FULL_CAPS : LIGHT_CAPS;
    this.rows = new PoseRows(this.caps.near + this.caps.middle + SPARE_ROWS);
    this.models = new Models(
      (person) => wardrobe.model(person),
      (person, model) => this.dress(person, model),
    );
    this.group.add(this.shadows.group);
  }

  /** Somebody came or went: the order of distances is made anew, and who is gone gives their row back. */
  cast(figures: readonly Figure[]): void {
    const present = new Set(figures);
    for (const figure of this.order) if (!present.has(figure)) this.release(figure);
    this.order.length = 0;
    for (const figure of figures) {
      this.order.push(figure);
      if (figure.tones < 0) figure.tones = this.tones.row(figure.look.colours);
    }
    this.sinceRank = RANK_EVERY_S;
    if (figures.length > 0 && !this.asked) void this.rehearse();
  }

  /** `floorAt` answers the height of the floor under a headset member; `time` and `seconds` are the page's. */
  draw(
    figures: readonly Figure[], camera: PerspectiveCamera, cull: boolean,
    floorAt: (x: number, z: number, from: number) => number, time: number, seconds: number,
  ): void {
    this.begin();
    this.frame++;
    this.engaged = 0;
    this.sight.set(camera);
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    for (const figure of figures) this.see(figure, floorAt, time);
    this.sinceRank += seconds;
    if (this.sinceRank >= RANK_EVERY_S) {
      this.sinceRank = 0;
      rank(this.order, this.caps);
      attend(this.order, this.eye, time);
    }
    for (const figure of figures) if (figure.shown) this.drawOne(figure, cull, time, seconds);
    this.end();
  }

  dispose(): void {
    for (const troupe of this.troupes) {
      if (!troupe) continue;
      for (const batch of troupe.batches) batch?.dispose();
      for (const material of troupe.materials) material.dispose();
      troupe.poses.dispose();
    }
    this.troupes.length = 0;
    this.models.dispose();
    this.rows.dispose();
    this.tones.dispose();
    this.shadows.dispose();
    this.group.removeFromParent();
  }

  private begin(): void {
    this.shadows.begin();
    for (const troupe of this.troupes) if (troupe) for (const batch of troupe.batches) batch?.begin();
  }

  private end(): void {
    this.shadows.end();
    this.rows.changed();
    for (const troupe of this.troupes) if (troupe) for (const batch of troupe.batches) batch?.end();
  }

  /** How far away, and whether to be drawn at all. Who stands in one's own face is left out, or one would see into them. */
  private see(figure: Figure, floorAt: (x: number, z: number, from: number) => number, time: number): void {
    figure.time = time;
    if (!figure.shown) return;
    const { pose } = figure;
    if (pose[Field.headset] === 1) pose[Field.y] = floorAt(pose[Field.x], pose[Field.z], pose[Field.headY]);
    const dx = this.eye.x - pose[Field.x], dz = this.eye.z - pose[Field.z];
    figure.top = pose[Field.y] + (figure.animator?.topM ?? PLATE_M);
    figure.distance = Math.hypot(dx, this.eye.y - pose[Field.y] - 0.9, dz);
    figure.shown = dx * dx + dz * dz > TOO_NEAR_M * TOO_NEAR_M;
  }

  private drawOne(figure: Figure, cull: boolean, time: number, seconds: number): void {
    const troupe = this.troupes[figure.look.person];
    if (!troupe) {
      this.models.get(figure.look.person);
      return;
    }
    const { pose } = figure;
    const animator = figure.animator ?? this.engage(figure, troupe);
    if (!animator) return;
    figure.fade(seconds);
    figure.still += seconds;
    this.sphere.center.set(pose[Field.x], pose[Field.y] + 0.9, pose[Field.z]);
    const seen = !cull || this.sight.has(this.sphere);
    if (figure.drawn >= Level.middle || figure.leaving >= Level.middle) this.animate(figure, animator, seen);
    else this.moveFar(figure, animator, seen);
    if (!seen) return;
    this.shadows.add(pose[Field.x], pose[Field.y], pose[Field.z], animator.size);
    this.put(figure, troupe, figure.drawn, figure.share, time);
    if (figure.leaving !== Level.none) this.put(figure, troupe, figure.leaving, figure.share - 1, time);
  }

  private engage(figure: Figure, { model }: Troupe): Animator | null {
    if (this.engaged === ENGAGED_A_FRAME) return null;
    this.engaged++;
    return (figure.animator = new Animator(this.clips!, model.body, figure.slot));
  }

  private put(figure: Figure, { batches }: Troupe, level: Level, share: number, time: number): void {
    const { pose } = figure;
    const far = level === Level.far || figure.row < 0;
    const row = far ? farRow(figure.phase, figure.pace, figure.animator!.seated, time, figure.slot) : figure.row;
    const batch = batches[far ? Level.far : level];
    batch?.add(pose[Field.x], pose[Field.y], pose[Field.z], figure.bodyYaw, row, figure.tones, share);
  }

  /** Moves the joints of who is near in every frame, of the others in every second one. */
  private animate(figure: Figure, animator: Animator, seen: boolean): void {
    const near = figure.drawn === Level.near || figure.leaving === Level.near;
    const fresh = figure.row < 0;
    if (fresh) figure.row = this.rows.take();
    if (figure.row < 0) return this.moveFar(figure, animator, seen);
    if (!fresh && !this.turnOf(figure, seen ? (near ? 1 : 2) : 4)) return;
    animator.step(figure, figure.still, near ? 'near' : 'middle');
    figure.still = 0;
    animator.write(this.rows.values, figure.row * ROW_SIZE);
    figure.follow(animator);
  }

  /** Their joints are baked; only the step goes on, so that it is right when they come near. */
  private moveFar(figure: Figure, animator: Animator, seen: boolean): void {
    this.release(figure);
    if (!this.turnOf(figure, seen ? FAR_TURNS : UNSEEN_TURNS)) return;
    animator.move(figure, figure.still);
    figure.still = 0;
    figure.follow(animator);
  }

  private turnOf(figure: Figure, every: number): boolean {
    return (this.frame + figure.slot) % every === 0;
  }

  private release(figure: Figure): void {
    if (figure.row < 0) return;
    this.rows.give(figure.row);
    figure.row = -1;
  }

  /** Clips come when there is somebody to move. */
  private async rehearse(): Promise<void> {
    this.asked = true;
    try {
      this.clips = await this.wardrobe.clips();
    } catch {
      this.asked = false; // asked again when somebody else comes
      return;
    }
    for (const [person, model] of this.waiting) this.dress(person, model);
  }

  /** A model has come: what draws it is made, once there are clips to make its far poses of. */
  private dress(person: number, model: Model): void {
    if (!this.clips) {
      this.waiting.set(person, model);
      return;
    }
    this.waiting.delete(person);
    const poses = poseTexture(farPoses(this.clips, model.body));
    const { picture } = model;
    const fine = figureMaterial(this.quality, { poses: this.rows.texture, tones: this.tones.texture, picture });
    const coarse = figureMaterial(this.quality, { poses, tones: this.tones.texture, picture: null });
    const batches = [null, new Batch(model.far, coarse), new Batch(model.middle, fine), new Batch(model.near, fine)];
    for (const batch of batches) if (batch) this.group.add(batch.mesh);
    this.troupes[person] = { model, batches, materials: [fine, coarse], poses };
  }
}

