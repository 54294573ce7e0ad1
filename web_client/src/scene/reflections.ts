// Reflections and soft light for what is not baked: one cube picture of the room, taken when it has loaded.
import {
  CubeCamera,
  HalfFloatType,
  LinearMipmapLinearFilter,
  NoToneMapping,
  PMREMGenerator,
  type Scene,
  type Vector3,
  WebGLCubeRenderTarget,
  type WebGLRenderTarget,
  type WebGLRenderer,
} from 'three';

const SIZE = 256;

/** Pictures `scene` from `from`; the answer's texture is for the scene's environment, and the caller's to dispose of. */
export function captureReflections(renderer: WebGLRenderer, scene: Scene, from: Vector3): WebGLRenderTarget {
  const target = new WebGLCubeRenderTarget(SIZE, {
    type: HalfFloatType,
    generateMipmaps: true,
    minFilter: LinearMipmapLinearFilter,
  });
  const camera = new CubeCamera(0.1, 60, target);
  camera.position.copy(from);
  const before = renderer.toneMapping;
  renderer.toneMapping = NoToneMapping;
  camera.update(renderer, scene);
  renderer.toneMapping = before;
  const generator = new PMREMGenerator(renderer);
  const picture = generator.fromCubemap(target.texture);
  generator.dispose();
  target.dispose();
  return picture;
}
