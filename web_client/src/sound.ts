// The one place where the page sounds: the room's ambience and the voices of others share it, as browsers allow few and
// listening has one head. Browsers let a page sound only after the person has touched it. While nothing is to be heard the
// context rests: a running one takes power all the time, silent or not.

const REST_MS = 2000; // nobody's pause in speaking, nor the end of a chime, is worth going to sleep for

let context: AudioContext | null = null;
/** It has sounded once: browsers let it again without a touch. */
let allowed = false;
let resting: ReturnType<typeof setTimeout> | undefined;
const waiting = new Set<() => void>();
const needing = new Set<object>();

/** Made when something is to sound for the first time. */
export function sound(): AudioContext {
  return (context ??= begin(new AudioContext()));
}

/** Does it once the page may sound. */
export function whenAudible(act: () => void): void {
  sound();
  if (allowed) act();
  else waiting.add(act);
}

/** Whether the page may sound, be there something to hear right now or not. */
export function audible(): boolean {
  return allowed;
}

/** Something is to be heard, or measured, for `whom`; or no longer. */
export function needSound(whom: object, needed: boolean): void {
  if (needed) needing.add(whom);
  else needing.delete(whom);
  keepUp();
}

/** The context, awake for so long. */
export function soundFor(ms: number): AudioContext {
  const moment = {};
  const awake = sound();
  needSound(moment, true);
  setTimeout(() => needSound(moment, false), ms);
  return awake;
}

function keepUp(): void {
  clearTimeout(resting);
  if (!context) return;
  if (needing.size > 0) wake(context);
  else if (context.state === 'running') resting = setTimeout(() => void context?.suspend().catch(() => undefined), REST_MS);
}

function wake(made: AudioContext): void {
  if (made.state !== 'running') void made.resume().catch(() => undefined);
}

function begin(made: AudioContext): AudioContext {
  const touched = (): void => void ((!allowed || needing.size > 0) && wake(made));
  for (const kind of ['pointerdown', 'pointerup', 'keydown']) window.addEventListener(kind, touched, { capture: true });
  made.addEventListener('statechange', () => {
    if (made.state !== 'running') return;
    allowed = true;
    for (const act of waiting) act();
    waiting.clear();
    keepUp();
  });
  return made;
}
