// Asks for a look at one's own room with something in it (WebXR's immersive-ar), and for no more than that needs: places
// that a ray meets, an anchor, the page's buttons over the picture. Neither camera nor the room's shape is asked for.

const WISHES = ['local-floor', 'hit-test', 'anchors', 'dom-overlay', 'hand-tracking'];

/** Must come from a click; `overlay` is what a telephone shows over the picture. */
export function askForTable(overlay: HTMLElement): Promise<XRSession> {
  return navigator.xr!.requestSession('immersive-ar', { optionalFeatures: WISHES, domOverlay: { root: overlay } });
}

/** The space in which all is told: its floor is the room's, if the device knows it, else its middle is where one began. */
export async function spaceOf(session: XRSession): Promise<{ readonly type: XRReferenceSpaceType; readonly floor: boolean }> {
  const floor = await session.requestReferenceSpace('local-floor').then(() => true, () => false);
  return { type: floor ? 'local-floor' : 'local', floor };
}
