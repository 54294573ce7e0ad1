// A crowd in a branch's room: in groups, on seats, on their way.
import { type Object3D, Vector3 } from 'three';
import { Floor } from '../interaction/floor';
import { coloursOf } from '../scene/dressing';
import type { Stage } from '../scene/stage';
import { openStill } from '../scene/still';
import { crowdOf, Ground, randomOf, type Spot } from './actors';
import { Company, membersOf, STAFF_EVERY } from './company';
import { number } from './query';

const GESTURE_S = 1.5; // in which hands are where a gesture has them

export async function inRoom(stage: Stage, query: URLSearchParams): Promise<Company> {
  const { branch, description, loaded } = await openStill(stage, query);
  const random = randomOf(number(query, 'seed', 1));
  const { bounds } = description;
  const ground = new Ground(new Floor(loaded.walkable, bounds, bounds.min[1]), bounds.min, bounds.max, random);
  const { x, z } = stage.camera.position;
  ground.clear(x, z, number(query, 'clear', 0));
  const placed = spotsOf(query, ground);
  const { actors, speakers } = crowdOf(ground, seatsOf(loaded.root), number(query, 'people', 20), random, placed);
  const { primary, secondary } = coloursOf(branch);
  const members = membersOf(actors.length, random, number(query, 'staff', STAFF_EVERY));
  const company = new Company(actors, bounds, members, { top: primary, accent: secondary }, stage.quality, loaded.variant);
  stage.scene.add(company.crowd.group);
  await company.ready(stage.camera);
  for (const speaker of speakers) company.cast.figures[speaker].talkingUntil = Infinity;
  company.run(stage.camera, number(query, 'seconds', 6));
  company.gesture(random);
  company.run(stage.camera, GESTURE_S);
  document.documentElement.dataset['people'] = String(actors.length);
  return company;
}

/** `spots=x,z,degrees;…`: who stands just there, facing so far to the left of the room's -Z. */
function spotsOf(query: URLSearchParams, ground: Ground): Spot[] {
  return (query.get('spots') ?? '').split(';').filter(Boolean).map((text) => {
    const [x, z, degrees] = text.split(',').map(Number);
    return { x, y: ground.height(x, z), z, yaw: (degrees * Math.PI) / 180 };
  });
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
