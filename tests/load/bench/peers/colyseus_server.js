// Colyseus as its documentation has it: a room, a schema for the state, patches 20 times a second.
//
//   colyseus_server.js PORT
//
// Poses come as raw bytes (`onMessageBytes`), the cheapest that Colyseus offers; the fields are those
// of generator/peer_pose.h in their order.
const { Server, Room } = require('@colyseus/core');
const { schema, t, Encoder } = require('@colyseus/schema');
const { WebSocketTransport } = require('@colyseus/ws-transport');

const PATCH_MS = 50, MANY = 100000, POSE = 1;
const PARTS = ['head', 'left', 'right'], PART_BYTES = 10, PARTS_AT = 6;

const fields = { sequence: t.uint16(), tag: t.uint32() };
for (const part of PARTS) {
  for (const axis of 'XYZ') fields[part + axis] = t.int16();
  fields[part + 'Turn'] = t.uint32();
}
const Player = schema(fields, 'Player');
const State = schema({ players: t.map(Player) }, 'State');
Encoder.BUFFER_SIZE = 4 << 20; // its default grows with a warning at every patch

class Bench extends Room {
  state = new State();
  maxClients = MANY;
  patchRate = PATCH_MS;
  autoDispose = false;

  onCreate() {
    this.setPatchRate(PATCH_MS);
    this.onMessageBytes(POSE, (client, bytes) => {
      if (client.player) take(client.player, bytes);
    });
  }
  onJoin(client) {
    client.player = new Player();
    this.state.players.set(client.sessionId, client.player);
  }
  onLeave(client) {
    this.state.players.delete(client.sessionId);
  }
}

function take(player, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  player.sequence = view.getUint16(0, true);
  player.tag = view.getUint32(2, true);
  PARTS.forEach((part, index) => {
    const at = PARTS_AT + PART_BYTES * index;
    player[part + 'X'] = view.getInt16(at, true);
    player[part + 'Y'] = view.getInt16(at + 2, true);
    player[part + 'Z'] = view.getInt16(at + 4, true);
    player[part + 'Turn'] = view.getUint32(at + 6, true);
  });
}

const server = new Server({ transport: new WebSocketTransport({}), greet: false });
server.define('bench', Bench);
server.listen(Number(process.argv[2]), '127.0.0.1');
