// Which parts of the page may know three: what draws, and the pointer. Panels, network and replica never do.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
const DRAWS = ['scene', 'avatars', 'xr', 'interaction', 'people_view'];
const WITHOUT = ['actions', 'i18n', 'net', 'protocol', 'replica', 'ui', 'voice'];
const IMPORTED = /from '([^']+)'|import\('([^']+)'\)/g;

function sources(folder: string, recursive = true): string[] {
  return readdirSync(join(HERE, folder), { recursive, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

function imports(file: string): string[] {
  const text = readFileSync(join(HERE, file), 'utf8').replaceAll(/import type [^;]+;/g, '');
  return [...text.matchAll(IMPORTED)].map(([, from, lazy]) => from ?? lazy);
}

describe('layers', () => {
  it.each(WITHOUT)('%s imports neither three nor anything that is built on it', (folder) => {
    const guilty = sources(folder).filter((file) => imports(file).some((from) => /^three/.test(from)));
    expect(guilty).toEqual([]);
  });

  it('voice comes after the room: the page names its types, and brings it by one import', () => {
    const page = [...sources('.', false), ...['actions', 'avatars', 'interaction', 'net', 'scene', 'ui', 'xr'].flatMap((folder) => sources(folder))];
    const naming = page.filter((file) => imports(file).some((from) => /\/voice\/\w+$/.test(from)));
    expect(naming).toEqual(['controller.ts']);
    expect(readFileSync(join(HERE, 'controller.ts'), 'utf8')).toContain("() => import('./voice/voice')");
  });

  it('net and replica know no page: neither the store nor a panel nor what draws', () => {
    const outward = new RegExp(`^\\.\\./(${[...DRAWS, 'ui', 'actions'].join('|')}|store|controller)\\b`);
    for (const folder of ['net', 'replica', 'protocol'])
      expect(sources(folder).filter((file) => imports(file).some((from) => outward.test(from)))).toEqual([]);
  });
});
