// Many of one shape in one draw call: figures of a model at one level, spots on the floor. Instances are written anew in
// every frame, nothing is made.
import {
  type BufferGeometry,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type Material,
  Mesh,
} from 'three';

const FIRST = 16;

interface Range {
  start: number;
  count: number;
}

export class Batch {
  readonly mesh: Mesh<InstancedBufferGeometry, Material>;
  count = 0;
  private places!: Float32Array;
  private states!: Float32Array;
  private place!: InstancedBufferAttribute;
  private state!: InstancedBufferAttribute;
  /** What goes to the card of either attribute. */
  private readonly written: Range = { start: 0, count: 0 };

  constructor(
    private readonly shape: BufferGeometry,
    material: Material,
    readonly triangles = (shape.index?.count ?? shape.getAttribute('position').count) / 3,
  ) {
    this.mesh = new Mesh(this.geometry(FIRST), material);
    this.mesh.frustumCulled = false; // figures are culled one by one
    this.mesh.matrixAutoUpdate = false;
    this.mesh.visible = false;
  }

  begin(): void {
    this.count = 0;
  }

  /**
   * `a` to `d` are what the material reads as `state`: of a figure its row among the poses, that among the colours, its
   * share, and within how many metres of the eye it fades.
   */
  add(x: number, y: number, z: number, yaw: number, a: number, b: number, c: number, d = 0): void {
    if (this.count * 4 === this.places.length) this.grow();
    const at = this.count++ * 4;
    this.places[at] = x;
    this.places[at + 1] = y;
    this.places[at + 2] = z;
    this.places[at + 3] = yaw;
    this.states[at] = a;
    this.states[at + 1] = b;
    this.states[at + 2] = c;
    this.states[at + 3] = d;
  }

  end(): void {
    this.mesh.visible = this.count > 0;
    this.mesh.geometry.instanceCount = this.count;
    if (this.count === 0) return;
    this.written.count = this.count * 4;
    this.place.needsUpdate = true;
    this.state.needsUpdate = true;
  }

  /** The model's own geometry and material stay: others may draw with them. */
  dispose(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
  }

  private grow(): void {
    const { places, states } = this;
    this.mesh.geometry.dispose();
    this.mesh.geometry = this.geometry((places.length / 4) * 2);
    this.places.set(places);
    this.states.set(states);
  }

  private geometry(capacity: number): InstancedBufferGeometry {
    const made = new InstancedBufferGeometry();
    for (const [name, attribute] of Object.entries(this.shape.attributes)) made.setAttribute(name, attribute);
    made.setIndex(this.shape.index);
    this.place = instanced(capacity, this.written);
    this.state = instanced(capacity, this.written);
    this.places = this.place.array as Float32Array;
    this.states = this.state.array as Float32Array;
    made.setAttribute('place', this.place);
    made.setAttribute('state', this.state);
    made.instanceCount = 0;
    return made;
  }
}

/** Only what was written goes to the card. three empties the list of ranges after each time, and it would be made anew. */
function instanced(capacity: number, written: Range): InstancedBufferAttribute {
  const made = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
  made.setUsage(DynamicDrawUsage);
  made.updateRanges.push(written);
  made.clearUpdateRanges = (): void => undefined;
  return made;
}
