// The people's models: fetched when somebody needs them, at most two at a time, and what drawing needs made of them.
// With the first come the clips, without which nobody moves.
import type { BufferGeometry, MeshStandardMaterial, SkinnedMesh, Texture } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { Body } from './body';
import type { ClipSet } from './clips';
import { JOINT_COUNT, JOINTS } from './skeleton';
import { girthOf } from './thighs';

const LEVELS = ['near', 'middle', 'far'] as const;
const AT_A_TIME = 2;
export const AGAIN_MS = 15_000; // after a failure

export interface Model {
  readonly body: Body;
  readonly near: BufferGeometry;
  readonly middle: BufferGeometry;
  readonly far: BufferGeometry;
  readonly picture: Texture | null;
}

/** The bytes of a person's file. */
export async function readModel(bytes: ArrayBuffer): Promise<Model> {
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const { scene } = await loader.parseAsync(bytes, '');
  const meshes = LEVELS.map((level) => {
    let found: SkinnedMesh | null = null;
    scene.getObjectByName(level)?.traverse((object) => {
      if ((object as SkinnedMesh).isSkinnedMesh) found ??= object as SkinnedMesh;
    });
    if (!found) throw new Error(`the model has no level ${level}`);
    return found as SkinnedMesh;
  });
  const [near, middle, far] = meshes.map(({ geometry }) => geometry);
  return { body: bodyOf(meshes[0]), near, middle, far, picture: (meshes[0].material as MeshStandardMaterial).map };
}

function bodyOf({ skeleton, geometry }: SkinnedMesh): Body {
  const rest = new Float32Array(JOINT_COUNT * 3);
  const inverse = new Float32Array(JOINT_COUNT * 16);
  if (skeleton.bones.length !== JOINT_COUNT) throw new Error(`the model has ${skeleton.bones.length} joints`);
  skeleton.bones.forEach((bone, i) => {
    if (bone.name !== JOINTS[i]) throw new Error(`joint ${i} of the model is ${bone.name}, not ${JOINTS[i]}`);
    bone.position.toArray(rest, i * 3);
    skeleton.boneInverses[i].toArray(inverse, i * 16);
  });
  return new Body(rest, inverse, girthOf(geometry, rest, inverse));
}

/** Where the models and clips come from. */
export interface Wardrobe {
  clips(): Promise<ClipSet>;
  model(person: number): Promise<ArrayBuffer>;
}

export class Models {
  private readonly known = new Map<number, Model>();
  private readonly wanted: number[] = [];
  private readonly started = new Set<number>();
  /** When it failed, ms of the page. */
  private readonly failed = new Map<number, number>();
  private busy = 0;
  private gone = false;

  constructor(
    private readonly wardrobe: Wardrobe,
    private readonly arrived: (person: number, model: Model, clips: ClipSet) => void,
  ) {}

  /** It is needed and will arrive, unless it is on its way, or failed lately. */
  want(person: number): void {
    if (this.known.has(person) || this.wanted.includes(person) || this.failing(person)) return;
    this.wanted.push(person);
    this.next();
  }

  /** It could not be had; it will be asked for again after a while, when somebody wants it. */
  failing(person: number): boolean {
    return performance.now() - (this.failed.get(person) ?? -Infinity) < AGAIN_MS;
  }

  /** Nobody needs it at present. */
  drop(person: number): void {
    const model = this.known.get(person);
    if (!model) return;
    this.known.delete(person);
    for (const level of LEVELS) model[level].dispose();
    model.picture?.dispose();
  }

  dispose(): void {
    this.gone = true;
    for (const person of [...this.known.keys()]) this.drop(person);
  }

  private next(): void {
    if (this.busy >= AT_A_TIME) return;
    const person = this.wanted.find((one) => !this.started.has(one));
    if (person === undefined) return;
    this.started.add(person);
    this.busy++;
    void this.load(person).finally(() => {
      this.busy--;
      this.started.delete(person);
      this.wanted.splice(this.wanted.indexOf(person), 1);
      this.next();
    });
  }

  private async load(person: number): Promise<void> {
    try {
      const [bytes, clips] = await Promise.all([this.wardrobe.model(person), this.wardrobe.clips()]);
      const model = await readModel(bytes);
      if (this.gone) return;
      this.known.set(person, model);
      this.arrived(person, model, clips);
    } catch {
      this.failed.set(person, performance.now()); // their plates are shown; everybody else is drawn
    }
  }
}
