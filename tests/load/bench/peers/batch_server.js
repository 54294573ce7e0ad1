// The batching peers: a pose is kept until the tick, then everybody gets all poses since the last one.
//
//   batch_server.js socketio|bun PORT
//
// The wire is that of generator/dialect_raw.cc; socket.io carries the batch as a binary attachment.
const [kind, port] = [process.argv[2], Number(process.argv[3])];
const TICK_MS = 50, HEADER = 8, RECORD = 40;

let tick = 0;
let fresh = new Map(); // the newest pose of each client that sent one since the last tick

function batch() {
  if (!fresh.size) return null;
  const frame = Buffer.allocUnsafe(HEADER + RECORD * fresh.size);
  frame.writeUInt32LE(++tick, 0);
  frame.writeUInt16LE(fresh.size, 4);
  frame.writeUInt16LE(0, 6);
  let at = HEADER;
  for (const [id, pose] of fresh) {
    frame.writeUInt16LE(id, at);
    frame.set(pose, at + 2);
    at += RECORD;
  }
  fresh = new Map();
  return frame;
}

// 20 times a second without drift: a late tick does not make the next one late.
function everyTick(send) {
  let next = performance.now() + TICK_MS;
  const step = () => {
    const frame = batch();
    if (frame) send(frame);
    next = Math.max(next + TICK_MS, performance.now());
    setTimeout(step, next - performance.now());
  };
  setTimeout(step, TICK_MS);
}

function serveSocketIo() {
  const { Server } = require('socket.io');
  const http = require('http').createServer();
  const io = new Server(http, { transports: ['websocket'] });
  let clients = 0;
  io.on('connection', (socket) => {
    const id = clients++;
    socket.join('room');
    socket.on('p', (pose) => fresh.set(id, pose));
  });
  everyTick((frame) => io.to('room').emit('b', frame));
  http.listen(port, '127.0.0.1', 1024);
}

function serveBun() {
  let clients = 0;
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port,
    fetch(request, self) {
      if (self.upgrade(request, { data: { id: clients++ } })) return;
      return new Response('a WebSocket is wanted', { status: 400 });
    },
    websocket: {
      perMessageDeflate: false,
      idleTimeout: 0,
      open: (socket) => socket.subscribe('room'),
      message: (socket, pose) => fresh.set(socket.data.id, pose),
    },
  });
  everyTick((frame) => server.publish('room', frame));
}

({ socketio: serveSocketIo, bun: serveBun })[kind]();
