import { BoxGeometry, CompressedTexture, Group, Mesh, MeshStandardMaterial, Texture } from 'three';
import { expect, it } from 'vitest';
import { bytesOf, discard, texturesOf } from './discard';

it('gives back geometries, materials and pictures below the root, pixels too', () => {
  const gone: string[] = [];
  const picture = new Texture({ width: 4, height: 4, close: () => gone.push('pixels') });
  const material = new MeshStandardMaterial({ map: picture });
  const root = new Group().add(new Mesh(new BoxGeometry(), material), new Group().add(new Mesh(new BoxGeometry(), material)));
  root.traverse((one) => one instanceof Mesh && one.geometry.addEventListener('dispose', () => gone.push('geometry')));
  material.addEventListener('dispose', () => gone.push('material'));
  picture.addEventListener('dispose', () => gone.push('picture'));
  discard(root);
  expect(gone.filter((one) => one === 'geometry').length).toBe(2);
  expect(new Set(gone)).toEqual(new Set(['geometry', 'material', 'picture', 'pixels']));
});

it('finds each picture once, whatever it is used for', () => {
  const picture = new Texture();
  const other = new Texture();
  const material = new MeshStandardMaterial({ map: picture, lightMap: other, roughnessMap: picture });
  const root = new Group().add(new Mesh(new BoxGeometry(), material));
  expect(texturesOf(root)).toEqual(new Set([picture, other]));
});

it('counts what the graphics card keeps: four bytes a pixel and mip levels, or what is packed', () => {
  expect(bytesOf(new Texture({ width: 64, height: 32 }))).toBe(Math.ceil((64 * 32 * 4 * 4) / 3));
  const flat = new Texture({ width: 64, height: 32 });
  flat.generateMipmaps = false;
  expect(bytesOf(flat)).toBe(64 * 32 * 4);
  const levels = [16, 4].map((length) => ({ data: new Uint8Array(length), width: 4, height: 4 }));
  expect(bytesOf(new CompressedTexture(levels, 4, 4))).toBe(20);
});
