// Where the page finds the people's files: bundled like its scripts, so that they have names with hashes and are packed.
import clipsAt from '../../../assets/avatars/clips.glb?url';
import type { ClipSet } from './clips';
import { readClips } from './clips_file';
import { PEOPLE } from './look';
import type { Wardrobe } from './models';

const files = import.meta.glob<string>('../../../assets/avatars/*.glb', { query: '?url', import: 'default', eager: true });

async function bytes(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url, { priority: 'low' });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}

function model(person: number): Promise<ArrayBuffer> {
  return bytes(files[`../../../assets/avatars/${PEOPLE[person].file}`]);
}

let clips: Promise<ClipSet> | null = null;

/** Clips once for all who ask; after a failure they are fetched anew. */
function clipSet(): Promise<ClipSet> {
  clips ??= bytes(clipsAt).then(readClips);
  clips.catch(() => (clips = null));
  return clips;
}

/** Fetches clips and models when they are asked for. */
export function openWardrobe(): Wardrobe {
  return { clips: clipSet, model };
}
