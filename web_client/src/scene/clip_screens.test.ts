// A clip takes the place of the exhibit's own picture, and gives it back.
import { Group, Mesh, MeshLambertMaterial, PlaneGeometry, Texture, VideoTexture } from 'three';
import { expect, it } from 'vitest';
import { ClipScreens } from './clip_screens';
import type { SceneDescription } from './description';

function telephone(emissiveMap: Texture | null) {
  const material = new MeshLambertMaterial({ name: 'screen', emissiveMap });
  const node = new Group().add(new Mesh(new PlaneGeometry(), material));
  const description = { exhibits: [{ id: 'mobile', media: { material: 'screen' } }] } as unknown as SceneDescription;
  return { material, screens: new ClipScreens([{ id: 'mobile', node, hotspots: new Map() }], description) };
}

const video = { addEventListener: () => undefined } as unknown as HTMLVideoElement;

it('is shown where the picture glows, and its shader is made anew', () => {
  const still = new Texture();
  const { material, screens } = telephone(still);
  const { version } = material;
  screens.project('mobile', video);
  const shown = material.emissiveMap;
  expect(shown).toBeInstanceOf(VideoTexture);
  expect(material.version).toBeGreaterThan(version);
  screens.project('mobile', video);
  expect(material.emissiveMap).toBe(shown);
  screens.project('mobile', null);
  expect(material.emissiveMap).toBe(still);
});

it('is shown as the picture of what does not glow; exhibits without a screen are left alone', () => {
  const { material, screens } = telephone(null);
  screens.project('card', video);
  expect(material.map).toBeNull();
  screens.project('mobile', video);
  expect(material.map).toBeInstanceOf(VideoTexture);
});
