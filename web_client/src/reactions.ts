// The reactions that one can show (PROTOCOL.md G): gestures of the body, and signs that stand above the head for a moment.
// Their drawings are strokes on a square of 24, for the palette and for the signs in the room alike.

export interface Reaction {
  readonly code: number;
  readonly name: ReactionName;
  /** The digit that shows it, '' for none. */
  readonly key: string;
  /** The gesture's clip (scenes/people), null for a sign. */
  readonly clip: (typeof ALL)[ReactionName][2];
  readonly path: string;
}

const HAND =
  'M7 13V6.400a1.350 1.350 0 0 1 2.700 0V11M9.700 10.500V4.700a1.350 1.350 0 0 1 2.700 0v5.800M12.400 10.600V5.500a1.350 1.350 0 0 1 2.700 0V11.500' +
  'M15.100 11V8a1.350 1.350 0 0 1 2.700 0v6.800a6.200 6.200 0 0 1-6.200 6.200 6.300 6.300 0 0 1-5-2.500l-2.900-3.900a1.450 1.450 0 0 1 2.200-1.900L7 14';
const HANDS =
  'M11 18.600V9.300a1.800 1.800 0 0 0-3.500-.6l-2.200 6a5.500 5.500 0 0 0 .4 4.500l.9 1.600h2.300a2.200 2.200 0 0 0 2.100-2.200Z' +
  'M13 18.600V9.300a1.800 1.800 0 0 1 3.500-.6l2.200 6a5.500 5.500 0 0 1-.4 4.500l-.9 1.600h-2.300a2.200 2.200 0 0 1-2.100-2.200Z';
const RAYS = 'M12 2.500v2.700M6.800 3.200l1.200 2M17.200 3.200l-1.200 2';

const ALL = {
  wave: [1, '1', 'wave', `${HAND}M20 2.800a5.500 5.500 0 0 1 1.900 3.400M4.800 2.800a5.500 5.500 0 0 0-1.900 3.400`],
  clap: [2, '2', 'clap', `${HANDS}M3 6.500l1.800 1.200M21 6.500l-1.800 1.200`],
  raise: [3, '3', 'raise-hand', HAND],
  nod: [4, '4', 'nod', 'M9.500 12a4.300 4.300 0 1 0 0-8.600 4.300 4.300 0 0 0 0 8.600ZM3 20.500c.6-3.400 3.200-5.300 6.500-5.300s5.900 1.900 6.500 5.300M19.500 4.500v9M17.300 6.700l2.200-2.200 2.200 2.200M17.300 11.300l2.200 2.200 2.200-2.200'],
  think: [5, '', 'think', 'M8 16a4.300 4.300 0 0 1-.6-8.560 5.200 5.200 0 0 1 9.900-.6A4.600 4.600 0 0 1 16.600 16ZM8.300 19.200a1 1 0 1 0 .01 0ZM5.200 21.200v.01M9 11.300v.01M12.200 11.300v.01M15.400 11.300v.01'],
  present: [6, '', 'present', 'M3.500 4.500h17M5 4.500v9.500a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V4.500M12 15v2.500M8.500 20.500 12 17l3.500 3.500M8.500 11.500V10M12 11.500V7.500M15.500 11.500V9'],
  thumbs: [16, '5', null, 'M7.200 11v9H4.700a1.200 1.200 0 0 1-1.200-1.200v-6.600A1.200 1.200 0 0 1 4.700 11ZM7.200 11l3.900-7.600a2.400 2.400 0 0 1 2.500 2.600v3.500h5a2 2 0 0 1 2 2.300l-1 6.500a2 2 0 0 1-2 1.700H7.200'],
  heart: [17, '6', null, 'M12 20.300S3.500 15.500 3.500 9.400A4.600 4.600 0 0 1 12 7a4.600 4.600 0 0 1 8.500 2.400c0 6.100-8.500 10.900-8.500 10.900Z'],
  smile: [18, '7', null, 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8 14c.9 1.600 2.300 2.400 4 2.400s3.100-.8 4-2.400M9 9.600v.01M15 9.600v.01'],
  applause: [19, '', null, `${HANDS}${RAYS}`],
  question: [20, '8', null, 'M4 5.500a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-6l-4.500 4v-4H6a2 2 0 0 1-2-2ZM9.900 8.300c.1-1.200.9-1.900 2.100-1.900s2.100.7 2.100 1.800c0 1.600-2.100 1.700-2.100 3.200M12 13.600v.01'],
  celebrate: [21, '9', null, 'M4 20.200l4-11 7 7ZM12.500 8.500c0-2.500.8-4.300 2.500-5.500M15.500 11.500c1.500-1.600 3.400-2 5.500-1.300M8.500 3.500v.01M19.500 4.500v.01M20 15.500v.01M15.500 7.500v.01'],
} as const satisfies Readonly<Record<string, readonly [number, string, string | null, string]>>;

export type ReactionName = keyof typeof ALL;

export const REACTIONS: readonly Reaction[] = (Object.keys(ALL) as ReactionName[]).map((name) => {
  const [code, key, clip, path] = ALL[name];
  return { code, name, key, clip, path };
});

export const GESTURES = REACTIONS.filter(({ clip }) => clip !== null);
export const SIGNS = REACTIONS.filter(({ clip }) => clip === null);

/** The reaction of this code; undefined for one that a newer server knows. */
export function reactionOf(code: number): Reaction | undefined {
  return REACTIONS.find((reaction) => reaction.code === code);
}
