// Takes pictures of a built scene in headless Chromium:
//   node preview/shoot.mjs <slug> <view,view|all> <folder> [width] [height]
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
  entrance: 'from=-0.6,1.65,5.3&to=0.15,1.55,-4',
  lounge: 'from=-0.9,1.6,-0.6&to=-6.6,0.9,3.4',
  counters: 'from=0.9,1.6,0.4&to=-0.6,1.3,-5',
  exhibit: 'from=1.7,1.6,2.2&to=3.0,1.3,-1&fov=55',
  front: 'from=-2.0,1.7,-3.0&to=1.8,1.3,5',
  right: 'from=-1.0,1.6,3.6&to=7,1.5,-1.4',
  back: 'from=2.3,1.6,1.6&to=2.75,1.5,0.5&turn=3.4&fov=45',
};
const TYPES = { '.js': 'text/javascript', '.glb': 'model/gltf-binary', '.webp': 'image/webp' };

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
    const file = path.join(ASSETS, path.normalize(name));
    if (!file.startsWith(ASSETS) || !fs.existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

const [slug, wanted = 'entrance', folder = '.', width = '960', height = '540'] = process.argv.slice(2);
// a view of one's own is written as a query, `from=x,y,z&to=x,y,z`
const views = wanted === 'all' ? Object.keys(VIEWS) : wanted.includes('=') ? [wanted] : wanted.split(',');
const server = await serve();
const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
let failed = 0;
for (const view of views) {
  const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.log(`[${message.type()}]`, message.text().slice(0, 300)));
  const address = `http://127.0.0.1:${server.address().port}/?base=/${slug}/${slug}&${VIEWS[view] ?? view}`;
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
