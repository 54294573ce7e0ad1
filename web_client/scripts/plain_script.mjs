// Puts `early.js` at the head of the pages that people open, as it is: no module, so that browsers too old for modules run
// it. Vite bundles modules alone; here it gets a hashed name like every other file.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const SOURCE = resolve('scripts/early.js');

export function plainScript() {
  let building = false;
  return {
    name: 'plain-script',
    configResolved: ({ command }) => void (building = command === 'build'),
    buildStart() {
      if (building) this.emitFile({ type: 'asset', name: 'early.js', source: readFileSync(SOURCE) });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path, bundle }) {
        if (!/\/(?:index|staff)\.html$/.test(path)) return [];
        const name = bundle ? Object.keys(bundle).find((one) => /^assets\/early-.*\.js$/.test(one)) : 'scripts/early.js';
        return [{ tag: 'script', attrs: { src: `/${name}` }, injectTo: 'head-prepend' }];
      },
    },
  };
}
