// Everybody else in the room, drawn from the tracks in every frame: who is near with all joints, who is far from baked
// poses, each model at each level in one draw call. Nothing is made per frame.
import { Group, type Material, type PerspectiveCamera, Sphere, Vector3 } from 'three';
import { Field } from '../replica/tracks';
import type { Quality } from '../scene/quality';
import type { Variant } from '../scene/variant';
import { Animator } from './animator';
import type { ClipSet } from './clips';
import { farRow } from './far_poses';
import type { Figure } from './figure';
import { attend } from './attention';
import { type Caps, FULL_CAPS, Level, LIGHT_CAPS, rank, shareOf } from './levels';
import { type Model, Models, type Wardrobe } from './models';
import { presence } from './personal_space';
import { PoseRows } from './pose_rows';
import { ROW_SIZE } from './forward';
import { Shadows } from './shadows';
import { Sight } from './sight';
import { Tones } from './tones';
import { Troupe } from './troupe';

const OWN_FADES_M = 0.19; // one's own body nearer to one's eyes
const OWN_LONGEST = 1.3; // arms that reach wherever one's hands are
const RANK_EVERY_S = 0.25;
const SPARE_ROWS = 24; // for those who fade from one level to the next
const ENGAGED_A_FRAME = 24; // who comes with many others waits a frame or two for their body
const PLATE_M = 1.82; // over the feet of somebody whose model has not come
const FAR_TURNS = 2; // of those from whom nothing but the step is asked, one in so many frames
const UNSEEN_TURNS = 8;
const UNUSED_S = 60; // after which a model gives its memory back

export class Crowd {
  readonly group = new Group();
  readonly tones = new Tones();
  /** Oneself, as one sees oneself in a headset. */
  private own: Figure | null = null;
  /** Who comes close to one's head fades, not only who is stood in. */
  keepsSpace = true;
  private readonly shadows = new Shadows();
  private readonly models: Models;
  private readonly troupes: (Troupe | undefined)[] = [];
  /** Materials that outlive their model, so that the graphics card keeps the programs for whoever comes next. */
  private spare: readonly Material[] = [];
  private readonly rows: PoseRows;
  private readonly allCaps: Caps;
  private caps: Caps;
  private readonly order: Figure[] = [];
  private readonly sight = new Sight();
  private readonly sphere = new Sphere(new Vector3(), 1.2);
  private readonly eye = new Vector3();
  private sinceRank = RANK_EVERY_S;
  private frame = 0;
  private engaged = 0;
  private time = 0;

  constructor(
    private readonly quality: Quality,
    variant: Variant,
    wardrobe: Wardrobe,
  ) {
    this.allCaps = this.caps = variant === 'full' && quality === 'high' ? FULL_CAPS : LIGHT_CAPS;
    this.rows = new PoseRows(this.caps.near + this.caps.middle + SPARE_ROWS);
    this.models = new Models(wardrobe, (person, model, clips) => this.dress(person, model, clips));
    this.group.add(this.shadows.mesh);
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
  }

  /** Oneself is to be seen from now on, by one's own eyes; null for nobody. */
  wear(own: Figure | null): void {
    if (this.own && this.own !== own) this.release(this.own);
    this.own = own;
    if (own && own.tones < 0) own.tones = this.tones.row(own.look.colours);
  }

  /** Of the people who may be drawn finely only this share from now on. */
  limit(share: number): void {
    this.caps = shareOf(this.allCaps, share);
  }

  /** The model of this person could not be had: nobody is drawn by it until it is asked for again. */
  lacks(person: number): boolean {
    return !this.troupes[person] && this.models.failing(person);
  }

  /** `floorAt` answers the height of the floor under a headset member; `time` and `seconds` are the page's. */
  draw(
    figures: readonly Figure[], camera: PerspectiveCamera, cull: boolean,
    floorAt: (x: number, z: number, from: number) => number, time: number, seconds: number,
  ): void {
    this.begin();
    this.time = time;
    this.frame++;
    this.engaged = 0;
    this.sight.set(camera);
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    // By index: what runs once a frame is compiled late, and until then an iterator is an object.
    for (let i = 0; i < figures.length; i++) this.see(figures[i], floorAt, time);
    this.sinceRank += seconds;
    if (this.sinceRank >= RANK_EVERY_S) {
      this.sinceRank = 0;
      rank(this.order, this.caps);
      attend(this.order, this.eye, time);
      this.tidy();
    }
    if (this.own?.shown) this.drawOwn(this.own, time, seconds);
    for (let i = 0; i < figures.length; i++) if (figures[i].shown) this.drawOne(figures[i], cull, time, seconds);
    this.end();
  }

