// Brings the picture of a worn headset to what `HeadsetQuality` wants, and back when it is taken off. Also for who has
// chosen a quality: late frames make people sick.
import type { WebXRManager } from 'three';
import { HeadsetQuality, type Step, STEPS } from './headset_quality';
import { reflecting } from './materials';

const USUAL_HZ = 72;

/** Those who can be drawn finely. */
export interface People {
  limit(share: number): void;
}

export class HeadsetPicture {
  private quality: HeadsetQuality | null = null;

  constructor(
    private readonly xr: WebXRManager,
    private readonly people: People,
  ) {}

  /** Where it is now: 0 is the finest. */
  get step(): number {
    return this.quality ? STEPS.indexOf(this.quality.wanted) : 0;
  }

  /** After each picture, within its frame: begun at `now`, its script took `busy`, both ms. */
  drawn(now: number, busy: number): void {
    if (!this.xr.isPresenting) return this.rest();
    const hz = this.xr.getSession()?.frameRate ?? USUAL_HZ;
    this.quality ??= new HeadsetQuality();
    if (this.quality.shown(now, busy, 1000 / hz)) this.apply(this.quality.wanted);
  }

  /** The next headset, and the screen, begin with all of it. */
  private rest(): void {
    if (!this.quality) return;
    this.quality = null;
    this.people.limit(STEPS[0].people);
    reflecting.value = 1;
  }

  private apply({ scale, foveation, people, reflections }: Step): void {
    const { xr } = this;
    xr.setFoveation(foveation);
    this.people.limit(people);
    reflecting.value = reflections ? 1 : 0;
    // The size of the frame's buffer is fixed for a session; browsers that can draw into a part of it do so from the next frame on.
    const space = xr.getReferenceSpace();
    const pose = space ? xr.getFrame().getViewerPose(space) : null;
    for (const view of pose?.views ?? []) (view as Partial<XRView>).requestViewportScale?.(scale);
  }
}
