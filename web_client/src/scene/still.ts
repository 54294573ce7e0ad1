// A room opened without a visit, as an address asks for it: for the viewers, which make pictures and measure.
//   room=lobby[&from=x,y,z&to=x,y,z][&variant=light][&language=ja]; `scene=` and `branch=` name other descriptions than a server's
import { Vector3 } from 'three';
import { preferred, speak } from '../i18n';
import { api, type Branch } from '../net/api';
import { filesOf, type SceneDescription } from './description';
import { download } from './download';
import { type LoadedScene, loadScene } from './loader';
import type { Stage } from './stage';
import { chooseVariant, thisDevice } from './variant';

const EYES_M = 1.6;
const AHEAD_M = 4;
const LOOK_M = 1.5; // the height at which one looks on coming in

export interface Still {
  readonly branch: Branch;
  readonly description: SceneDescription;
  readonly loaded: LoadedScene;
}

/** Shows the room, seen from where the address says or by somebody who comes in. */
export async function openStill(stage: Stage, query: URLSearchParams): Promise<Still> {
  const [branch, description] = await Promise.all([
    api.json<Branch>(query.get('branch') ?? '/api/v1/branch'),
    api.json<SceneDescription>(query.get('scene') ?? `/api/v1/scenes/${query.get('room') ?? 'lobby'}`),
  ]);
  const language = preferred(query.get('language'), []);
  speak(language);
  const variant = chooseVariant(location.search, stage.quality, thisDevice());
  const setting = { renderer: stage.renderer, quality: stage.quality, variant, dressing: branch, language };
  const files = await download(filesOf(description, variant), () => undefined);
  const loaded = await loadScene(description, setting, files);
  stage.show(loaded);
  look(stage, loaded, query);
  return { branch, description, loaded };
}

function look({ camera, rig }: Stage, { entrance }: LoadedScene, query: URLSearchParams): void {
  const door = entrance?.getWorldPosition(new Vector3()) ?? new Vector3();
  const ahead = new Vector3(0, LOOK_M, -AHEAD_M);
  rig.position.set(0, 0, 0);
  camera.position.copy(place(query, 'from', door.clone().setY(door.y + EYES_M)));
  camera.lookAt(place(query, 'to', entrance ? entrance.localToWorld(ahead) : ahead));
  rig.updateMatrixWorld(true);
}

function place(query: URLSearchParams, name: string, otherwise: Vector3): Vector3 {
  const numbers = query.get(name)?.split(',').map(Number) ?? [];
  return numbers.length === 3 && numbers.every(Number.isFinite) ? new Vector3(...(numbers as [number, number, number])) : otherwise;
}
