import { beforeEach, expect, it } from 'vitest';
import { drawSign, drawToday, drawWelcome, type Subject, wordsOf } from './drawings';
import type { Pen } from './lettering';

/** A pen that keeps what it writes, from the left edge to the right; nothing is drawn. */
class Written {
  readonly canvas = { width: 1000, height: 500 };
  readonly words: { text: string; left: number; right: number; size: number }[] = [];
  font = '';

  measureText(text: string): { width: number } {
    return { width: text.length * this.size };
  }

  fillText(text: string, x: number): void {
    this.words.push({ text, left: x, right: x + this.measureText(text).width, size: this.size });
  }

  createLinearGradient(): { addColorStop(): void } {
    return { addColorStop: () => undefined };
  }

  save(): void {}
  restore(): void {}
  translate(): void {}
  rotate(): void {}
  beginPath(): void {}
  moveTo(): void {}
  lineTo(): void {}
  stroke(): void {}
  fill(): void {}
  fillRect(): void {}
  ellipse(): void {}

  private get size(): number {
    return Number(/([\d.]+)px/.exec(this.font)![1]);
  }
}

const sign = { text: { en: 'Showcase', zh: '展厅', ja: 'ショールーム' }, arrow: 'right' } as const;
const title = { en: 'First home', zh: '首次置业', ja: 'はじめての住宅' };
const subject: Subject = {
  language: 'ja',
  dressing: { name: {}, brand: null, today: [{ time: '10:30', title, place: { en: 'Pod', zh: '会客室', ja: '相談室' } }] },
  logo: null,
  told: { staff: [], announcement: null },
};
let written: Written;
let pen: Pen;

beforeEach(() => {
  written = new Written();
  pen = written as unknown as Pen;
});

const said = (): string => written.words.map(({ text }) => text).join('|');

it('writes a sign in three languages, the one spoken first and largest', () => {
  drawSign(pen, sign, subject);
  const [first, others] = written.words;
  expect(first.text).toBe('ショールーム');
  expect(others.text).toMatch(/展厅 +Showcase/);
  expect(first.size).toBeGreaterThan(1.3 * others.size);
});

it.each(['left', 'right', 'up', 'none'] as const)('keeps all words on the plate beside an arrow %s', (arrow) => {
  drawSign(pen, { text: { ...sign.text, ja: 'とても長い名前の部屋'.repeat(4) }, arrow }, subject);
  for (const { left, right } of written.words) {
    expect(left).toBeGreaterThan(0);
    expect(right).toBeLessThan(1000);
  }
});

it('tells what is on today: when, what and where', () => {
  drawToday(pen, subject);
  for (const words of ['10:30', 'はじめての住宅', '相談室']) expect(said()).toContain(words);
});

it('says so when nothing is on', () => {
  drawToday(pen, { ...subject, language: 'en', dressing: { ...subject.dressing, today: [] } });
  expect(written.words.length).toBe(3); // the head in three languages, and this
});

it('keeps the lines of a full day on the screen and apart', () => {
  const [one] = subject.dressing.today;
  drawToday(pen, { ...subject, dressing: { ...subject.dressing, today: Array(12).fill(one) } });
  expect(written.words.filter(({ text }) => text === '10:30').length).toBe(5);
});

it('welcomes in three languages', () => {
  drawWelcome(pen, { ...subject, language: 'zh' });
  expect(written.words.slice(0, 3).map(({ text }) => text)).toEqual(['欢迎光临', 'ようこそ', 'Welcome']);
});

it('brings the fonts for everything that may be written', () => {
  const words = wordsOf([sign], subject);
  drawSign(pen, sign, subject);
  drawToday(pen, subject);
  drawWelcome(pen, subject);
  expect([...said()].filter((letter) => letter !== '|' && letter.trim() && !words.includes(letter))).toEqual([]);
});
