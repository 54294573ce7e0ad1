// The first steps in a room: looking around, walking, meeting. A step is done when the person has really done it.
import type { OfferedPose } from './protocol/generated';

export const STEPS = ['look', 'walk', 'meet'] as const;
export type Step = (typeof STEPS)[number];

const LOOKED_RAD = 0.5;
const WALKED_M = 1;

/** What can be seen of a person's doings. */
export interface Doing {
  readonly place: OfferedPose | null;
  /** An exhibit is looked at, or a message is being written. */
  readonly met: boolean;
}

/** Watches one step from its beginning; asked again and again. */
export class StepWatch {
  private turned = 0;
  private walked = 0;
  private before: OfferedPose | null = null;

  constructor(private readonly step: Step) {}

  done({ place, met }: Doing): boolean {
    if (this.step === 'meet') return met;
    if (place && this.before) this.add(this.before, place);
    this.before = place;
    return this.step === 'look' ? this.turned > LOOKED_RAD : this.walked > WALKED_M;
  }

  private add(from: OfferedPose, to: OfferedPose): void {
    this.turned += Math.abs(Math.atan2(Math.sin(to.yaw - from.yaw), Math.cos(to.yaw - from.yaw)));
    this.walked += Math.hypot(to.position[0] - from.position[0], to.position[2] - from.position[2]);
  }
}
