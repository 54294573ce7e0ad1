// What others cost in a frame besides the drawing: records read, replica, interpolation, levels, joints, instances.
import type { Stage } from '../scene/stage';
import { type Box } from '../protocol/poses';
import { crowdOf, Ground, randomOf } from './actors';
import { Company, membersOf } from './company';
import { number } from './query';
import { inRoom } from './room';

const SIDE_M = 44;
const WARM_S = 3;
const FRAME_MS = 1000 / 60;

/** As texts for the page's own state. */
export async function measure(stage: Stage, query: URLSearchParams): Promise<Record<string, string>> {
  const count = number(query, 'frames', 300);
  const company = await gather(stage, query);
  company.run(stage.camera, WARM_S);
  company.prepare(count * FRAME_MS + 200);
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const before = performance.now();
    company.step(stage.camera);
    times[i] = performance.now() - before;
  }
  times.sort();
  const share = (part: number): string => times[Math.floor((count - 1) * part)].toFixed(3);
  return {
    people: String(company.cast.figures.length), medianMs: share(0.5), p95Ms: share(0.95), worstMs: share(1),
    ...drawnAndGone(stage, company),
  };
}

/** With `cycles=`: a room with people is opened and left so often; what is on the graphics card before, and after each time. */
export async function comeAndGo(stage: Stage, query: URLSearchParams): Promise<Record<string, string>> {
  const { memory, render } = stage.renderer.info;
  const [geometries, textures, calls]: number[][] = [[], [], []];
  const note = (): void => {
    stage.render();
    geometries.push(memory.geometries);
    textures.push(memory.textures);
  };
  note();
  for (let i = 0; i < number(query, 'cycles', 1); i++) {
    const { crowd } = query.has('room') ? await inRoom(stage, query) : await gather(stage, query);
    stage.render();
    calls.push(render.calls);
    crowd.dispose();
    stage.clear();
    note();
  }
  return { geometries: geometries.join(), textures: textures.join(), calls: calls.join() };
}

/** A crowd without a room, all of it there. */
async function gather(stage: Stage, query: URLSearchParams): Promise<Company> {
  const random = randomOf(number(query, 'seed', 1));
  const box: Box = { min: [-SIDE_M / 2, -0.2, -SIDE_M / 2], max: [SIDE_M / 2, 4, SIDE_M / 2] };
  const { actors } = crowdOf(new Ground(null, box.min, box.max, random), [], number(query, 'people', 1000), random);
  const members = membersOf(actors.length, random);
  const company = new Company(actors, box, members, { top: '#12626b', accent: '#0e3a44' }, stage.quality, 'full');
  stage.scene.add(company.crowd.group);
  stage.camera.position.set(0, 1.6, SIDE_M * 0.2);
  stage.rig.updateMatrixWorld(true);
  await company.ready(stage.camera);
  return company;
}

/** One frame as it is drawn; and what the graphics card still keeps of the crowd when it is disposed of. */
function drawnAndGone({ renderer, scene, camera }: Stage, { crowd }: Company): Record<string, string> {
  const before = { ...renderer.info.memory };
  renderer.render(scene, camera);
  const { calls, triangles } = renderer.info.render;
  const used = { ...renderer.info.memory };
  crowd.dispose();
  renderer.render(scene, camera);
  const { geometries, textures } = renderer.info.memory;
  return {
    calls: String(calls), triangles: String(triangles),
    geometriesUsed: String(used.geometries - before.geometries), geometriesLeft: String(geometries - before.geometries),
    texturesUsed: String(used.textures - before.textures), texturesLeft: String(textures - before.textures),
  };
}
