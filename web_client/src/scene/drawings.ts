// What signs and screens show: each function fills one canvas.
import { said, type Language, LANGUAGES } from '../i18n';
import type { Localised, Programme } from '../net/api';
import type { StaffRole } from '../protocol/generated';
import { coloursOf, type Dressing, shade } from './dressing';
import { arrow, broken, FAMILY, line, type Pen } from './lettering';
import type { SignMark } from './marks';

export const WHITE = '#ffffff';
export const SOFT = 'rgba(255,255,255,0.72)';
const MOST_PROGRAMMES = 5;

/** What the screens tell of the bank's staff: who is at one's service in this room, and what was announced last. */
export interface Told {
  readonly staff: readonly { readonly name: string; readonly role: StaffRole | null }[];
  readonly announcement: string | null;
}

/** Everything that a drawing may need to know. */
export interface Subject {
  readonly language: Language;
  readonly dressing: Dressing;
  readonly logo: HTMLImageElement | null;
  readonly told: Told;
}

/** The language spoken first, then the other two. */
export function order(first: Language): Language[] {
  return [first, ...(Object.keys(LANGUAGES) as Language[]).filter((one) => one !== first)];
}

function inLanguage(text: Localised, language: Language): string {
  return text[language] ?? text['en'] ?? '';
}

/** A plate: the visitor's language large, the other two below it, an arrow on the side that it points to. */
export function drawSign(pen: Pen, sign: SignMark, { language, dressing }: Subject): void {
  const { width, height } = pen.canvas;
  pen.fillStyle = coloursOf(dressing).secondary;
  pen.fillRect(0, 0, width, height);
  const edge = height * 0.26;
  const way = sign.arrow ?? 'none';
  const side = way === 'none' ? 0 : height * 0.5;
  const right = way === 'right';
  if (way !== 'none') arrow(pen, way, right ? width - edge - side / 2 : edge + side / 2, height / 2, side, WHITE);
  const left = edge + (right || !side ? 0 : side + edge);
  const room = width - left - edge - (right ? side + edge : 0);
  const [first, ...others] = order(language).map((one) => sign.text[one]);
  line(pen, first, left, height * 0.39, room, { weight: 600, size: height * 0.38, color: WHITE });
  line(pen, others.join('   '), left, height * 0.74, room, { weight: 400, size: height * 0.21, color: SOFT });
}

/** A calm ground in the brand's colours, for every screen. */
export function ground(pen: Pen, dressing: Dressing): void {
  const { width, height } = pen.canvas;
  const { primary, secondary } = coloursOf(dressing);
  const wash = pen.createLinearGradient(0, 0, width * 0.5, height);
  wash.addColorStop(0, shade(secondary, -0.2));
  wash.addColorStop(1, primary);
  pen.fillStyle = wash;
  pen.fillRect(0, 0, width, height);
}

/** Large soft bows, placed by `seed`, as on water. */
export function bows(pen: Pen, seed: number): void {
  const { width, height } = pen.canvas;
  for (let i = 0; i < 7; i++) {
    const turn = (seed * 0.37 + i * 0.61) % 1;
    pen.fillStyle = `rgba(255,255,255,${0.03 + 0.015 * (i % 3)})`;
    pen.beginPath();
    pen.ellipse(width * turn, height * (0.35 + 0.13 * i), width * 1.1, height * 0.34, -0.35 + turn, 0, Math.PI * 2);
    pen.fill();
  }
}

export function drawCalm(pen: Pen, id: string, { dressing }: Subject): void {
  ground(pen, dressing);
  bows(pen, Array.from(id).reduce((sum, letter) => sum + letter.charCodeAt(0), 0));
}

