// A wearer of a headset as a recording has them, told as by a server: what others see of their body.
import { Vector3 } from 'three';
import { avatarOf } from '../avatars/look';
import type { Pose } from '../protocol/poses';
import type { Stage } from '../scene/stage';
import type { Actor } from './actors';
import { Company } from './company';
import { number } from './query';
import recording from './recorded_headset.json';
import { furnish } from './studio';

const FRAME_S = 1 / recording.hz;
const APART_M = 1.3;
const AHEAD = { front: 0, quarter: 0.7, side: Math.PI / 2, back: Math.PI } as const;
const MOMENTS = recording.moments;

/** One wearer for each moment of the recording, all of them up to where they are to be seen. */
export async function recorded(stage: Stage, query: URLSearchParams): Promise<void> {
  furnish(stage.scene, stage.renderer);
  const moments = query.has('at') ? [number(query, 'at', 0)] : MOMENTS;
  const angle = AHEAD[(query.get('view') ?? 'quarter') as keyof typeof AHEAD];
  const actors = moments.map((until, i) => wearer((i - (moments.length - 1) / 2) * APART_M, angle, until));
  const members = moments.map((_, i) => ({
    member: `m_${i + 1}`, slot: i + 1, role: 'visitor' as const, name: '', away: false,
    avatar: number(query, 'avatar', avatarOf({ person: i % 8, top: 0, second: 0, hair: 0, skin: 0 })),
  }));
  const box = { min: [-8, 0, -8], max: [8, 4, 8] };
  const company = new Company(actors, box, members, { top: '#12626b', accent: '#0e3a44' }, stage.quality, 'full');
  stage.scene.add(company.crowd.group);
  aim(stage, angle, moments.length);
  await company.ready(stage.camera);
  company.run(stage.camera, Math.max(...moments) + 3);
}

/** Along a row that lies across the view, so that each is seen from the same side. */
function aim({ camera, rig }: Stage, angle: number, count: number): void {
  camera.fov = 20;
  const half = Math.tan((camera.fov * Math.PI) / 360);
  const away = Math.max(2.3, (count * APART_M) / camera.aspect) / 2 / half;
  camera.position.set(-Math.sin(angle) * away, 1.1, -Math.cos(angle) * away);
  camera.lookAt(new Vector3(0, 0.98, 0));
  camera.updateProjectionMatrix();
  rig.updateMatrixWorld(true);
}

/** Goes along with the recording until `until` (seconds) and stays so. Rotations are given as pitch, yaw, roll. */
function wearer(along: number, angle: number, until: number): Actor {
  return (seconds, out) => {
    const at = Math.min(seconds, until) / FRAME_S;
    const i = Math.min(recording.frames.length - 2, Math.floor(at));
    fill(recording.frames[i], recording.frames[i + 1], Math.min(1, at - i), out);
    out.x -= Math.cos(angle) * along;
    out.z += Math.sin(angle) * along;
  };
}

type Numbers = readonly number[];

function fill(a: Numbers, b: Numbers, t: number, out: Pose): void {
  const v = (k: number): number => a[k] + (b[k] - a[k]) * t;
  out.headset = true;
  out.x = v(0);
  out.y = v(1);
  out.z = v(2);
  turn(v(3), v(4), v(5), out.head);
  out.yaw = v(4);
  for (const [hand, k] of [[out.left, 6], [out.right, 12]] as const) {
    hand.tracked = true;
    for (let n = 0; n < 3; n++) hand.position[n] = v(k + n) - v(n);
    turn(v(k + 3), v(k + 4), v(k + 5), hand.rotation);
  }
}

/** Yaw, then pitch, then roll. */
function turn(pitch: number, yaw: number, roll: number, out: Float64Array): void {
  const [cx, sx] = [Math.cos(pitch / 2), Math.sin(pitch / 2)];
  const [cy, sy] = [Math.cos(yaw / 2), Math.sin(yaw / 2)];
  const [cz, sz] = [Math.cos(roll / 2), Math.sin(roll / 2)];
  out[0] = sx * cy * cz + cx * sy * sz;
  out[1] = cx * sy * cz - sx * cy * sz;
  out[2] = cx * cy * sz - sx * sy * cz;
  out[3] = cx * cy * cz + sx * sy * sz;
}
