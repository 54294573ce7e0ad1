// Asks V8 itself which function makes what while something runs.
import { Session } from 'node:inspector/promises';

const EVERY_BYTES = 8; // so that each single object is seen
const BOXED_NUMBER = 16; // bytes

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children: readonly Node[];
}

/** By function, as `folder/file.ts name`: what was made. */
export interface Made {
  /** Objects larger than a number. */
  readonly objects: ReadonlyMap<string, number>;
  /** Numbers that were boxed between functions, bytes. */
  readonly boxed: ReadonlyMap<string, number>;
}

/** What each function below these folders of `src` makes while `work` runs; the tests' own do not count. */
export async function madeBy(folders: readonly string[], work: () => void): Promise<Made> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.enable');
  await session.post('HeapProfiler.collectGarbage');
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: EVERY_BYTES, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true,
  });
  work();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const names = new Map<number, string>();
  name(profile.head as unknown as Node, new RegExp(`/src/((?:${folders.join('|')})/(?!.*\\.test)[^?]+)`), names);
  const objects = new Map<string, number>();
  const boxed = new Map<string, number>();
  const { samples } = profile as typeof profile & { samples: readonly { size: number; nodeId: number }[] };
  for (const { size, nodeId } of samples) {
    const where = names.get(nodeId);
    if (!where) continue;
    if (size > BOXED_NUMBER) objects.set(where, (objects.get(where) ?? 0) + 1);
    else boxed.set(where, (boxed.get(where) ?? 0) + size);
  }
  return { objects, boxed };
}

/**
 * What is made once the engine has compiled `work`: the round of at most `rounds` that made least. Until a function is
 * compiled, and after V8 has taken that back, its loops make iterators; when that ends depends on the machine's load. What a
 * frame itself makes, it makes in every round.
 */
export async function madeWhenCompiled(folders: readonly string[], work: () => void, enough: number, rounds = 12): Promise<Made> {
  let least = await madeBy(folders, work);
  for (let i = 1; i < rounds && sum(least.objects) >= enough; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20)); // compiled beside, taken over between two rounds
    for (let again = 0; again < 4; again++) work();
    const made = await madeBy(folders, work);
    if (sum(made.objects) < sum(least.objects)) least = made;
  }
  return least;
}

/** The functions of these files, by the profile's number. */
function name({ id, callFrame, children }: Node, wanted: RegExp, names: Map<number, string>): void {
  const file = wanted.exec(callFrame.url);
  if (file) names.set(id, `${file[1]} ${callFrame.functionName}`);
  for (const child of children) name(child, wanted, names);
}

/** For a failure's text: who makes most of it, in how many frames. */
export function most(made: ReadonlyMap<string, number>, frames: number): string {
  const sorted = [...made].sort((a, b) => b[1] - a[1]);
  return sorted.map(([where, count]) => `${where}: ${(count / frames).toFixed(2)} a frame`).join('\n');
}

export function sum(made: ReadonlyMap<string, number>): number {
  return [...made.values()].reduce((all, one) => all + one, 0);
}
