// What screens tell of the bank's staff: who is at one's service, or that one can call them; and the bank's own word.
import { said, type Language } from '../i18n';
import { bows, ground, order, SOFT, type Subject, type Told, WHITE } from './drawings';
import { broken, FAMILY, line, type Pen } from './lettering';

const MOST_STAFF = 4;
const MOST_LINES = 24;

/** At the counter: those who are here by name, below them how to call somebody. */
export function drawDuty(pen: Pen, { language, dressing, told }: Subject): void {
  const { width, height } = pen.canvas;
  ground(pen, dressing);
  bows(pen, 5);
  const edge = width * 0.07;
  const room = width - 2 * edge;
  head(pen, language, edge, room);
  const staff = told.staff.slice(0, MOST_STAFF);
  if (staff.length === 0) {
    const style = { weight: 500, size: height * 0.1, color: WHITE };
    line(pen, said('duty.nobody', language), edge, height * 0.55, room, style);
  }
  staff.forEach(({ name, role }, i) => {
    const y = height * (0.43 + 0.125 * i);
    const end = edge + line(pen, name, edge, y, room * 0.6, { weight: 600, size: height * 0.1, color: WHITE });
    const does = said(role ? `staff.${role}` : 'people.staff', language);
    line(pen, does, end + width * 0.03, y + height * 0.01, edge + room - end - width * 0.03, { weight: 400, size: height * 0.07, color: SOFT });
  });
  line(pen, said('duty.call', language), edge, height * 0.92, room, { weight: 500, size: height * 0.07, color: WHITE });
}

function head(pen: Pen, language: Language, edge: number, room: number): void {
  const { height } = pen.canvas;
  const [first, ...others] = order(language).map((one) => said('duty.title', one));
  line(pen, first, edge, height * 0.15, room, { weight: 600, size: height * 0.14, color: WHITE });
  line(pen, others.join('   '), edge, height * 0.28, room, { weight: 400, size: height * 0.06, color: SOFT });
}

/** The bank's own word, as large as it fits. */
export function drawAnnouncement(pen: Pen, { language, dressing, told }: Subject): void {
  const { width, height } = pen.canvas;
  ground(pen, dressing);
  const edge = width * 0.08;
  const room = width - 2 * edge;
  const text = told.announcement ?? '';
  line(pen, said('notice.title', language), edge, height * 0.1, room, { weight: 500, size: Math.min(width, height) * 0.06, color: SOFT });
  const { size, lines } = fitted(pen, text, room, height * 0.72);
  lines.forEach((words, i) => line(pen, words, edge, height * 0.2 + size * (0.7 + 1.3 * i), room, { weight: 600, size, color: WHITE }));
}

/** The largest letters in which the text is not higher than `high`. */
function fitted(pen: Pen, text: string, room: number, high: number): { size: number; lines: readonly string[] } {
  for (let size = room * 0.16; ; size *= 0.85) {
    pen.font = `600 ${size}px ${FAMILY}`;
    const lines = broken((words) => pen.measureText(words).width, text, room, MOST_LINES);
    if (lines.length * size * 1.3 <= high || size < room * 0.03) return { size, lines };
  }
}

/** All words of it that no other screen shows, so that their fonts can be brought. */
export function wordsOfTold({ staff, announcement }: Told, language: Language): string {
  const fixed = order(language).map((one) => said('duty.title', one));
  const shown = [said('duty.nobody', language), said('duty.call', language), said('notice.title', language), announcement ?? ''];
  const people = staff.map(({ name, role }) => name + said(role ? `staff.${role}` : 'people.staff', language));
  return [...fixed, ...shown, ...people].join('');
}
