// What stands between the eyes and a panel. Panels are drawn over everything, so that none is ever hidden; but while one's
// own hand is before a panel its depth counts, unless the room itself would hide it. For that a few rays go out in each frame,
// at one place of a panel after the other.
import { type Matrix4, Ray, Vector3 } from 'three';
import type { Source } from '../sources';
import type { Panel } from './panel';

const RAYS = 2; // a frame
const NEARLY = 0.97; // of the way: what lies against the panel
const HAND_M = 0.16; // around its palm, with what it holds
/** Shares of its width and height. */
const PLACES = [[0.5, 0.5], [0.06, 0.06], [0.94, 0.06], [0.06, 0.94], [0.94, 0.94]] as const;

/** Metres along the ray to what stands there; Infinity where nothing does. */
export type Obstacle = (ray: Ray) => number;

export class Sightlines {
  private readonly ray = new Ray();
  private readonly to = new Vector3();
  private at = 0;

  constructor(private readonly obstacle: Obstacle) {}

  /** `eyes` in the room. */
  step(panels: readonly Panel[], eyes: Matrix4, sources: readonly Source[]): void {
    this.ray.origin.setFromMatrixPosition(eyes);
    for (let i = 0; i < RAYS && panels.length > 0; i++) this.look(panels[Math.floor(this.at / PLACES.length) % panels.length]);
    for (const panel of panels) if (panel.shown) panel.surface.handBefore(this.handBefore(panel, sources));
  }

  private handBefore({ surface }: Panel, sources: readonly Source[]): boolean {
    for (const { tracked, kind, palm } of sources)
      if (tracked && kind !== 'gaze' && surface.behind(this.to.setFromMatrixPosition(palm.matrixWorld), this.ray.origin, HAND_M)) return true;
    return false;
  }

  private look({ shown, surface }: Panel): void {
    const place = this.at++ % PLACES.length;
    if (!shown) return;
    const { ray, to } = this;
    surface.point(PLACES[place][0] * surface.width, PLACES[place][1] * surface.height, to);
    const distance = to.distanceTo(ray.origin);
    ray.direction.copy(to).sub(ray.origin).divideScalar(distance);
    surface.hidden(place, this.obstacle(ray) < distance * NEARLY);
  }
}
