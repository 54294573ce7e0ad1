// Writes src/protocol/generated.ts from the server's messages and constants, or (--check) says whether it is up to date.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const target = join(here, '..', 'src', 'protocol', 'generated.ts');

function exported(what) {
  const local = join(root, '.venv', 'bin', 'python');
  const python = process.env.PYTHON ?? (existsSync(local) ? local : 'python3');
  const env = { ...process.env, PYTHONPATH: join(root, 'server') };
  return JSON.parse(
    execFileSync(python, ['-m', 'vbranch.protocol.export', what], { env, encoding: 'utf8' }),
  );
}

/** Without titles, which repeat every field's name and would become types of their own; tuples as in older drafts. */
function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (node === null || typeof node !== 'object') return node;
  const out = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'title' && typeof value === 'string') continue;
    if (key === 'prefixItems') {
      out.items = value.map(plain); // tuples as the type generator knows them
      out.additionalItems = false;
      continue;
    }
    out[key] =
      key === 'properties' || key === '$defs'
        ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
        : plain(value);
  }
  return out;
}

/** `type` and `kind` have defaults in the models, yet are always on the wire: make them required. */
function withTags(definition) {
  const tags = Object.entries(definition.properties ?? {})
    .filter(([, property]) => 'const' in property)
    .map(([name]) => name);
  return { ...definition, required: [...new Set([...(definition.required ?? []), ...tags])] };
}

async function types(schema) {
  const definitions = Object.fromEntries(
    Object.entries(plain(schema).$defs).map(([name, d]) => [
      name,
      d.type === 'object' ? withTags(d) : d,
    ]),
  );
  // One root that names every definition, so that each becomes an exported type exactly once.
  const properties = Object.fromEntries(
    Object.keys(definitions).map((name) => [name, { $ref: `#/$defs/${name}` }]),
  );
  const root = {
    type: 'object',
    additionalProperties: false,
    properties,
    required: Object.keys(properties),
    $defs: definitions,
  };
  return compile(root, 'Definitions', {
    bannerComment: '',
    maxItems: 3, // longer bounded lists are lists: not one tuple for each length
    style: { singleQuote: true, printWidth: 100 },
  });
}

/** Numbers and enumerations, each as a value of its own. */
function constants({ constants: numbers, enums }) {
  return Object.entries({ ...numbers, ...enums })
    .map(([name, value]) => {
      const text = JSON.stringify(value, null, 2).replace(/"([A-Za-z_]\w*)":/g, '$1:');
      return `export const ${name} = ${text} as const;\n`;
    })
    .join('');
}

const schema = exported('schema');
const text = [
  '// Generated from server/vbranch/protocol by `npm run gen`. Do not edit.\n\n',
  await types(schema),
  '\n',
  '// Constants of PROTOCOL.md (constants.py).\n\n',
  constants(exported('constants')),
].join('');

if (process.argv.includes('--check')) {
  const committed = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (committed !== text) {
    console.error('src/protocol/generated.ts differs from the server: run `npm run gen` and commit.');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
