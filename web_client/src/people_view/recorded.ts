// A wearer of a headset as a recording has them, told as by a server: what others see of their body.
import { Vector3 } from 'three';
import { avatarOf } from '../avatars/look';
import type { Pose } from '../protocol/poses';
import type { Stage } from '../scene/stage';
import type { Actor } from './actors';
import { Company } from './company';
import { number } from './query';
import { HZ, MOMENTS, POSES } from './recording';
import { furnish } from './studio';

const APART_M = 1.3;
const AHEAD = { front: 0, quarter: 0.7, side: Math.PI / 2, back: Math.PI } as const;

/** One wearer for each moment of the recording, all of them up to where they are to be seen. */
export async function recorded(stage: Stage, query: URLSearchParams): Promise<void> {
  furnish(stage.scene, stage.renderer);
  const moments = query.has('at') ? [number(query, 'at', 0)] : MOMENTS;
  const angle = AHEAD[(query.get('view') ?? 'quarter') as keyof typeof AHEAD];
  const actors = moments.map((until, i) => wearer((i - (moments.length - 1) / 2) * APART_M, angle, until));
  const members = moments.map((_, i) => ({
    member: `m_${i + 1}`, slot: i + 1, role: 'visitor' as const, name: '', away: false, seat: null,
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

/** Goes along with the recording until `until` (seconds) and stays so. */
function wearer(along: number, angle: number, until: number): Actor {
  return (seconds, out) => {
    const heard = POSES[Math.min(POSES.length - 1, Math.round(Math.min(seconds, until) * HZ))];
    out.headset = true;
    out.x = heard.x - Math.cos(angle) * along;
    out.y = heard.y;
    out.z = heard.z + Math.sin(angle) * along;
    out.yaw = heard.yaw;
    out.head.set(heard.head);
    for (const [hand, to] of [[heard.left, out.left], [heard.right, out.right]] as const) {
      to.tracked = hand.tracked;
      to.position.set(hand.position);
      to.rotation.set(hand.rotation);
    }
  };
}
