// Single people under the viewer's own lamps: a clip's frames side by side, a person from all sides, all people in a row.
import { DirectionalLight, Group, Mesh, MeshStandardMaterial, PlaneGeometry, PMREMGenerator, type Scene, type WebGLRenderer } from 'three';
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js';
import { Batch } from '../avatars/batch';
import type { ClipSet } from '../avatars/clips';
import { figureMaterial } from '../avatars/figure_material';
import { Frame, ROW_SIZE, writeRow } from '../avatars/forward';
import type { Look } from '../avatars/look';
import { type Model, readModel } from '../avatars/models';
import { PoseRows } from '../avatars/pose_rows';
import { Shadows } from '../avatars/shadows';
import { joint } from '../avatars/skeleton';
import { Stance } from '../avatars/stance';
import { Tones } from '../avatars/tones';
import { openWardrobe } from '../avatars/wardrobe';
import type { Quality } from '../scene/quality';

const ROWS = 64;
const LIDS = ['leftUpperEyelid', 'rightUpperEyelid'].map(joint);
export type Fineness = 'near' | 'middle' | 'far';

/** Somebody in one moment of a clip. */
export interface Stand {
  readonly look: Look;
  readonly x: number;
  readonly z: number;
  readonly yaw: number;
  readonly clip: string;
  readonly seconds: number;
  /** By how much the eyes are closed, radians. */
  readonly lids: number;
}

export class Studio {
  readonly group = new Group();
  private readonly rows = new PoseRows(ROWS);
  private readonly tones = new Tones();
  private readonly shadows = new Shadows();
  private readonly wardrobe = openWardrobe();
  private readonly stance = new Stance();
  private readonly frame = new Frame();

  constructor(
    private readonly quality: Quality,
    private readonly fineness: Fineness,
  ) {
    this.group.add(this.shadows.mesh);
  }

  async show(stands: readonly Stand[]): Promise<void> {
    const clips = await this.wardrobe.clips();
    const models = new Map<number, { model: Model; batch: Batch }>();
    for (const { look } of stands) if (!models.has(look.person)) models.set(look.person, await this.dress(look.person));
    this.shadows.begin();
    for (const stand of stands) {
      const { model, batch } = models.get(stand.look.person)!;
      const row = this.rows.take();
      this.pose(clips, model, stand, row);
      batch.add(stand.x, 0, stand.z, stand.yaw, row, this.tones.row(stand.look.colours), 1);
      this.shadows.add(stand.x, 0, stand.z, stand.yaw);
    }
    this.shadows.end();
    this.rows.changed();
    for (const { batch } of models.values()) batch.end();
  }

  private async dress(person: number): Promise<{ model: Model; batch: Batch }> {
    const model = await readModel(await this.wardrobe.model(person));
    const picture = this.fineness === 'far' ? null : model.picture;
    const material = figureMaterial(this.quality, { poses: this.rows.texture, tones: this.tones.texture, picture });
    const batch = new Batch(model[this.fineness], material);
    batch.begin();
    this.group.add(batch.mesh);
    return { model, batch };
  }

  private pose(clips: ClipSet, { body }: Model, { clip, seconds, lids }: Stand, row: number): void {
    const { stance, frame } = this;
    const wanted = clips.get(clip);
    stance.clear();
    if (wanted.traits.mask === 'upper') this.above(clips, clip, seconds, body);
    else wanted.add(seconds, 1, body, stance);
    stance.normalise();
    if (lids !== 0)
      for (const lid of LIDS) {
        stance.rotations[lid * 4] = Math.sin(-lids / 2);
        stance.rotations[lid * 4 + 3] = Math.cos(lids / 2);
      }
    frame.solve(body, stance);
    writeRow(body, frame, this.rows.values, row * ROW_SIZE);
  }

  /** A gesture: the legs stand, from the spine up it is the clip's. */
  private above(clips: ClipSet, clip: string, seconds: number, body: Model['body']): void {
    clips.get('idle-1').add(0, 1, body, this.stance);
    const first = joint('spine');
    const legs = ['left', 'right'].flatMap((side) => ['UpperLeg', 'LowerLeg', 'Foot', 'Toes'].map((part) => joint(side + part)));
    const kept = legs.map((j) => this.stance.rotations.slice(j * 4, j * 4 + 4));
    this.stance.rotations.fill(0, first * 4);
    clips.get(clip).add(seconds, 1, body, this.stance, first);
    legs.forEach((j, i) => this.stance.rotations.set(kept[i], j * 4));
  }
}

/** Light and a pale floor, for people without a room. */
export function furnish(scene: Scene, renderer: WebGLRenderer): void {
  lightUp(scene, renderer);
  const floor = new Mesh(new PlaneGeometry(400, 60).rotateX(-Math.PI / 2), new MeshStandardMaterial({ color: 0xcfd6da, roughness: 0.9 }));
  floor.position.y = -0.002;
  scene.add(floor);
}

/** Light from all round. */
export function lightUp(scene: Scene, renderer: WebGLRenderer): void {
  const generator = new PMREMGenerator(renderer);
  scene.environment = generator.fromScene(new RoomEnvironment(), 0.04).texture;
  scene.environmentIntensity = 0.62;
  const fill = new DirectionalLight(0xfff0e0, 0.55); // from beside the onlooker: no dark eye sockets
  fill.position.set(1.6, 1.0, 4);
  const edge = new DirectionalLight(0xeaf2ff, 1.1); // from behind: hair and shoulders stand out
  edge.position.set(2.4, 2.6, -3.5);
  scene.add(fill, edge);
}
