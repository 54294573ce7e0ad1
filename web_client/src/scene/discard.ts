// Gives back what a room took on the graphics card, and says how much a room takes there.
import { CompressedTexture, type Material, Mesh, type Object3D, Texture } from 'three';

/** Everything below `root`: geometries, materials, their pictures. */
export function discard(root: Object3D): void {
  for (const mesh of meshesOf(root)) {
    mesh.geometry.dispose();
    for (const material of materialsOf(mesh)) material.dispose();
  }
  for (const texture of texturesOf(root)) {
    texture.dispose();
    const image = texture.source.data as { close?: () => void } | null;
    image?.close?.(); // an ImageBitmap keeps its pixels until then
  }
}

/** The pictures that the materials below `root` use, each once. */
export function texturesOf(root: Object3D): Set<Texture> {
  const found = new Set<Texture>();
  for (const mesh of meshesOf(root))
    for (const material of materialsOf(mesh))
      for (const value of Object.values(material)) if (value instanceof Texture) found.add(value);
  return found;
}

/** Bytes that a picture takes on the graphics card with its mip levels, as it was handed over. */
export function bytesOf(texture: Texture): number {
  if (texture instanceof CompressedTexture)
    return texture.mipmaps.reduce((sum, { data }) => sum + (data?.byteLength ?? 0), 0);
  const { width = 0, height = 0 } = (texture.image ?? {}) as { width?: number; height?: number };
  const plain = width * height * 4;
  return texture.generateMipmaps ? Math.ceil((plain * 4) / 3) : plain;
}

function meshesOf(root: Object3D): Mesh[] {
  const found: Mesh[] = [];
  root.traverse((object) => void (object instanceof Mesh && found.push(object)));
  return found;
}

function materialsOf(mesh: Mesh): Material[] {
  return [mesh.material as Material | Material[]].flat();
}
