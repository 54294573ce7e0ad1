// Reflections and soft light for what is not baked: cube pictures of the room, taken when it has loaded.
import {
  CubeCamera,
  HalfFloatType,
  LinearMipmapLinearFilter,
  NoToneMapping,
  PMREMGenerator,
  type Scene,
  WebGLCubeRenderTarget,
  type WebGLRenderTarget,
  type WebGLRenderer,
} from 'three';
import type { ProbeSpot } from './probes';

const FARTHEST_M = 80;

/** How fine the pictures are, and how often they are taken: from the second time on they show reflections themselves. */
export interface Fineness {
  readonly size: number;
  readonly bounces: number;
}

/** Pictures `scene` for every probe, the first of which also becomes its environment. The targets are the caller's. */
export function captureReflections(
  renderer: WebGLRenderer,
  scene: Scene,
  probes: readonly ProbeSpot[],
  { size, bounces }: Fineness,
): WebGLRenderTarget[] {
  const cube = new WebGLCubeRenderTarget(size, {
    type: HalfFloatType,
    generateMipmaps: true,
    minFilter: LinearMipmapLinearFilter,
  });
  const camera = new CubeCamera(0.05, FARTHEST_M, cube);
  const generator = new PMREMGenerator(renderer);
  const toneMapping = renderer.toneMapping;
  renderer.toneMapping = NoToneMapping;
  // At first all is dark to reflect in: so every program is made once, with its environment.
  const targets = probes.map(() => generator.fromCubemap(cube.texture));
  for (let bounce = 0; bounce < bounces; bounce++) {
    use(scene, probes, targets);
    probes.forEach((probe, i) => {
      camera.position.copy(probe.at);
      camera.update(renderer, scene);
      generator.fromCubemap(cube.texture, targets[i]);
    });
  }
  use(scene, probes, targets);
  renderer.toneMapping = toneMapping;
  generator.dispose();
  cube.dispose();
  return targets;
}

function use(scene: Scene, probes: readonly ProbeSpot[], targets: readonly WebGLRenderTarget[]): void {
  probes.forEach((probe, i) => probe.fill(targets[i].texture));
  scene.environment = targets[0]?.texture ?? null;
}
