// socket.io 4 over a WebSocket alone, in two ways of use: batches as binary attachments, and
// networked-aframe, where every pose is a JSON event that the server passes on to all the others.
#include <cstdio>

#include "batch.h"
#include "dialect.h"
#include "http.h"
#include "peer_pose.h"

namespace {
constexpr std::string_view kPing = "2", kPong = "3", kConnect = "40";

class SocketIo : public Dialect {
 public:
  SocketIo(Address address, Receipts &receipts)
      : Dialect(std::move(address), receipts), poses_(receipts.clients()) {}

  void knock(Client &client) override {
    client.dial(address_.port);
    client.upgrade(address_.port, "/socket.io/?EIO=4&transport=websocket");
    client.wait_message();  // the engine's own greeting
    client.send(Opcode::text, kConnect);
    client.id = json_field(client.wait_message(), "sid");
  }
  void send_pose(Client &client) override {
    const std::string_view pose = poses_.next(client);
    receipts_.sent(client, pose);
    client.queue(Opcode::text, R"(451-["p",{"_placeholder":true,"num":0}])");
    client.send(Opcode::binary, pose);
  }
  void on_message(Client &client, const Frame &frame) override {
    if (frame.opcode == Opcode::text && frame.payload == kPing) {
      client.send(Opcode::text, kPong);
    } else if (frame.opcode == Opcode::binary) {
      read_batch(client, frame.payload, poses_, receipts_);
    }
  }
  // Clients that only count bytes do not see the server's pings; it takes pongs that it did not ask
  // for. Its patience is 20 seconds.
  void beat(Client &client) override {
    if (!client.sampled) client.send(Opcode::text, kPong);
  }

 protected:
  PeerPoses poses_;
};

class Naf : public SocketIo {
 public:
  using SocketIo::SocketIo;

  void knock(Client &client) override {
    SocketIo::knock(client);
    client.send(Opcode::text, R"(42["joinRoom",{"room":"bench"}])");
  }
  void send_pose(Client &client) override {
    const std::string_view pose = poses_.next(client);
    receipts_.sent(client, pose);
    client.send(Opcode::text, update(client, pose));
  }
  void on_message(Client &client, const Frame &frame) override {
    constexpr std::string_view kEvent = R"(42["broadcast")";
    if (frame.opcode != Opcode::text || frame.payload.substr(0, kEvent.size()) != kEvent) {
      SocketIo::on_message(client, frame);
      return;
    }
    const std::string event(frame.payload);
    const std::string tag_text = json_field(event, "ts"), x_text = json_field(event, "x");
    if (tag_text.empty() || x_text.empty()) {
      receipts_.bad();
      return;
    }
    const auto tag = static_cast<uint32_t>(strtoul(tag_text.c_str(), nullptr, 10));
    const int sender = poses_.sender_of(tag);
    const SentPose *pose = receipts_.find(sender, poses_.number_of(tag));
    const bool same = pose && pose->number == poses_.number_of(tag) &&
                      metres(pose->bytes, 0) == strtod(x_text.c_str(), nullptr);
    receipts_.received(client, sender, same ? pose : nullptr);
  }
  bool echoes() const override { return false; }

 private:
  // A number as short as JSON can have them for millimetres, from two bytes of the pose.
  static double metres(const char *pose, int which) {
    int16_t value;
    memcpy(&value, pose + 6 + which % 16 * 2, sizeof value);
    return value / 1000.0;
  }
  // An update of one entity with head and hands as networked-aframe's client sends it.
  static std::string update(const Client &client, std::string_view pose) {
    const char *id = client.id.c_str();
    char text[1500];
    int size = snprintf(text, sizeof text,
                        R"(42["broadcast",{"from":"%s","type":"um","data":{"ts":%u,"d":[{)"
                        R"("networkId":"n%.6s","owner":"%s","creator":"%s",)"
                        R"("lastOwnerTime":1763771464123,"persistent":false,"parent":null,)"
                        R"("components":{)",
                        id, PeerPoses::tag_of(pose), id, id, id);
    for (int part = 0; part < 6; part++) {  // position and rotation of head and hands
      size += snprintf(text + size, sizeof text - size, R"(%s"%d":{"x":%.6g,"y":%.6g,"z":%.6g})",
                       part ? "," : "", part, metres(pose.data(), 3 * part),
                       metres(pose.data(), 3 * part + 1), metres(pose.data(), 3 * part + 2));
    }
    size += snprintf(text + size, sizeof text - size, R"(}}]},"broadcasting":true}])");
    return std::string(text, size);
  }
};
}  // namespace

std::unique_ptr<Dialect> make_socketio(Address address, Receipts &receipts) {
  return std::make_unique<SocketIo>(std::move(address), receipts);
}
std::unique_ptr<Dialect> make_naf(Address address, Receipts &receipts) {
  return std::make_unique<Naf>(std::move(address), receipts);
}
