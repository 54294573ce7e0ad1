// One still picture of a scene without entering it: for `vbranch scene inspect` and for the documentation's pictures.
//   viewer.html?room=lobby&from=x,y,z&to=x,y,z[&fov=62][&variant=light][&quality=low][&language=ja][&tone=agx|aces|neutral][&exposure=1]
// `scene=` and `branch=` name other descriptions than a server's; `deliver=` is where the picture is sent to.
// It draws with the page's own loader and stage. `document.documentElement.dataset` says how far it is.
import 'virtual:interface-font.css';
import './ui/styles/index.css';
import { ACESFilmicToneMapping, AgXToneMapping, NeutralToneMapping } from 'three';
import { aboutRoom } from './scene/about';
import { chooseQuality } from './scene/quality';
import { Stage } from './scene/stage';
import { openStill } from './scene/still';

const TONES = { agx: AgXToneMapping, aces: ACESFilmicToneMapping, neutral: NeutralToneMapping };

const query = new URLSearchParams(location.search);
const state = document.documentElement.dataset;

async function show(stage: Stage): Promise<void> {
  const { loaded } = await openStill(stage, query);
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
