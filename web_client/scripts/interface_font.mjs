// Two style sheets in place of Fontsource's: `virtual:interface-font.css` has one small font with the characters of the
// interface, of the demo branch and of the scenes, made anew at each build by `interface_font.py` (see there);
// `virtual:other-fonts.css` has Fontsource's hundred files for all other characters, to be brought when there is time.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const INTERFACE = 'virtual:interface-font.css';
const OTHERS = 'virtual:other-fonts.css';
const FONT = resolve('node_modules/.vbranch/interface.woff2');
const FONTSOURCE = resolve('node_modules/@fontsource-variable/noto-sans-sc/files');
const TEXTS = [
  'src/i18n/**/*.ts',
  '*.html',
  'scripts/early.js',
  '../branches/*/branch.toml',
  '../assets/avatars/people.json',
  '../scenes/*/scene.toml',
  '../assets/scenes/*/*.vtt',
  '../assets/scenes/*/*.glb',
];

/** Makes the font; answers which characters it has, and which are left to Fontsource's files by name. */
function make() {
  mkdirSync(resolve(FONT, '..'), { recursive: true });
  const texts = TEXTS.flatMap((pattern) => globSync(pattern)).sort();
  const python = process.env['PYTHON'] ?? 'python3'; // tools/web.py names the environment's own
  return JSON.parse(execFileSync(python, ['scripts/interface_font.py', FONT, ...texts], { encoding: 'utf8' }));
}

const face = (file, ranges) => `@font-face {
  font-family: 'Noto Sans SC Variable';
  font-style: normal;
  font-display: swap;
  font-weight: 100 900;
  src: url(${file}) format('woff2-variations');
  unicode-range: ${ranges};
}`;

export function interfaceFont() {
  let made = null;
  return {
    name: 'interface-font',
    buildStart: () => void (made = null),
    resolveId: (id) => (id === INTERFACE || id === OTHERS ? `\0${id}` : null),
    load(id) {
      if (id !== `\0${INTERFACE}` && id !== `\0${OTHERS}`) return null;
      made ??= make();
      if (id === `\0${INTERFACE}`) return face(FONT, made.own);
      return Object.entries(made.others).map(([name, ranges]) => face(`${FONTSOURCE}/${name}`, ranges)).join('\n');
    },
  };
}
