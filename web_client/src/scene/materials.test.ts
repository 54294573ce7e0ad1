import {
  BoxGeometry,
  Color,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  Object3D,
  ShaderLib,
  Texture,
  type WebGLProgramParametersWithUniforms,
  type WebGLRenderer,
} from 'three';
import { expect, it } from 'vitest';
import { applyBrand } from './brand';
import { prepareMaterials } from './materials';
import { probesOf } from './probes';
import type { Quality } from './quality';

const lightmap = { texture: new Texture(), scale: 4 };

function room(): { root: Group; wall: Mesh; card: Mesh; pane: Mesh } {
  const root = new Group();
  const baked = new Object3D();
  baked.userData['vbranch'] = { lightmapped: true };
  const stone = new MeshStandardMaterial();
  const wall = new Mesh(new BoxGeometry(), stone);
  const card = new Mesh(new BoxGeometry(), stone);
  const pane = new Mesh(new BoxGeometry(), new MeshPhysicalMaterial({ transmission: 1, roughness: 0.05 }));
  const probe = new Object3D();
  probe.name = 'probe:hall';
  probe.userData['vbranch'] = { probe: { size: [9, 9, 9] } };
  baked.add(wall);
  root.add(baked, card, pane, probe);
  root.updateMatrixWorld(true);
  return { root, wall, card, pane };
}

function prepared(quality: Quality): ReturnType<typeof room> {
  const made = room();
  prepareMaterials(made.root, { lightmap, probes: probesOf(made.root), quality });
  return made;
}

/** The fragment shader that the material would be compiled with. */
function fragments(mesh: Mesh): string {
  const { uniforms, vertexShader, fragmentShader } = ShaderLib.physical;
  const shader = { uniforms: { ...uniforms }, vertexShader, fragmentShader };
  (mesh.material as MeshStandardMaterial).onBeforeCompile(
    shader as unknown as WebGLProgramParametersWithUniforms,
    null as unknown as WebGLRenderer,
  );
  return shader.fragmentShader;
}

it('gives the lightmap to what is baked, and no other diffuse light', () => {
  const { wall, card } = prepared('high');
  const material = wall.material as MeshStandardMaterial;
  expect(material.lightMap).toBe(lightmap.texture);
  expect(material.lightMapIntensity).toBeCloseTo(Math.PI * 4);
  expect(fragments(wall)).not.toContain('iblIrradiance += getIBLIrradiance');
  expect(fragments(wall)).not.toContain('NUM_DIR_LIGHTS > 0');
  expect(fragments(wall)).toContain('iblRadiance *= mix( 1.0, min( seen, 1.0 )');
  expect(fragments(wall)).toContain('if ( reflecting > 0.5 ) iblRadiance = getIBLRadiance(');
  expect((card.material as MeshStandardMaterial).lightMap).toBeNull();
  expect(fragments(card)).not.toContain('reflecting');
  expect(fragments(card)).not.toContain('NUM_DIR_LIGHTS > 99');
});

it('reflects from the walls of the box at high quality', () => {
  const { wall, card } = prepared('high');
  for (const mesh of [wall, card]) expect(fragments(mesh)).toContain('reflectVec = boxed( reflectVec );');
});

it('makes glass of what lets light through, without drawing the room twice', () => {
  const { pane } = prepared('high');
  const material = pane.material as MeshPhysicalMaterial;
  expect([material.transmission, material.transparent, material.depthWrite]).toEqual([0, true, false]);
  expect(material.opacity).toBeCloseTo(0.15);
  expect(fragments(pane)).toContain('gleam');
});

it('keeps programs of different kinds apart', () => {
  const { wall, card, pane } = prepared('high');
  const keys = [wall, card, pane].map((mesh) => (mesh.material as MeshStandardMaterial).customProgramCacheKey());
  expect(keys).toEqual(['lightmapped+boxed', 'boxed', 'boxed+glass']);
});

it('takes the cheapest likeness at low quality', () => {
  const { wall, card } = prepared('low');
  expect(wall.material).toBeInstanceOf(MeshBasicMaterial);
  expect((wall.material as MeshBasicMaterial).lightMap).toBe(lightmap.texture);
  expect(card.material).toBeInstanceOf(MeshLambertMaterial);
});

it('fills the slots of the brand, and only those', () => {
  const root = new Group();
  const paint = (brand?: string): MeshStandardMaterial => {
    const material = new MeshStandardMaterial({ color: 0x888888 });
    if (brand) material.userData['vbranch'] = { brand };
    root.add(new Mesh(new BoxGeometry(), material));
    return material;
  };
  const [first, second, plain] = [paint('primary'), paint('secondary'), paint()];
  applyBrand(root, { name: {}, today: [], brand: { primary: '#12626b', secondary: '#0e3a44', logo: null } });
  const hex = (color: Color): string => color.getHexString();
  expect([first, second, plain].map(({ color }) => hex(color))).toEqual(['12626b', '0e3a44', '888888']);
});
