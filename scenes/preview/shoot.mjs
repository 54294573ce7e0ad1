// Takes pictures of a built scene in headless Chromium:
//   node preview/shoot.mjs <slug> <view,view|all> <folder> [width] [height] [.light]
// Serves the viewer and the shipped files on a loopback port; nothing is fetched from elsewhere.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ASSETS = path.resolve(HERE, '../../assets/scenes');
const FLAGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
// Where to stand and where to look, in glTF metres.
const VIEWS = {
  entrance: 'from=-0.5,1.6,5.2&to=0.2,1.5,-4',
  lounge: 'from=-2.3,1.6,0.9&to=-7.2,1.1,3.9',
  counters: 'from=1.3,1.6,-0.2&to=-0.5,1.45,-5.5',
  alcoves: 'from=3.2,1.6,-0.5&to=7.2,1.35,2.5',
  pod: 'from=-2.9,1.6,-2.7&to=-6.3,1.2,0.2',
  screens: 'from=-2.4,1.6,1.3&to=-8,1.6,3.4',
  front: 'from=-1.0,1.6,-2.6&to=1.6,1.35,5',
  card: 'from=1.7,1.6,2.2&to=3.0,1.3,-1&fov=55',
  back: 'from=5.6,1.6,-2.6&to=-3.2,1.4,3.4',
};
const BASIS = path.resolve(HERE, '../node_modules/three/examples/jsm/libs/basis');
const TYPES = { '.wasm': 'application/wasm', '.js': 'text/javascript', '.glb': 'model/gltf-binary', '.webp': 'image/webp' };

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, 'chromium')).find(fs.existsSync);
  if (!found) throw new Error('no chromium on the PATH; set CHROMIUM');
  return found;
}

async function serve() {
  const bundle = await build({ entryPoints: [path.join(HERE, 'viewer.js')], bundle: true, format: 'esm', write: false, logLevel: 'error' });
  const page = '<!doctype html><style>body{margin:0;overflow:hidden}</style><body><script type="module" src="/viewer.js"></script>';
  const server = http.createServer((request, response) => {
    const name = new URL(request.url, 'http://localhost').pathname;
    if (name === '/') return response.setHeader('content-type', 'text/html').end(page);
    if (name === '/favicon.ico') return response.writeHead(204).end();
    if (name === '/viewer.js') return response.setHeader('content-type', TYPES['.js']).end(bundle.outputFiles[0].contents);
    const root = name.startsWith('/basis/') ? BASIS : ASSETS;
    const file = path.join(root, path.normalize(name.replace(/^\/basis/, '')));
    if (!file.startsWith(root) || !fs.existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

const [slug, wanted = 'entrance', folder = '.', width = '960', height = '540', variant = ''] = process.argv.slice(2);
// a view of one's own is written as a query, `from=x,y,z&to=x,y,z`
const views = wanted === 'all' ? Object.keys(VIEWS) : wanted.includes('=') ? [wanted] : wanted.split(',');
const server = await serve();
const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
let failed = 0;
for (const view of views) {
  const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.log(`[${message.type()}]`, message.text().slice(0, 300)));
  const address = `http://127.0.0.1:${server.address().port}/?base=/${slug}/${slug}${variant}&${VIEWS[view] ?? view}`;
  await page.goto(address);
  await page.waitForFunction('window.done || window.failed', null, { timeout: 180000 });
  const problem = await page.evaluate('window.failed');
  if (problem) { console.log(view, problem); failed = 1; }
  const name = VIEWS[view] ? view : 'view';
  await page.screenshot({ path: path.join(folder, `${name}.png`), timeout: 120000 });
  console.log(view, JSON.stringify(await page.evaluate('window.stats')));
  await page.close();
}
await browser.close();
server.close();
process.exit(failed);