  dispose(): void {
    this.troupes.forEach((_, person) => this.drop(person));
    for (const material of this.spare) material.dispose();
    this.models.dispose();
    this.rows.dispose();
    this.tones.dispose();
    this.shadows.dispose();
    this.group.removeFromParent();
  }

  private begin(): void {
    this.shadows.begin();
    for (let person = 0; person < this.troupes.length; person++) this.troupes[person]?.begin();
  }

  private end(): void {
    this.shadows.end();
    this.rows.changed();
    for (let person = 0; person < this.troupes.length; person++) this.troupes[person]?.end();
  }

  /** How far away, and how much of them is to be drawn. */
  private see(figure: Figure, floorAt: (x: number, z: number, from: number) => number, time: number): void {
    figure.time = time;
    if (!figure.shown) return;
    const { pose } = figure;
    if (pose[Field.headset] === 1) pose[Field.y] = floorAt(pose[Field.x], pose[Field.z], pose[Field.headY]);
    const dx = this.eye.x - pose[Field.x], dz = this.eye.z - pose[Field.z];
    figure.top = pose[Field.y] + (figure.animator?.topM ?? PLATE_M);
    figure.distance = Math.hypot(dx, this.eye.y - pose[Field.y] - 0.9, dz);
    figure.presence = presence(figure, this.eye, this.keepsSpace);
    figure.shown = figure.presence > 0;
  }

  private drawOwn(figure: Figure, time: number, seconds: number): void {
    const troupe = this.troupes[figure.look.person];
    if (!troupe) return this.models.want(figure.look.person);
    const animator = figure.animator ?? this.engage(figure, troupe);
    if (figure.row < 0) figure.row = this.rows.take();
    if (!animator || figure.row < 0) return;
    troupe.neededAt = figure.time = time;
    figure.drawn = figure.level = Level.near;
    figure.share = 1;
    animator.longest = OWN_LONGEST;
    animator.step(figure, seconds, 'near');
    animator.write(this.rows.values, figure.row * ROW_SIZE);
    figure.follow(animator);
    this.shadows.cast(figure, animator);
    const { pose } = figure;
    troupe.own.add(pose[Field.x], pose[Field.y], pose[Field.z], figure.bodyYaw, figure.row, figure.tones, 1, OWN_FADES_M);
  }

  private drawOne(figure: Figure, cull: boolean, time: number, seconds: number): void {
    const troupe = this.troupes[figure.look.person];
    if (!troupe) {
      this.models.want(figure.look.person);
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
    this.shadows.cast(figure, animator);
    this.put(figure, troupe, figure.drawn, figure.share, time);
    if (figure.leaving !== Level.none) this.put(figure, troupe, figure.leaving, figure.share - 1, time);
  }

  private engage(figure: Figure, { model, clips }: Troupe): Animator | null {
    if (this.engaged === ENGAGED_A_FRAME) return null;
    this.engaged++;
    return (figure.animator = new Animator(clips, model.body, figure.slot));
  }

  private put(figure: Figure, troupe: Troupe, level: Level, share: number, time: number): void {
    const { pose } = figure;
    const far = level === Level.far || figure.row < 0;
    const row = far ? farRow(figure.phase, figure.pace, figure.animator!.seated, time, figure.slot) : figure.row;
    const batch = troupe.of(far ? Level.far : level);
    batch?.add(pose[Field.x], pose[Field.y], pose[Field.z], figure.bodyYaw, row, figure.tones, share * figure.presence);
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

  /** A model has come: what draws it is made. */
  private dress(person: number, model: Model, clips: ClipSet): void {
    const troupe = new Troupe(model, { quality: this.quality, poses: this.rows.texture, tones: this.tones.texture, clips }, this.group);
    troupe.neededAt = this.time;
    this.troupes[person] = troupe;
  }

  /** Models that nobody has had for a while give their memory back; they come again when somebody needs them. */
  private tidy(): void {
    for (const { look } of this.order) {
      const troupe = this.troupes[look.person];
      if (troupe) troupe.neededAt = this.time;
    }
    for (let person = 0; person < this.troupes.length; person++)
      if (this.time - (this.troupes[person]?.neededAt ?? this.time) > UNUSED_S) this.drop(person);
  }

  private drop(person: number): void {
    const troupe = this.troupes[person];
    if (!troupe) return;
    this.troupes[person] = undefined;
    troupe.dispose();
    if (this.spare.length === 0) this.spare = troupe.materials;
    else for (const material of troupe.materials) material.dispose();
    this.models.drop(person);
  }
}
