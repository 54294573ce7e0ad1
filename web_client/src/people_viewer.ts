// People without a visit, for pictures and measurements: they are drawn by the page's own crowd.
//   people.html?person=mei|all&view=front|side|back|face|quarter[&level=middle][&avatar=4711][&lids=0.6][&columns=5]
//   people.html?person=mei&clip=walk[&frames=8][&view=side] a clip's moments side by side
//   people.html?room=lobby&people=200[&seed=1][&seconds=6]  a crowd in a room; from=, to=, fov= as in viewer.html; clear=: nobody so near the onlooker;
//                                                          staff=12: one in so many; spots=x,z,degrees;…: who stands just there
//   people.html?people=1000&draw=off[&frames=300]           what a frame takes without drawing, then one drawn frame and what is left after it
//   people.html?people=40&cycles=5[&room=lobby]             opened and left again so often: what is left each time
//   people.html?vr=recorded[&at=2.5][&view=side][&middle=1.2&high=0.7]  a recorded head and two hands
//   people.html?own=mei[&view=down][&columns=4]           one's own body from one's own eye, in the safe place
// `quality=`, `variant=` and `size=` as in viewer.html; `document.documentElement.dataset` says how far it is.
import './ui/styles/index.css';
import { chooseQuality } from './scene/quality';
import { Stage } from './scene/stage';
import { comeAndGo, measure } from './people_view/measure';
import { own } from './people_view/own';
import { portrait } from './people_view/portrait';
import { recorded } from './people_view/recorded';
import { inRoom } from './people_view/room';
import { number } from './people_view/query';

const query = new URLSearchParams(location.search);
const state = document.documentElement.dataset;

async function show(stage: Stage): Promise<void> {
  if (query.has('cycles') || query.get('draw') === 'off') {
    Object.assign(state, await (query.has('cycles') ? comeAndGo : measure)(stage, query));
    return;
  }
  if (query.has('own')) {
    Object.assign(state, await own(stage, query));
    return;
  }
  if (!query.has('room')) {
    Object.assign(state, await (query.has('vr') ? recorded : portrait)(stage, query));
    return;
  }
  await inRoom(stage, query);
  stage.render();
  state['calls'] = String(stage.renderer.info.render.calls);
  state['triangles'] = String(stage.renderer.info.render.triangles);
}

try {
  const stage = new Stage(document.querySelector<HTMLCanvasElement>('#view')!, chooseQuality({ search: location.search, chosen: 'auto', measured: null, driver: '' }));
  const [width, height] = query.get('size')?.split('x').map(Number) ?? [];
  if (width && height) stage.resize(width, height);
  stage.camera.fov = number(query, 'fov', stage.camera.fov);
  stage.camera.updateProjectionMatrix();
  await show(stage);
  state['state'] = 'done';
} catch (problem) {
  state['state'] = 'failed';
  state['problem'] = problem instanceof Error ? `${problem.message} ${problem.stack}` : String(problem);
}
