// A crowd in a branch's room: in groups, on seats, on their way.
import { type Object3D, Vector3 } from 'three';
import { Floor } from '../interaction/floor';
import { preferred, speak } from '../i18n';
import { api, type Branch } from '../net/api';
import { filesOf, type SceneDescription } from '../scene/description';
import { download } from '../scene/download';
import { coloursOf } from '../scene/dressing';
import { type LoadedScene, loadScene } from '../scene/loader';
import type { Stage } from '../scene/stage';
import { chooseVariant, thisDevice } from '../scene/variant';
import { crowdOf, Ground, randomOf, type Spot } from './actors';
import { Company, membersOf } from './company';
import { number, place } from './query';

const GESTURE_S = 1.5; // in which hands are where a gesture has them

export async function inRoom(stage: Stage, query: URLSearchParams): Promise<void> {
  const [branch, description] = await Promise.all([
    api.json<Branch>(query.get('branch') ?? '/api/v1/branch'),
    api.json<SceneDescription>(query.get('scene') ?? `/api/v1/scenes/${query.get('room')}`),
  ]);
  const language = preferred(query.get('language'), []);
  speak(language);
  const variant = chooseVariant(location.search, stage.quality, thisDevice());
  const setting = { renderer: stage.renderer, quality: stage.quality, variant, dressing: branch, language };
  const files = await download(filesOf(description, variant), () => undefined);
  const loaded = await loadScene(description, setting, files);
  stage.show(loaded);
  lookFrom(stage, loaded, query);
  const random = randomOf(number(query, 'seed', 1));
  const { bounds } = description;
  const ground = new Ground(new Floor(loaded.walkable, bounds, bounds.min[1]), bounds.min, bounds.max, random);
  const { x, z } = stage.camera.position;
  ground.clear(x, z, number(query, 'clear', 0));
  const { actors, speakers } = crowdOf(ground, seatsOf(loaded.root), number(query, 'people', 20), random);
  const { primary, secondary } = coloursOf(branch);
  const members = membersOf(actors.length, random);
  const company = new Company(actors, bounds, members, { top: primary, accent: secondary }, stage.quality, variant);
  stage.scene.add(company.crowd.group);
  await company.ready(stage.camera);
  for (const speaker of speakers) company.cast.figures[speaker].talkingUntil = Infinity;
  company.run(stage.camera, number(query, 'seconds', 6));
  company.gesture(random);
  company.run(stage.camera, GESTURE_S);
  document.documentElement.dataset['people'] = String(actors.length);
}

function lookFrom(stage: Stage, { entrance }: LoadedScene, query: URLSearchParams): void {
  const at = entrance?.getWorldPosition(new Vector3()) ?? new Vector3();
  stage.camera.position.copy(place(query, 'from', at.clone().setY(at.y + 1.6)));
  stage.camera.lookAt(place(query, 'to', entrance ? entrance.localToWorld(new Vector3(0, 1.3, -4)) : new Vector3(0, 1.3, -4)));
  stage.rig.updateMatrixWorld(true);
}

function seatsOf(root: Object3D): Spot[] {
  const found: Spot[] = [];
  const at = new Vector3();
  const ahead = new Vector3();
  root.traverse((node) => {
    if (!/^seat\d|^seat:/.test(node.name)) return;
    node.getWorldPosition(at);
    ahead.set(0, 0, -1).transformDirection(node.matrixWorld);
    found.push({ x: at.x, y: at.y, z: at.z, yaw: Math.atan2(-ahead.x, -ahead.z) });
  });
  return found;
}
