// The one place where the page sounds: the room's ambience and the voices of others share it, as browsers allow few and
// listening has one head. Browsers let a page sound only after the person has touched it.

let context: AudioContext | null = null;
const waiting = new Set<() => void>();

/** Made when something is to sound for the first time. */
export function sound(): AudioContext {
  return (context ??= begin(new AudioContext()));
}

/** Does it once the page may sound, each time that this begins anew. */
export function whenAudible(act: () => void): void {
  waiting.add(act);
  if (sound().state === 'running') act();
}

function begin(made: AudioContext): AudioContext {
  const resume = (): void => void (made.state !== 'running' && made.resume().catch(() => undefined));
  for (const kind of ['pointerdown', 'pointerup', 'keydown']) window.addEventListener(kind, resume, { capture: true });
  made.addEventListener('statechange', () => {
    if (made.state === 'running') for (const act of waiting) act();
  });
  return made;
}
