// Clips on the exhibits: a video in place of the picture that a material of the exhibit has.
import { type Material, Mesh, type Object3D, SRGBColorSpace, type Texture, VideoTexture } from 'three';
import type { SceneDescription } from './description';
import type { ExhibitNode } from './loader';

type Glowing = Material & { map?: Texture | null; emissiveMap?: Texture | null };

interface ClipScreen {
  readonly material: Glowing;
  /** Where the picture is: what glows by itself, or what is lit. */
  readonly slot: 'emissiveMap' | 'map';
  readonly still: Texture | null;
  video: HTMLVideoElement | null;
}

export class ClipScreens {
  private readonly all = new Map<string, ClipScreen>();

  constructor(nodes: readonly ExhibitNode[], description: SceneDescription | null) {
    for (const { id, media } of description?.exhibits ?? []) {
      const node = nodes.find((one) => one.id === id)?.node;
      const material = node && media?.material ? materialOf(node, media.material) : null;
      if (!material) continue;
      const slot = material.emissiveMap ? 'emissiveMap' : 'map';
      this.all.set(id, { material, slot, still: material[slot] ?? null, video: null });
    }
  }

  /** The exhibit's clip from now on; null: its own picture. The same again changes nothing. */
  project(exhibit: string, video: HTMLVideoElement | null): void {
    const screen = this.all.get(exhibit);
    if (!screen || screen.video === video) return;
    const { material, slot } = screen;
    if (screen.video) material[slot]?.dispose();
    screen.video = video;
    material[slot] = video ? textureOf(video) : screen.still;
    material.needsUpdate = true; // the colours of a video are read in another way
  }
}

function textureOf(video: HTMLVideoElement): VideoTexture {
  const texture = new VideoTexture(video);
  texture.flipY = false; // glTF counts rows from above
  texture.colorSpace = SRGBColorSpace;
  return texture;
}

function materialOf(node: Object3D, name: string): Glowing | null {
  let found: Glowing | null = null;
  node.traverse((object) => {
    if (object instanceof Mesh) for (const one of [object.material].flat() as Material[]) if (one.name === name) found = one;
  });
  return found;
}
