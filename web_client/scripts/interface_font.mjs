// Two style sheets in place of Fontsource's: `virtual:interface-font.css` has small fonts with the characters of the
// interface, of the demo branch and of the scenes, made anew at each build by `interface_font.py` (see there): one that
// everybody needs, one for each language that has characters of its own, one for what these share;
// `virtual:other-fonts.css` has Fontsource's hundred files for all other characters, to be brought when there is time.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const INTERFACE = 'virtual:interface-font.css';
const OTHERS = 'virtual:other-fonts.css';
const FOLDER = resolve('node_modules/.vbranch');
const FONTSOURCE = resolve('node_modules/@fontsource-variable/noto-sans-sc/files');
/** Signs speak all languages, and so does the switch between them: everybody sees these. */
const EVERYBODY = [
  'src/i18n/index.ts',
  'src/i18n/*/boards.ts',
  'src/i18n/en{.ts,/**/*.ts}',
  '*.html',
  '../branches/*/branch.toml',
  '../assets/avatars/people.json',
  '../scenes/*/scene.toml',
  '../assets/scenes/*/*.en.vtt',
  '../assets/scenes/*/*.glb',
];
const LANGUAGE = (language) => [
  `src/i18n/${language}{.ts,/**/*.ts}`,
  `../assets/scenes/*/*.${language}.vtt`,
  'src/ui/spatial/writing/{layouts,kana}.ts', // what keys have on them
  'scripts/early.js',
];
const TEXTS = { everybody: EVERYBODY, zh: LANGUAGE('zh'), ja: LANGUAGE('ja') };

/** Makes the fonts; answers which characters each has, and which are left to Fontsource's files by name. */
function make() {
  mkdirSync(FOLDER, { recursive: true });
  const texts = Object.entries(TEXTS).map(([who, patterns]) => [who, patterns.flatMap((one) => globSync(one)).sort()]);
  const python = process.env['PYTHON'] ?? 'python3'; // tools/web.py names the environment's own
  const input = JSON.stringify(Object.fromEntries(texts));
  return JSON.parse(execFileSync(python, ['scripts/interface_font.py', FOLDER], { encoding: 'utf8', input }));
}

const face = ([file, ranges]) => `@font-face {
  font-family: 'Noto Sans SC Variable';
  font-style: normal;
  font-display: swap;
  font-weight: 100 900;
  src: url(${file}) format('woff2-variations');
  unicode-range: ${ranges};
}`;

const faces = (folder, files) => Object.entries(files).map(([name, ranges]) => face([`${folder}/${name}`, ranges])).join('\n');

export function interfaceFont() {
  let made = null;
  return {
    name: 'interface-font',
    buildStart: () => void (made = null),
    resolveId: (id) => (id === INTERFACE || id === OTHERS ? `\0${id}` : null),
    load(id) {
      if (id !== `\0${INTERFACE}` && id !== `\0${OTHERS}`) return null;
      made ??= make();
      return id === `\0${INTERFACE}` ? faces(FOLDER, made.own) : faces(FONTSOURCE, made.others);
    },
  };
}
