// The counter's screen names who is there, else says how to call; an announcement fits its screen whatever it says.
import { expect, it } from 'vitest';
import type { Subject, Told } from './drawings';
import { drawAnnouncement, drawDuty, wordsOfTold } from './duty_board';
import type { Pen } from './lettering';

const [WIDTH, HEIGHT] = [1000, 560];

/** What is written, with where it ends; a letter is as wide as high. */
function drawn(draw: (pen: Pen, subject: Subject) => void, told: Told, language: Subject['language'] = 'en') {
  const words: { text: string; right: number; y: number }[] = [];
  const quiet = (): void => undefined;
  const size = (): number => Number(/([\d.]+)px/.exec(pen.font)![1]);
  const pen = {
    canvas: { width: WIDTH, height: HEIGHT }, font: '',
    measureText: (text: string) => ({ width: text.length * size() }),
    fillText: (text: string, x: number, y: number) => words.push({ text, right: x + text.length * size(), y }),
    createLinearGradient: () => ({ addColorStop: quiet }),
    fillRect: quiet, beginPath: quiet, ellipse: quiet, fill: quiet,
  };
  draw(pen as unknown as Pen, { language, dressing: { name: {}, brand: null, today: [] }, logo: null, told });
  return words;
}

const AIKO = { name: 'Aiko', role: 'host' } as const;

it('names who is there with what they are there for', () => {
  const texts = drawn(drawDuty, { staff: [AIKO, { name: 'Ren', role: null }], announcement: null }).map(({ text }) => text);
  for (const text of ['At your service', 'Aiko', 'Host', 'Ren', 'Staff']) expect(texts).toContain(text);
  expect(texts).not.toContain('We will come to you.');
});

it('says that somebody will come where nobody is, and always how to call', () => {
  const texts = drawn(drawDuty, { staff: [], announcement: null }, 'ja').map(({ text }) => text);
  expect(texts).toContain('係員がそちらへ伺います。');
  expect(texts.at(-1)).toContain('係員を呼ぶ');
});

it.each(['Hi', 'word '.repeat(40), '本日は午後六時に閉店いたします。'.repeat(12)])('shows an announcement as a whole: %s', (announcement) => {
  const words = drawn(drawAnnouncement, { staff: [], announcement });
  const lines = words.slice(1);
  expect(lines.map(({ text }) => text).join('').replaceAll(' ', '')).toBe(announcement.replaceAll(' ', ''));
  for (const { right, y } of words) expect([right <= WIDTH, y < HEIGHT]).toEqual([true, true]);
});

it('brings the letters of names, roles and announcements', () => {
  const words = wordsOfTold({ staff: [{ name: '葵', role: 'adviser' }], announcement: '閉店' }, 'zh');
  for (const text of ['葵', '客户顾问', '閉店', '为您服务', 'At your service']) expect(words).toContain(text);
});
