// The poses of those who are near, as a picture that the graphics card reads: a row a figure, three points a joint.
import { DataTexture, FloatType, NearestFilter, RGBAFormat } from 'three';
import { ROW_SIZE } from './forward';

const WIDTH = ROW_SIZE / 4;

/** `values` as a texture of whole rows. */
export function poseTexture(values: Float32Array): DataTexture {
  const texture = new DataTexture(values as Float32Array<ArrayBuffer>, WIDTH, values.length / ROW_SIZE, RGBAFormat, FloatType);
  texture.minFilter = texture.magFilter = NearestFilter;
  texture.generateMipmaps = false;
  texture.needsUpdate = true;
  return texture;
}

export class PoseRows {
  readonly texture: DataTexture;
  readonly values: Float32Array;
  private readonly free: number[] = [];

  constructor(readonly count: number) {
    this.values = new Float32Array(count * ROW_SIZE);
    this.texture = poseTexture(this.values);
    for (let row = count - 1; row >= 0; row--) this.free.push(row);
  }

  /** A row of one's own, -1 if none is left. */
  take(): number {
    return this.free.pop() ?? -1;
  }

  give(row: number): void {
    this.free.push(row);
  }

  /** What was written is to be seen. */
  changed(): void {
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
