// A session with the headset: asked for, set up for comfort, and ended.
import type { WebGLRenderer } from 'three';

/** Of the picture's edge: 0 as fine as its middle, 1 as coarse as the device allows. */
const FOVEATION = 0.5;
const FRAMES_S = 72;
const OPTIONAL = ['local-floor', 'hand-tracking'];

/** Whether this browser has a device for such sessions. */
export async function offered(mode: XRSessionMode): Promise<boolean> {
  return (await navigator.xr?.isSessionSupported(mode).catch(() => false)) ?? false;
}

/** A session that the picture goes to. `floor`: heights in it are from the real floor. */
export interface Begun {
  readonly session: XRSession;
  readonly floor: boolean;
}

/** Must come from a click. `more` are features that would be welcome besides, `page` what may lie over the picture. */
export async function begin({ xr }: WebGLRenderer, mode: XRSessionMode, more: readonly string[] = [], page?: HTMLElement): Promise<Begun> {
  const domOverlay = page && { root: page };
  const session = await navigator.xr!.requestSession(mode, { optionalFeatures: [...OPTIONAL, ...more], domOverlay });
  // Browsers that do not tell what they have granted grant the floor.
  const floor = session.enabledFeatures?.includes('local-floor') ?? true;
  xr.setReferenceSpaceType(floor ? 'local-floor' : 'local');
  xr.setFoveation(FOVEATION);
  await xr.setSession(session);
  if (session.supportedFrameRates?.includes(FRAMES_S)) await session.updateTargetFrameRate(FRAMES_S).catch(() => undefined);
  return { session, floor };
}
