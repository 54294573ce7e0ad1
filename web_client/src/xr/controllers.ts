// The controllers in one's hands as one sees them: the model of what is held, whose trigger, buttons and stick move as
// the real ones do. Models are this page's own files (assets/controllers), fetched when one is first held.
import { type Material, Mesh, MeshLambertMaterial, type MeshStandardMaterial, type Object3D, Quaternion, Vector3 } from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import table from '../../../assets/controllers/controllers.json';
import { discard } from '../scene/discard';

const files = import.meta.glob<string>('../../../assets/controllers/*.glb', { query: '?url', import: 'default', eager: true });

type Side = 'left' | 'right';
type Move = { readonly part: string; readonly button?: number; readonly axis?: number };
interface Described {
  readonly file: string;
  readonly moves: readonly Move[];
}
const PROFILES = table as Readonly<Record<string, Readonly<Record<Side, Described>>>>;
/** Shown for controllers that we have no model of. */
const ANY = 'generic-trigger-squeeze-thumbstick';

/** Which model shows this input; null for what is no controller in a hand. */
export function described({ handedness, hand, targetRayMode, profiles }: XRInputSource): Described | null {
  if (hand || targetRayMode !== 'tracked-pointer' || handedness === 'none') return null;
  const known = profiles.find((one) => Object.hasOwn(PROFILES, one)) ?? ANY;
  return PROFILES[known][handedness];
}

/** Fetches the model's bytes by its name. */
export type Bring = (file: string) => Promise<ArrayBuffer>;

async function bringOwn(file: string): Promise<ArrayBuffer> {
  const answer = await fetch(files[`../../../assets/controllers/${file}`]);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** A part between the places that its button or axis moves it between. */
interface Part {
  readonly button: number;
  readonly axis: number;
  readonly node: Object3D;
  readonly from: { readonly position: Vector3; readonly turn: Quaternion };
  readonly to: { readonly position: Vector3; readonly turn: Quaternion };
}

interface Held {
  readonly grip: Object3D;
  readonly input: XRInputSource;
  readonly root: Object3D;
  readonly parts: readonly Part[];
}

export class Controllers {
  private readonly held: Held[] = [];
  private readonly wanted = new Map<Object3D, XRInputSource>();

  /** `plain` spares the graphics card where it is slow. */
  constructor(
    private readonly plain: boolean,
    private readonly bring: Bring = bringOwn,
  ) {}

  /** What is in this hand from now on: its model comes below `grip`, if it is a controller, as soon as it is there. */
  take(grip: Object3D, input: XRInputSource): void {
    this.drop(grip);
    const model = described(input);
    if (!model) return;
    this.wanted.set(grip, input);
    this.show(grip, input, model).catch(() => undefined); // one points without a model as well
  }

  /** The hand has let go of it. */
  drop(grip: Object3D): void {
    this.wanted.delete(grip);
    const at = this.held.findIndex((one) => one.grip === grip);
    if (at < 0) return;
    const [{ root }] = this.held.splice(at, 1);
    grip.remove(root);
    discard(root);
  }

  /** Once a frame: every part where its button or stick is now. */
  step(): void {
    for (let i = 0; i < this.held.length; i++) {
      const { input, parts } = this.held[i];
      if (!input.gamepad) continue;
      for (let j = 0; j < parts.length; j++) place(parts[j], input.gamepad);
    }
  }

  /** What is shown in this hand; null while nothing is. */
  shown(grip: Object3D): Object3D | null {
    return this.held.find((one) => one.grip === grip)?.root ?? null;
  }

  private async show(grip: Object3D, input: XRInputSource, { file, moves }: Described): Promise<void> {
    const bytes = await this.bring(file);
    const { scene } = await new GLTFLoader().setMeshoptDecoder(MeshoptDecoder).parseAsync(bytes, '');
    if (this.wanted.get(grip) !== input) return discard(scene);
    if (this.plain) scene.traverse(makePlain);
    this.held.push({ grip, input, root: scene, parts: moves.map((move) => partOf(scene, move)) });
    grip.add(scene);
  }
}

function makePlain(object: Object3D): void {
  if (!(object instanceof Mesh)) return;
  const { map, color, side } = object.material as MeshStandardMaterial;
  (object.material as Material).dispose();
  object.material = new MeshLambertMaterial({ map, color, side });
}

function partOf(root: Object3D, { part, button = -1, axis = -1 }: Move): Part {
  const end = (name: string): Object3D => {
    const found = root.getObjectByName(`${part}_${name}`);
    if (!found) throw new Error(`the controller has no ${part}_${name}`);
    return found;
  };
  const placeOf = ({ position, quaternion }: Object3D): Part['from'] => ({ position, turn: quaternion });
  return { button, axis, node: end('value'), from: placeOf(end('min')), to: placeOf(end('max')) };
}

function place({ button, axis, node, from, to }: Part, { buttons, axes }: Gamepad): void {
  const share = axis < 0 ? (buttons[button]?.value ?? 0) : ((axes[axis] ?? 0) + 1) / 2;
  node.position.lerpVectors(from.position, to.position, share);
  node.quaternion.slerpQuaternions(from.turn, to.turn, share);
}
