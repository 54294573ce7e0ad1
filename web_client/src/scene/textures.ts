// Pictures that lie beside the model or are packed for the graphics card (KTX2): the transcoder comes only if one is there.
import { LinearMipmapLinearFilter, SRGBColorSpace, Texture, type WebGLRenderer } from 'three';
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';
import type { LightmapRef } from './description';

const GLB_HEAD = 20;

/** True when the GLB file says that it uses `extension`. */
export function usesExtension(glb: ArrayBuffer, extension: string): boolean {
  if (glb.byteLength < GLB_HEAD) return false;
  const length = new DataView(glb).getUint32(12, true);
  const text = new TextDecoder().decode(new Uint8Array(glb, GLB_HEAD, Math.min(length, glb.byteLength - GLB_HEAD)));
  const { extensionsUsed } = JSON.parse(text) as { extensionsUsed?: string[] };
  return extensionsUsed?.includes(extension) ?? false;
}

/** A loader for KTX2, from this page's own host; the caller disposes of it. */
export async function makeTranscoder(renderer: WebGLRenderer): Promise<KTX2Loader> {
  const { KTX2Loader } = await import('three/addons/loaders/KTX2Loader.js');
  return new KTX2Loader().setWorkerLimit(2).detectSupport(renderer);
}

export const isPacked = ({ url }: LightmapRef): boolean => url.endsWith('.ktx2');

export async function lightmapTexture(bytes: ArrayBuffer, transcoder: KTX2Loader | null): Promise<Texture> {
  const texture = transcoder ? await packed(bytes, transcoder) : await plain(bytes);
  texture.flipY = false; // rows as in the file, like every glTF texture
  texture.channel = 1;
  texture.colorSpace = SRGBColorSpace;
  texture.needsUpdate = true;
  return texture;
}

function packed(bytes: ArrayBuffer, transcoder: KTX2Loader): Promise<Texture> {
  return new Promise((resolve, reject) => transcoder.parse(bytes, resolve, reject));
}

async function plain(bytes: ArrayBuffer): Promise<Texture> {
  const image = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none' });
  const texture = new Texture(image);
  texture.minFilter = LinearMipmapLinearFilter;
  return texture;
}
