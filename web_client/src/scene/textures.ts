// Pictures that lie beside the model or are packed for the graphics card (KTX2): the transcoder comes only if one is there.
import { LinearMipmapLinearFilter, SRGBColorSpace, Texture, type WebGLRenderer } from 'three';
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';
import type { LightmapRef } from './description';

let coming: Promise<KTX2Loader> | null = null;
let borrowers = 0;

/** Begins to fetch the transcoder, so that it comes while the files do that need it. */
export function fetchTranscoder(): Promise<KTX2Loader> {
  return (coming ??= import('three/addons/loaders/KTX2Loader.js').then(({ KTX2Loader }) => {
    const loader = new KTX2Loader().setWorkerLimit(2);
    loader.init().catch(() => null); // who then uses it is told
    return loader;
  }));
}

/** The loader for KTX2, from this page's own host: one for all. Who borrows it gives it back with `returnTranscoder`. */
export async function borrowTranscoder(renderer: WebGLRenderer): Promise<KTX2Loader> {
  borrowers++;
  try {
    return (await fetchTranscoder()).detectSupport(renderer);
  } catch (problem) {
    returnTranscoder();
    throw problem;
  }
}

/** When nobody has it any more its workers end: they hold a good deal of memory. */
export function returnTranscoder(): void {
  if (--borrowers > 0) return;
  coming?.then((loader) => loader.dispose(), () => undefined);
  coming = null;
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
