// One's own body as one sees it in a headset: from one eye, looking ahead, down and at one's hands, as a contact sheet; in
// the safe place, with nobody else about.
import { Euler, Group, Quaternion, Vector3, type XRHandSpace } from 'three';
import { Crowd } from '../avatars/crowd';
import { avatarOf, lookOf, PEOPLE, VISITORS } from '../avatars/look';
import { openWardrobe } from '../avatars/wardrobe';
import { Pose } from '../protocol/poses';
import { SafePlace } from '../scene/safe_place';
import type { Stage } from '../scene/stage';
import { OwnBody } from '../xr/body/own_body';
import { number } from './query';
import { lightUp } from './studio';

type Point = readonly [number, number, number];

/** Angles in degrees: a head's pitch, a hand's about X, Y and Z from how a grip hangs (PROTOCOL.md P-10). */
interface View {
  readonly caption: string;
  readonly pitch: number;
  readonly eyes: number;
  readonly seated: boolean;
  readonly left: readonly [Point, Point] | null;
  readonly right: readonly [Point, Point] | null;
}

const FOV = 96;
const FRAME_S = 1 / 60;
const SETTLES_S = 2;
const FORWARDS: Point = [90, 0, 0];
const AT_SIDES: Pick<View, 'left' | 'right'> = { left: [[-0.26, 0.85, -0.12], [20, 0, 0]], right: [[0.26, 0.85, -0.12], [20, 0, 0]] };
const BEFORE: Pick<View, 'left' | 'right'> = { left: [[-0.16, 1.3, -0.38], FORWARDS], right: [[0.16, 1.3, -0.38], FORWARDS] };

/** Heights of hands are for eyes at 1.6 m. */
const VIEWS: readonly View[] = [
  { caption: 'ahead', pitch: 0, eyes: 1.6, seated: false, ...BEFORE },
  { caption: 'a little down', pitch: -35, eyes: 1.6, seated: false, ...BEFORE },
  { caption: 'down', pitch: -62, eyes: 1.6, seated: false, ...AT_SIDES },
  { caption: 'at the feet', pitch: -82, eyes: 1.6, seated: false, ...AT_SIDES },
  { caption: 'palms', pitch: -35, eyes: 1.6, seated: false, left: [[-0.13, 1.34, -0.34], [120, 80, 0]], right: [[0.13, 1.34, -0.34], [120, -80, 0]] },
  { caption: 'a hand ahead', pitch: -10, eyes: 1.6, seated: false, left: AT_SIDES.left, right: [[0.1, 1.45, -0.55], FORWARDS] },
  { caption: 'seated', pitch: -55, eyes: 1.18, seated: true, left: [[-0.2, 1.15, -0.3], FORWARDS], right: [[0.2, 1.15, -0.3], FORWARDS] },
  { caption: 'crouching', pitch: -50, eyes: 0.95, seated: false, ...BEFORE },
];

export async function own(stage: Stage, query: URLSearchParams): Promise<Record<string, string>> {
  const { crowd, body } = dressed(stage, query);
  const { scene, camera, rig } = stage;
  const floor = 0;
  const safe = new SafePlace({ scene, camera, floor, hideRoom: () => undefined }, { calm: true });
  scene.add(crowd.group);
  lightUp(scene, stage.renderer);
  const views = query.has('view') ? VIEWS.filter(({ caption }) => query.getAll('view').includes(caption)) : VIEWS;
  const columns = number(query, 'columns', Math.min(4, views.length));
  const rows = Math.ceil(views.length / columns);
  const [width, height] = [stage.canvas.clientWidth / columns, stage.canvas.clientHeight / rows];
  camera.fov = FOV;
  camera.aspect = width / height;
  camera.updateProjectionMatrix();
  rig.updateMatrixWorld(true);
  safe.show(true);
  stage.renderer.setScissorTest(true);
  const pose = new Pose();
  for (const [i, view] of views.entries()) {
    await settle(view, pose, body, crowd, stage);
    const [left, bottom] = [(i % columns) * width, stage.canvas.clientHeight - (Math.floor(i / columns) + 1) * height];
    stage.renderer.setViewport(left, bottom, width, height);
    stage.renderer.setScissor(left, bottom, width, height);
    stage.render();
  }
  return { calls: String(stage.renderer.info.render.calls) };
}

function dressed(stage: Stage, query: URLSearchParams): { crowd: Crowd; body: OwnBody } {
  const crowd = new Crowd(stage.quality, 'light', openWardrobe());
  const body = new OwnBody(crowd, { getHand: () => Object.assign(new Group(), { joints: {} }) as unknown as XRHandSpace });
  const person = Math.max(0, VISITORS.findIndex((i) => PEOPLE[i].id === query.get('own')));
  body.dress(1, lookOf(avatarOf({ person, top: 0, second: 0, hair: 0, skin: 0 }), 'visitor', null));
  return { crowd, body };
}

/** Until the body is there and has come to rest in this pose. */
async function settle(view: View, pose: Pose, body: OwnBody, crowd: Crowd, { camera, rig }: Stage): Promise<void> {
  write(view, pose);
  camera.position.set(0, view.eyes, 0);
  camera.rotation.set((view.pitch * Math.PI) / 180, 0, 0);
  rig.updateMatrixWorld(true);
  let time = performance.now() / 1000;
  for (let left = SETTLES_S; left > 0; ) {
    body.step(pose, 0, 0, [], FRAME_S);
    crowd.draw([], camera, true, () => 0, (time += FRAME_S), FRAME_S);
    if (body.wrists[0] ?? body.wrists[1]) left -= FRAME_S;
    else await new Promise((done) => setTimeout(done, 10));
  }
}

function write({ pitch, eyes, seated, left, right }: View, pose: Pose): void {
  pose.headset = true;
  pose.seated = seated;
  pose.y = eyes;
  pose.head.set(turn([pitch, 0, 0]));
  for (const [hand, told] of [[pose.left, left], [pose.right, right]] as const) {
    hand.tracked = told !== null;
    if (!told) continue;
    hand.position.set(new Vector3(...told[0]).sub(new Vector3(0, 1.6, 0)).toArray());
    hand.rotation.set(turn(told[1]));
  }
}

function turn([x, y, z]: Point): number[] {
  const rad = Math.PI / 180;
  return new Quaternion().setFromEuler(new Euler(x * rad, y * rad, z * rad, 'YXZ')).toArray();
}
