// People one by one: from one side, all in a row, or one in the frames of a clip.
import { type PerspectiveCamera, Vector3 } from 'three';
import { avatarOf, lookOf, type Look, PEOPLE } from '../avatars/look';
import { openWardrobe } from '../avatars/wardrobe';
import type { Stage } from '../scene/stage';
import { number } from './query';
import { type Fineness, furnish, type Stand, Studio } from './studio';

const UNIFORM = { top: '#12626b', accent: '#0e3a44' };
const FOV = 16; // a long lens: nobody's nose is larger than they are used to
const APART_M = 0.85;
const TURNS = { front: Math.PI, quarter: Math.PI - 0.6, side: Math.PI / 2, back: 0, face: Math.PI - 0.12 };
type View = keyof typeof TURNS;

export async function portrait(stage: Stage, query: URLSearchParams): Promise<void> {
  furnish(stage.scene, stage.renderer);
  const studio = new Studio(stage.quality, (query.get('level') ?? 'near') as Fineness);
  stage.scene.add(studio.group);
  const view = (query.get('view') ?? (query.has('clip') ? 'quarter' : 'front')) as View;
  const looks = asked(query);
  const stands = query.has('clip') ? await frames(looks[0], query, TURNS[view]) : row(looks, query, TURNS[view]);
  await studio.show(stands);
  const width = Math.max(0.9, stands.length * APART_M);
  if (view === 'face') aim(stage.camera, PEOPLE[looks[0].person].eyes - 0.04, 0.44, width - 0.4);
  else aim(stage.camera, 0.93, 2.1, width);
}

/** The people of `person=`; a staff person is drawn in the branch's colours. */
function asked(query: URLSearchParams): Look[] {
  const wanted = query.get('person') ?? 'all';
  const visitors = PEOPLE.filter(({ staff }) => !staff);
  return PEOPLE.filter(({ id }) => wanted === 'all' || wanted.split(',').includes(id)).map((person) => {
    const among = person.staff ? PEOPLE.filter(({ staff }) => staff) : visitors;
    const avatar = number(query, 'avatar', avatarOf({ person: among.indexOf(person), top: 0, second: 0, hair: 0, skin: 0 }));
    return lookOf(avatar, person.staff ? 'staff' : 'visitor', UNIFORM);
  });
}

function row(looks: readonly Look[], query: URLSearchParams, yaw: number): Stand[] {
  const seconds = number(query, 'at', 0);
  const lids = number(query, 'lids', 0);
  return looks.map((look, i) => ({ look, x: (i - (looks.length - 1) / 2) * APART_M, z: 0, yaw, clip: query.get('stand') ?? 'idle-1', seconds, lids }));
}

async function frames(look: Look, query: URLSearchParams, yaw: number): Promise<Stand[]> {
  const clip = query.get('clip')!;
  const { duration, traits } = (await openWardrobe().clips()).get(clip);
  const count = number(query, 'frames', 8);
  const step = duration / (traits.loop ? count : count - 1);
  return Array.from({ length: count }, (_, i) => ({
    look, x: (i - (count - 1) / 2) * APART_M, z: 0, yaw, clip, seconds: Math.min(duration - 1e-4, i * step), lids: 0,
  }));
}

/** So that a field of this height and width about height `y` fills the picture. */
function aim(camera: PerspectiveCamera, y: number, high: number, wide: number): void {
  camera.fov = FOV;
  const half = Math.tan((FOV * Math.PI) / 360);
  const away = Math.max(high, wide / camera.aspect) / 2 / half;
  camera.position.set(0, y, away);
  camera.lookAt(new Vector3(0, y, 0));
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}
