// What the browser remembers of a person between visits: choices of comfort alone, no name and nothing about them.
// The one place that reads and writes it. Each choice is a signal; setting it is all there is to do.
import { computed, effect, type Signal, signal } from '@preact/signals';

const PREFIX = 'vbranch.';

/** Nothing is remembered where the browser forbids it; the page works all the same. */
function recall(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null');
  } catch {
    return null;
  }
}

function remember(name: string, value: unknown, initial: unknown): void {
  try {
    if (value === initial) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Without storage a choice lasts as long as the page.
  }
}

/** What only the device knows the values of. */
function free(name: string): Signal<string | null> {
  const stored = recall(name);
  const chosen = signal(typeof stored === 'string' ? stored : null);
  effect(() => remember(name, chosen.value, null));
  return chosen;
}

/** A choice among `values`, the first of which holds until the person says otherwise. */
function choice<const T extends string | boolean | null>(name: string, values: readonly [T, ...T[]]): Signal<T> {
  const stored = recall(name);
  const known = values.find((value) => value === stored);
  const chosen = signal<T>(known ?? values[0]);
  effect(() => remember(name, chosen.value, values[0]));
  return chosen;
}

export const CHOICES = {
  language: [null, 'zh', 'ja', 'en'],
  quality: ['auto', 'high', 'low'],
  theme: ['auto', 'light', 'dark'],
  /** Motion of the page and of the view: as the device says, all of it, or little. */
  motion: ['auto', 'full', 'reduced'],
  turning: ['normal', 'slow', 'fast'],
  labels: ['all', 'near', 'none'],
  labelSize: ['normal', 'large'],
  /** The room in 3D, or the list of what is in it. */
  view: ['space', 'list'],
  /** In a headset: whether one stands, or sits and is raised to a standing person's eyes. */
  posture: ['standing', 'seated'],
  /** In a headset: from place to place at once, or gliding. */
  travel: ['teleport', 'glide'],
  /** In a headset: turns by steps, or for as long as the stick is held. */
  turn: ['snap', 'smooth'],
  /** The hand that points and takes; the menu is at the other. */
  hand: ['right', 'left'],
  /** The microphone is open while something is held, or as long as it is on. */
  talk: ['push', 'open'],
  /** How loud one hears others. */
  voices: ['normal', 'loud', 'quiet', 'off'],
} as const;

export const preferences = {
  language: choice('language', CHOICES.language),
  quality: choice('quality', CHOICES.quality),
  /** What the automatic quality found out on this device; null: nothing yet. */
  measured: choice('measured', [null, 'low', 'high']),
  theme: choice('theme', CHOICES.theme),
  ambience: choice('ambience', [false, true]),
  /** Soft sounds when somebody comes in, calls or announces something. */
  chimes: choice('chimes', [false, true]),
  motion: choice('motion', CHOICES.motion),
  turning: choice('turning', CHOICES.turning),
  labels: choice('labels', CHOICES.labels),
  labelSize: choice('labelSize', CHOICES.labelSize),
  view: choice('view', CHOICES.view),
  posture: choice('posture', CHOICES.posture),
  travel: choice('travel', CHOICES.travel),
  turn: choice('turn', CHOICES.turn),
  hand: choice('hand', CHOICES.hand),
  /** Dims the edge of the view while one glides or turns smoothly. */
  vignette: choice('vignette', [true, false]),
  /** Points by the head, with one button or by resting on something. */
  gaze: choice('gaze', [false, true]),
  /** Others fade where they come too close. */
  space: choice('space', [true, false]),
  /** Whether single letters and digits do something: not for who speaks to the device. */
  letterKeys: choice('letterKeys', [true, false]),
  talk: choice('talk', CHOICES.talk),
  voices: choice('voices', CHOICES.voices),
  /** As the browser calls it on this page alone; null: the one of the system. */
  microphone: free('microphone'),
  guideSeen: choice('guideSeen', [false, true]),
};

export type Turning = (typeof CHOICES.turning)[number];
export type Labels = (typeof CHOICES.labels)[number];
export type Theme = (typeof CHOICES.theme)[number];

/** How much faster or slower than usual one turns. */
const TURNING_FACTOR: Record<Turning, number> = { slow: 0.6, normal: 1, fast: 1.6 };
export const turningFactor = computed(() => TURNING_FACTOR[preferences.turning.value]);

/** Follows what the device itself is set to. */
function device(query: string): Signal<boolean> {
  const list = globalThis.matchMedia?.(query);
  const on = signal(list?.matches ?? false);
  list?.addEventListener('change', () => (on.value = list.matches));
  return on;
}

const deviceCalm = device('(prefers-reduced-motion: reduce)');
const deviceDark = device('(prefers-color-scheme: dark)');

/** True when glides are to be cuts, and nothing moves for show. */
export const calm = computed(() => {
  const motion = preferences.motion.value;
  return motion === 'auto' ? deviceCalm.value : motion === 'reduced';
});

export const dark = computed(() => {
  const theme = preferences.theme.value;
  return theme === 'auto' ? deviceDark.value : theme === 'dark';
});
