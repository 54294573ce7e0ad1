// A tiny offline viewer for pictures of a built scene; it follows the recipe that README.md gives to clients.
import * as THREE from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';

const query = new URLSearchParams(location.search);
const numbers = (name, fallback) => (query.get(name) ?? fallback).split(',').map(Number);
const EXPOSURE = Number(query.get('exposure') ?? 1);

function makeRenderer() {
  const renderer = new THREE.WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(innerWidth, innerHeight);
  renderer.toneMapping = THREE.NeutralToneMapping;
  renderer.toneMappingExposure = EXPOSURE;
  document.body.append(renderer.domElement);
  return renderer;
}

async function loadLightmap(url) {
  const texture = await new THREE.TextureLoader().loadAsync(url);
  texture.flipY = false;
  texture.channel = 1;
  texture.colorSpace = THREE.SRGBColorSpace;
  return texture;
}

// The lightmap already holds all diffuse light, so the environment may only add reflections.
function useLightmap(material, texture, scale) {
  material.lightMap = texture;
  material.lightMapIntensity = Math.PI * scale;
  material.onBeforeCompile = (shader) => {
    shader.fragmentShader = shader.fragmentShader.replace('#include <lights_fragment_maps>',
      THREE.ShaderChunk.lights_fragment_maps.replace('iblIrradiance += getIBLIrradiance( geometryNormal );', ''));
  };
}

function isLightmapped(object) {
  for (let o = object; o; o = o.parent) if (o.userData.vbranch?.lightmapped) return true;
  return false;
}

function captureReflections(renderer, scene) {
  const target = new THREE.WebGLCubeRenderTarget(128, { type: THREE.HalfFloatType, generateMipmaps: true, minFilter: THREE.LinearMipmapLinearFilter });
  const camera = new THREE.CubeCamera(0.1, 60, target);
  camera.position.set(0, 1.7, 0);
  renderer.toneMapping = THREE.NoToneMapping;
  camera.update(renderer, scene);
  renderer.toneMapping = THREE.NeutralToneMapping;
  scene.environment = new THREE.PMREMGenerator(renderer).fromCubemap(target.texture).texture;
}

async function main() {
  const renderer = makeRenderer();
  const scene = new THREE.Scene();
  scene.background = new THREE.Color(0xdfeaf2);
  const base = query.get('base');
  const ktx2 = new KTX2Loader().setTranscoderPath('/basis/').detectSupport(renderer);
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder).setKTX2Loader(ktx2);
  const [model, lightmap] = await Promise.all([loader.loadAsync(`${base}.glb`), loadLightmap(`${base}.lightmap.webp`)]);
  scene.add(model.scene);
  const anisotropy = 8;
  model.scene.traverse((object) => {
    if (object.userData.vbranch?.lod) object.visible = false; // the pictures are taken near by
    if (!object.isMesh) return;
    if (object.material.map) object.material.map.anisotropy = anisotropy;
    if (isLightmapped(object)) useLightmap(object.material, lightmap, Number(query.get('scale') ?? 4));
  });
  const card = model.scene.getObjectByName('exhibit:welcome-card') ?? model.scene.getObjectByName('exhibitwelcome-card');
  if (card && query.has('turn')) card.rotation.y = Number(query.get('turn'));
  captureReflections(renderer, scene);
  const camera = new THREE.PerspectiveCamera(Number(query.get('fov') ?? 62), innerWidth / innerHeight, 0.05, 100);
  camera.position.set(...numbers('from', '0,1.6,4.6'));
  camera.lookAt(...numbers('to', '0,1.5,-4'));
  renderer.render(scene, camera);
  window.stats = { calls: renderer.info.render.calls, triangles: renderer.info.render.triangles };
  window.done = true;
}

main().catch((problem) => { window.failed = String(problem.stack ?? problem); });
