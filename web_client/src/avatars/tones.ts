// Everybody's colours as a picture that the graphics card reads: a row a look, a point a zone; alpha is the roughness.
import { DataTexture, NearestFilter, RGBAFormat, SRGBColorSpace, UnsignedByteType } from 'three';
import type { Colours } from './zones';

const WIDTH = 16;
const ROWS = 2048;

export class Tones {
  readonly texture: DataTexture;
  private readonly bytes = new Uint8Array(WIDTH * ROWS * 4);
  private readonly rows = new Map<string, number>();
  private oldest = 0;
  private readonly keys: string[] = Array.from({ length: ROWS }, () => '');

  constructor() {
    this.texture = new DataTexture(this.bytes, WIDTH, ROWS, RGBAFormat, UnsignedByteType);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.minFilter = this.texture.magFilter = NearestFilter;
    this.texture.generateMipmaps = false;
    this.texture.needsUpdate = true;
  }

  /** The row of these colours; the same for the same. Beyond `ROWS` looks the oldest row is written anew. */
  row(colours: Colours): number {
    const key = colours.join();
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const row = this.oldest;
    this.oldest = (row + 1) % ROWS;
    this.rows.delete(this.keys[row]);
    this.rows.set(key, row);
    this.keys[row] = key;
    this.bytes.set(colours, row * WIDTH * 4);
    this.texture.needsUpdate = true;
    return row;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
