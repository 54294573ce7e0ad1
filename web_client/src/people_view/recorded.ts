// A wearer of a headset as a recording has them, told as by a server: what others see of their body, as a contact sheet.
import { Vector3 } from 'three';
import { avatarOf } from '../avatars/look';
import type { Pose } from '../protocol/poses';
import type { Stage } from '../scene/stage';
import type { Actor } from './actors';
import { type Cell, drawCells } from './cells';
import { Company } from './company';
import { number } from './query';
import { HZ, MOMENTS, posesFacing } from './recording';
import { furnish } from './studio';

const APART_M = 1.7; // all of them near enough to be drawn with fingers
const TURNS = { front: Math.PI, quarter: Math.PI - 0.7, side: Math.PI / 2, back: 0 } as const;
const BOX = { min: [-8, 0, -8], max: [8, 4, 8] };
const UNIFORM = { top: '#12626b', accent: '#0e3a44' };
const SETTLES_S = 1;

/** One wearer for each moment of the recording, all of them up to where they are to be seen. */
export async function recorded(stage: Stage, query: URLSearchParams): Promise<Record<string, string>> {
  furnish(stage.scene, stage.renderer);
  const moments = query.has('at') ? [number(query, 'at', 0)] : MOMENTS;
  const poses = posesFacing(TURNS[(query.get('view') ?? 'quarter') as keyof typeof TURNS]);
  const along = (i: number): number => (i - (moments.length - 1) / 2) * APART_M;
  const actors = moments.map((until, i) => wearer(poses, until, along(i)));
  const members = moments.map((_, i) => ({
    member: `m_${i + 1}`, slot: i + 1, role: 'visitor' as const, staff: null, name: '', away: false, seat: null, aside: false, watching: false,
    avatar: number(query, 'avatar', avatarOf({ person: i % 8, top: 0, second: 0, hair: 0, skin: 0 })),
  }));
  const company = new Company(actors, BOX, members, UNIFORM, stage.quality, 'full');
  stage.scene.add(company.crowd.group);
  overlook(stage);
  await company.ready(stage.camera);
  company.run(stage.camera, Math.max(...moments) + SETTLES_S);
  const cells: Cell[] = moments.map((seconds, i) => ({
    caption: `${seconds} s`, high: number(query, 'high', 2.3), middle: new Vector3(along(i), number(query, 'middle', 0.92), 0),
  }));
  return drawCells(stage, cells, number(query, 'columns', cells.length));
}

/** From where all of them are in view and near, as nobody else is animated; the pictures have cameras of their own. */
function overlook({ camera, rig }: Stage): void {
  camera.fov = 100;
  camera.aspect = 2.5;
  camera.updateProjectionMatrix();
  camera.position.set(0, 1.5, 3);
  camera.lookAt(0, 1, 0);
  rig.updateMatrixWorld(true);
}

/** Goes along with the recording until `until` (seconds) and stays so. */
function wearer(poses: readonly Pose[], until: number, along: number): Actor {
  return (seconds, out) => {
    const heard = poses[Math.min(poses.length - 1, Math.round(Math.min(seconds, until) * HZ))];
    out.headset = true;
    out.x = heard.x + along;
    out.y = heard.y;
    out.z = heard.z;
    out.yaw = heard.yaw;
    out.head.set(heard.head);
    for (const [hand, to] of [[heard.left, out.left], [heard.right, out.right]] as const) {
      to.tracked = hand.tracked;
      to.position.set(hand.position);
      to.rotation.set(hand.rotation);
    }
  };
}
