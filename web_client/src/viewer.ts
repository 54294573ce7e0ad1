// One still picture of a scene without entering it: for `vbranch scene inspect` and for the documentation's pictures.
//   viewer.html?room=lobby&from=x,y,z&to=x,y,z[&fov=62][&variant=light][&quality=low][&language=ja][&tone=agx|aces|neutral][&exposure=1]
// `scene=` and `branch=` name other descriptions than a server's; `deliver=` is where the picture is sent to.
// It draws with the page's own loader and stage. `document.documentElement.dataset` says how far it is.
import 'virtual:interface-font.css';
import './ui/styles/index.css';
import { ACESFilmicToneMapping, AgXToneMapping, NeutralToneMapping, Vector3 } from 'three';
import { preferred, speak } from './i18n';
import { api, type Branch } from './net/api';
import { aboutRoom } from './scene/about';
import { filesOf, type SceneDescription } from './scene/description';
import { download } from './scene/download';
import { loadScene } from './scene/loader';
import { chooseQuality } from './scene/quality';
import { Stage } from './scene/stage';
import { chooseVariant, thisDevice } from './scene/variant';

const TONES = { agx: AgXToneMapping, aces: ACESFilmicToneMapping, neutral: NeutralToneMapping };

const query = new URLSearchParams(location.search);
const state = document.documentElement.dataset;

function place(name: string, otherwise: Vector3): Vector3 {
  const numbers = query.get(name)?.split(',').map(Number) ?? [];
  return numbers.length === 3 && numbers.every(Number.isFinite) ? new Vector3(...(numbers as [number, number, number])) : otherwise;
}

async function show(stage: Stage): Promise<void> {
  const room = query.get('room') ?? 'lobby';
  const [branch, description] = await Promise.all([
    api.json<Branch>(query.get('branch') ?? '/api/v1/branch'),
    api.json<SceneDescription>(query.get('scene') ?? `/api/v1/scenes/${room}`),
  ]);
  const language = preferred(query.get('language'), []);
  speak(language);
  const variant = chooseVariant(location.search, stage.quality, thisDevice());
  const setting = { renderer: stage.renderer, quality: stage.quality, variant, dressing: branch, language };
  const files = await download(filesOf(description, variant), () => undefined);
  const loaded = await loadScene(description, setting, files);
  stage.show(loaded);
  const entrance = loaded.entrance?.getWorldPosition(new Vector3()) ?? new Vector3();
  const from = place('from', entrance.clone().setY(entrance.y + 1.6));
  const to = place('to', loaded.entrance ? loaded.entrance.localToWorld(new Vector3(0, 1.5, -4)) : new Vector3(0, 1.5, -4));
  stage.rig.position.set(0, 0, 0);
  stage.camera.position.copy(from);
  stage.camera.lookAt(to);
  stage.camera.fov = Number(query.get('fov')) || stage.camera.fov;
  stage.camera.updateProjectionMatrix();
  stage.render();
  state['calls'] = String(stage.renderer.info.render.calls);
  state['triangles'] = String(stage.renderer.info.render.triangles);
  state['about'] = JSON.stringify({ ...aboutRoom(loaded), ...stage.memory });
}

/** Sends the picture that was just drawn; within the same task it is still on the canvas. */
async function deliver(stage: Stage, address: string): Promise<void> {
  const picture = await new Promise<Blob | null>((resolve) => {
    stage.render();
    stage.canvas.toBlob(resolve, 'image/png');
  });
  await fetch(address, { method: 'POST', body: picture, headers: { 'X-Scene': state['about']! } });
}

const quality = chooseQuality({ search: location.search, chosen: 'auto', measured: null, driver: '' });
try {
  const stage = new Stage(document.querySelector<HTMLCanvasElement>('#view')!, quality);
  const [width, height] = query.get('size')?.split('x').map(Number) ?? [];
  if (width && height) stage.resize(width, height);
  stage.renderer.toneMapping = TONES[query.get('tone') as keyof typeof TONES] ?? stage.renderer.toneMapping;
  stage.renderer.toneMappingExposure = Number(query.get('exposure')) || stage.renderer.toneMappingExposure;
  await show(stage);
  const address = query.get('deliver');
  if (address) await deliver(stage, address);
  state['state'] = 'done';
} catch (problem) {
  const message = String(problem);
  const address = query.get('deliver');
  if (address) await fetch(address, { method: 'POST', body: '', headers: { 'X-Problem': encodeURIComponent(message) } });
  state['state'] = 'failed';
  state['problem'] = message;
}
