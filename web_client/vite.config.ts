// Builds the page into the server's package, every asset with its hash in the name.
import { defineConfig } from 'vite';
import { basisWithoutEval } from './scripts/basis_without_eval.mjs';
import { earlyLinks } from './scripts/early_links.mjs';
import { interfaceFont } from './scripts/interface_font.mjs';
import { pack } from './scripts/pack.mjs';
import { plainScript } from './scripts/plain_script.mjs';

const server = process.env['VBRANCH_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [basisWithoutEval(), interfaceFont(), earlyLinks(), plainScript(), pack()],
  build: {
    outDir: '../server/vbranch/web/static',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // data: addresses would need holes in the content security policy
    chunkSizeWarningLimit: 900, // three is one chunk of about 700 KB before compression
    rolldownOptions: {
      input: ['index.html', 'staff.html', 'viewer.html', 'people.html'],
      output: {
        // The reader of KTX2 and its transcoder come only when a scene needs them.
        codeSplitting: { groups: [{ name: 'three', test: /node_modules[\\/]three(?!.*(KTX2|WorkerPool|ktx-parse|zstd|basis))/ }] },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/content': server,
      '/ws': { target: server, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
