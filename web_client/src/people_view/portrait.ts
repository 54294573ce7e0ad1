// People one by one, as contact sheets: all from one side, all faces, or one person in the moments of a clip.
import { Vector3 } from 'three';
import { avatarOf, lookOf, type Look, PEOPLE, VISITORS } from '../avatars/look';
import { openWardrobe } from '../avatars/wardrobe';
import type { Stage } from '../scene/stage';
import { type Cell, drawCells } from './cells';
import { number } from './query';
import { type Fineness, furnish, type Stand, Studio } from './studio';

const UNIFORM = { top: '#12626b', accent: '#0e3a44' };
const APART_M = 5; // nobody is seen in another's picture
const TURNS = { front: Math.PI, quarter: Math.PI - 0.6, side: Math.PI / 2, back: 0, face: Math.PI };
const HALF_FACE = Math.PI - 0.75;
const WHOLE = { middle: 0.84, high: 2.25 }; // the caption stands before the feet
const MOVING = { middle: 0.94, high: 2.45 }; // with room for a raised hand
const BEFORE_SEAT_M = 0.3; // between where one stands and where one sits
const FACE = { under: 0.075, high: 0.5 }; // head and shoulders, the middle so far under the eyes
const FACES_A_ROW = 5;
type View = keyof typeof TURNS;

/** Somebody as they are to be seen, and what is to be written below. */
interface Sitting {
  readonly stand: Omit<Stand, 'x' | 'z'>;
  readonly caption: string;
  readonly middle: number;
  readonly high: number;
  /** How far before the person the middle lies. */
  readonly ahead?: number;
}

/** Draws what the query asks for; what it took, as texts for the page's own state. */
export async function portrait(stage: Stage, query: URLSearchParams): Promise<Record<string, string>> {
  furnish(stage.scene, stage.renderer);
  const studio = new Studio(stage.quality, (query.get('level') ?? 'near') as Fineness);
  stage.scene.add(studio.group);
  const view = (query.get('view') ?? (query.has('clip') ? 'quarter' : 'front')) as View;
  const looks = asked(query);
  const close = view === 'face' && !query.has('clip');
  const sittings = close ? faces(looks, query) : query.has('clip') ? await moments(looks[0], query, view) : row(looks, query, view);
  const at = (i: number): number => (i - (sittings.length - 1) / 2) * APART_M;
  await studio.show(sittings.map(({ stand }, i) => ({ ...stand, x: at(i), z: 0 })));
  const cells: Cell[] = sittings.map(({ stand, caption, middle, high, ahead = 0 }, i) => ({
    caption, high, middle: new Vector3(at(i) - Math.sin(stand.yaw) * ahead, middle, 0),
  }));
  return drawCells(stage, cells, number(query, 'columns', close ? Math.min(FACES_A_ROW, looks.length) : cells.length));
}

/** The people of `person=`; a staff person is drawn in the branch's colours. */
function asked(query: URLSearchParams): Look[] {
  const wanted = query.get('person') ?? 'all';
  const staff = PEOPLE.map((_, i) => i).filter((i) => PEOPLE[i].staff);
  return PEOPLE.flatMap((person, i) => {
    if (wanted !== 'all' && !wanted.split(',').includes(person.id)) return [];
    const among = person.staff ? staff : VISITORS;
    const avatar = number(query, 'avatar', avatarOf({ person: among.indexOf(i), top: 0, second: 0, hair: 0, skin: 0 }));
    return [lookOf(avatar, person.staff ? 'staff' : 'visitor', UNIFORM)];
  });
}

function standing(look: Look, query: URLSearchParams, yaw: number): Sitting['stand'] {
  return { look, yaw, clip: query.get('stand') ?? 'idle-1', seconds: number(query, 'at', 0), lids: number(query, 'lids', 0) };
}

function row(looks: readonly Look[], query: URLSearchParams, view: View): Sitting[] {
  return looks.map((look) => ({ stand: standing(look, query, TURNS[view]), caption: nameOf(look), ...WHOLE }));
}

/** Row by row: some people from the front, below them the same half from the side. */
function faces(looks: readonly Look[], query: URLSearchParams): Sitting[] {
  const face = (look: Look, yaw: number): Sitting => {
    const middle = PEOPLE[look.person].eyes - FACE.under;
    return { stand: standing(look, query, yaw), caption: nameOf(look), middle, high: FACE.high };
  };
  const made: Sitting[] = [];
  for (let i = 0; i < looks.length; i += FACES_A_ROW)
    for (const yaw of [TURNS.face, HALF_FACE])
      made.push(...looks.slice(i, i + FACES_A_ROW).map((look) => face(look, yaw)));
  return made;
}

async function moments(look: Look, query: URLSearchParams, view: View): Promise<Sitting[]> {
  const clip = query.get('clip')!;
  const { duration, traits } = (await openWardrobe().clips()).get(clip);
  const count = number(query, 'frames', 8);
  const step = duration / (traits.loop ? count : count - 1);
  return Array.from({ length: count }, (_, i) => ({
    stand: { ...standing(look, query, TURNS[view]), clip, seconds: Math.min(duration - 1e-4, i * step) },
    caption: `${clip} ${(i * step).toFixed(2)} s`,
    ...MOVING,
    ahead: traits.absoluteHips ? BEFORE_SEAT_M : 0,
  }));
}

function nameOf({ person }: Look): string {
  const { id } = PEOPLE[person];
  return id[0].toUpperCase() + id.slice(1);
}
