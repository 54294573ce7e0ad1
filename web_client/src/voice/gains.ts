// How loud somebody is heard, by how far away they are. Pure.
import { VOICE_REACH_M, VOICE_STAY_M } from '../protocol/generated';

/** Among those near one, in a closed group (V-7), or from the stage (V-9). */
export type Hearing = 'near' | 'group' | 'stage';

const CLOSE_M = 1.2; // across a table: as loud as it comes
const FALLS = 0.7; // of how voices fall off in a room without echo, which would be too fast for a conversation
const FADES_M = VOICE_REACH_M - 2; // from here on it goes towards nothing
const ENDS_M = VOICE_REACH_M + VOICE_STAY_M; // where the server ends it, so that nobody is cut off aloud
const GROUP_LEAST = 0.6; // a closed group is one conversation, wherever in the room its people stand

/** From 0 to 1. */
export function loudness(hearing: Hearing, metres: number): number {
  if (hearing === 'stage') return 1;
  const near = CLOSE_M / (CLOSE_M + FALLS * Math.max(0, metres - CLOSE_M));
  if (hearing === 'group') return Math.max(near, GROUP_LEAST);
  const left = Math.min(1, Math.max(0, (ENDS_M - metres) / (ENDS_M - FADES_M)));
  return near * left * left * (3 - 2 * left);
}
