// Brings what a room is built from over the wire, all at once, also before there is something to build it with.
import { store } from '../store';
import { filesOf, pictureOf, type SceneDescription } from './description';
import { download, type Progress } from './download';

/** The contents of `filesOf` in the same order; a transcoder that they need is on its way meanwhile. */
export function bringFiles(scene: SceneDescription, progress: Progress): Promise<ArrayBuffer[]> {
  const variant = store.variant.value;
  if (pictureOf(scene, variant).packed) void import('./textures').then(({ fetchTranscoder }) => fetchTranscoder());
  return download(filesOf(scene, variant), progress);
}
