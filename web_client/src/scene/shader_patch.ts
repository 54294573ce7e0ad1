// Changes to three's own shaders, several on one material: each is named, and the names make the program's key.
import type { Material, WebGLProgramParametersWithUniforms } from 'three';

type Shader = WebGLProgramParametersWithUniforms;

const names = new WeakMap<Material, string[]>();

/** Applies `change` when `material` is compiled, after those that were added before. */
export function patchShader(material: Material, name: string, change: (shader: Shader) => void): void {
  const applied = names.get(material) ?? [];
  names.set(material, [...applied, name]);
  const before = material.onBeforeCompile;
  material.onBeforeCompile = (shader, renderer) => {
    if (applied.length > 0) before.call(material, shader, renderer);
    change(shader);
  };
  material.customProgramCacheKey = () => names.get(material)!.join('+');
}

/** Replaces `old` in `text`; a new version of three in which it is not there is told at once. */
export function swap(text: string, old: string, fresh: string): string {
  if (!text.includes(old)) throw new Error(`three's shader has no longer: ${old}`);
  return text.replaceAll(old, fresh);
}