export function drawToday(pen: Pen, subject: Subject): void {
  const { width, height } = pen.canvas;
  ground(pen, subject.dressing);
  bows(pen, 3);
  const edge = width * 0.06;
  headToday(pen, subject.language, edge);
  const programmes = subject.dressing.today.slice(0, MOST_PROGRAMMES);
  if (programmes.length === 0) {
    const style = { weight: 400, size: height * 0.06, color: WHITE };
    line(pen, said('boards.nothing', subject.language), edge, height * 0.5, width - 2 * edge, style);
  }
  const step = (height * 0.7) / Math.max(4, programmes.length);
  programmes.forEach((one, i) => programmeLine(pen, one, subject.language, { edge, y: height * 0.25 + step * i, step }));
}

/** The word in the language spoken, and small beside it in the other two. */
function headToday(pen: Pen, language: Language, edge: number): void {
  const { width, height } = pen.canvas;
  const [first, ...others] = order(language).map((one) => said('boards.today', one));
  const style = { weight: 600, size: height * 0.1, color: WHITE };
  const beside = edge + line(pen, first, edge, height * 0.13, width * 0.5, style) + width * 0.025;
  const small = { weight: 400, size: height * 0.045, color: SOFT };
  line(pen, others.join('   '), beside, height * 0.14, width - beside - edge, small);
}

/** Where a programme's line begins, and how high it is. */
interface Row {
  readonly edge: number;
  readonly y: number;
  readonly step: number;
}

function programmeLine(pen: Pen, { time, title, place }: Programme, language: Language, { edge, y, step }: Row): void {
  const { width, height } = pen.canvas;
  pen.fillStyle = 'rgba(255,255,255,0.22)';
  pen.fillRect(edge, y, width - 2 * edge, Math.max(1, height * 0.002));
  const at = edge + width * 0.17;
  const room = width - at - edge;
  line(pen, time, edge, y + step * 0.45, width * 0.14, { weight: 600, size: step * 0.36, color: WHITE });
  line(pen, inLanguage(title, language), at, y + step * 0.38, room, { weight: 600, size: step * 0.3, color: WHITE });
  if (place) line(pen, inLanguage(place, language), at, y + step * 0.74, room, { weight: 400, size: step * 0.23, color: SOFT });
}

export function drawWelcome(pen: Pen, { language, dressing, logo }: Subject): void {
  const { width, height } = pen.canvas;
  ground(pen, dressing);
  bows(pen, 11);
  const edge = width * 0.1;
  const room = width - 2 * edge;
  if (logo) contain(pen, logo, edge, height * 0.06, room, height * 0.26);
  const [first, ...others] = order(language).map((one) => said('boards.welcome', one));
  const size = Math.min(width * 0.15, height * 0.12);
  let y = height * 0.5;
  line(pen, first, edge, y, room, { weight: 600, size, color: WHITE });
  for (const other of others) {
    y += size * (y === height * 0.5 ? 1.05 : 0.75);
    line(pen, other, edge, y, room, { weight: 400, size: size * 0.5, color: SOFT });
  }
  pen.font = `400 ${size * 0.4}px ${FAMILY}`;
  const words = broken((text) => pen.measureText(text).width, said('boards.invitation', language), room, 4);
  words.forEach((text, i) =>
    line(pen, text, edge, height * 0.8 + i * size * 0.55, room, { weight: 400, size: size * 0.4, color: WHITE }),
  );
}

/** The whole picture within a box, in its middle. */
export function contain(pen: Pen, picture: HTMLImageElement, x: number, y: number, width: number, height: number): void {
  const scale = Math.min(width / picture.naturalWidth, height / picture.naturalHeight);
  const [w, h] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
  pen.drawImage(picture, x + (width - w) / 2, y + (height - h) / 2, w, h);
}

/** All words that signs and screens may show, so that their fonts can be brought. */
export function wordsOf(signs: readonly SignMark[], { language, dressing }: Subject): string {
  const texts = order(language).flatMap((one) => [said('boards.today', one), said('boards.welcome', one)]);
  texts.push(said('boards.nothing', language), said('boards.invitation', language), '0123456789:');
  for (const { title, place } of dressing.today)
    texts.push(inLanguage(title, language), place ? inLanguage(place, language) : '');
  for (const { text } of signs) texts.push(...Object.values(text));
  return texts.join('');
}
