// What could be meant by the letters typed: whole sentences of the likeliest words first, then words for their beginning.
// Words are weighed by how common they are and by which stand beside each other. Pure.
import type { Entry, Lexicon } from './lexicon';

const KEPT = 5; // of the ways to read a beginning
const UNREAD = 120; // a letter that no word explains
const GOING_ON = 4;
const MOST = 60;
const EDGE = 0; // the kind of a beginning and of an end

export interface Candidate {
  readonly text: string;
  /** So many of the letters typed it stands for. */
  readonly takes: number;
}

interface Way {
  readonly text: string;
  readonly cost: number;
  /** What its last word is to what follows. */
  readonly before: number;
}

/** Divisions that were typed (xi'an) are ends of parts in the word's reading as well. */
function divides(entry: Entry, typed: string): boolean {
  if (!typed.includes("'")) return true;
  const ends = (divided: string): Set<number> => {
    let letters = 0;
    const found = new Set<number>();
    for (const letter of divided) if (letter === "'") found.add(letters);
      else letters++;
    return found;
  };
  const own = ends(entry.reading);
  return [...ends(typed)].every((end) => end === 0 || end >= entry.reading.replaceAll("'", '').length || own.has(end));
}

/** Words for what stands from `from` to `to`. */
function wordsFor(typed: string, from: number, to: number, lexicon: Lexicon): readonly Entry[] {
  const part = typed.slice(from, to);
  if (part.startsWith("'") && part !== "'") return [];
  return lexicon.find(part.replaceAll("'", '')).filter((entry) => divides(entry, part));
}

function better(ways: Way[], way: Way): void {
  const same = ways.findIndex(({ text }) => text === way.text);
  if (same >= 0 && ways[same].cost <= way.cost) return;
  if (same >= 0) ways.splice(same, 1);
  ways.push(way);
  ways.sort((a, b) => a.cost - b.cost).splice(KEPT);
}

function joined(way: Way, word: Entry, lexicon: Lexicon): Way {
  const { text, cost, after, before } = word;
  return { text: way.text + text, cost: way.cost + cost + lexicon.joint(way.before, after), before };
}

/** The likeliest ways to read all of it. */
export function sentences(typed: string, lexicon: Lexicon): readonly string[] {
  const ways: Way[][] = Array.from({ length: typed.length + 1 }, () => []);
  ways[0].push({ text: '', cost: 0, before: EDGE });
  for (let from = 0; from < typed.length; from++) {
    if (ways[from].length === 0) continue;
    const letter = typed[from] === "'" ? '' : typed[from];
    for (const { text, cost, before } of ways[from])
      better(ways[from + 1], { text: text + letter, cost: cost + (letter === '' ? 0 : UNREAD), before });
    for (let to = from + 1; to <= Math.min(typed.length, from + lexicon.longest + 2); to++)
      for (const word of wordsFor(typed, from, to, lexicon)) for (const way of ways[from]) better(ways[to], joined(way, word, lexicon));
  }
  const ended = ways[typed.length].map((way) => ({ ...way, cost: way.cost + lexicon.joint(way.before, EDGE) }));
  return ended.sort((a, b) => a.cost - b.cost).map(({ text }) => text);
}

/** Words for the beginning, those that take the most letters first. */
function beginnings(typed: string, lexicon: Lexicon): Candidate[] {
  const found: Candidate[] = [];
  for (let to = Math.min(typed.length, lexicon.longest + 2); to > 0; to--)
    for (const { text } of wordsFor(typed, 0, to, lexicon)) found.push({ text, takes: to });
  return found;
}

/** `asWritten`: what the letters are where nothing is converted. */
export function candidates(typed: string, lexicon: Lexicon | null, asWritten: readonly string[]): readonly Candidate[] {
  const all = (texts: readonly string[]): Candidate[] => texts.map((text) => ({ text, takes: typed.length }));
  if (typed === '') return [];
  if (!lexicon) return all(asWritten);
  const goingOn = lexicon.goingOn(typed.replaceAll("'", ''), GOING_ON).map(({ text }) => text);
  const [best, ...others] = sentences(typed, lexicon);
  const soon = /[a-z]/.test(typed) ? [] : asWritten.slice(0, 1); // kana are often meant as they are, letters hardly ever
  const offered = [...all([best]), ...all(soon), ...all(others), ...all(goingOn), ...beginnings(typed, lexicon), ...all(asWritten)];
  const seen = new Set<string>();
  return offered.filter(({ text }) => !seen.has(text) && seen.add(text)).slice(0, MOST);
}
