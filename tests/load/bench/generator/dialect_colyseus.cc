// Colyseus 0.18 with its own state synchronisation (@colyseus/schema): a pose is a raw message, what
// comes back is a patch of the fields that changed. The schema is in peers/colyseus_server.js.
#include <cstring>

#include "clock.h"
#include "dialect.h"
#include "http.h"
#include "peer_pose.h"

namespace {
enum Protocol : uint8_t { kJoinRoom = 10, kRoomStatePatch = 15, kRoomDataBytes = 17 };
constexpr uint8_t kPoseMessage = 1, kSwitchToStructure = 255, kOperationBits = 0xc0;
constexpr uint8_t kUint8 = 0xcc, kUint16 = 0xcd, kUint32 = 0xce;  // how a long number begins

// The fields in the order of the schema, with their places in the pose.
struct Field {
  size_t at, size;
};
constexpr Field kFields[] = {
    {0, 2},  {2, 4},                     // sequence number, tag
    {6, 2},  {8, 2},  {10, 2}, {12, 4},  // head
    {16, 2}, {18, 2}, {20, 2}, {22, 4},  // left hand
    {26, 2}, {28, 2}, {30, 2}, {32, 4},  // right hand
};
constexpr size_t kTag = 1, kFieldCount = sizeof kFields / sizeof kFields[0];

class Colyseus : public Dialect {
 public:
  Colyseus(Address address, Receipts &receipts)
      : Dialect(std::move(address), receipts), poses_(receipts.clients()) {}

  void knock(Client &client) override {
    const HttpAnswer seat =
        http_ask(address_.port, client.index,
                 post_request(address_.port, "/matchmake/joinOrCreate/bench", "", "{}"));
    client.id = json_field(seat.body, "sessionId");
    if (client.id.empty()) give_up("no seat: " + seat.body);
    client.dial(address_.port);
    client.upgrade(address_.port, "/" + json_field(seat.body, "processId") + "/" +
                                      json_field(seat.body, "roomId") + "?sessionId=" + client.id);
    const std::string welcome = client.wait_message();
    if (welcome.empty() || welcome[0] != kJoinRoom) give_up("the room did not let a client in");
    client.send(Opcode::binary, std::string(1, char{kJoinRoom}));
  }
  void send_pose(Client &client) override {
    const std::string_view pose = poses_.next(client);
    receipts_.sent(client, pose);
    std::string message{char{kRoomDataBytes}, char{kPoseMessage}};
    client.send(Opcode::binary, message.append(pose));
  }
  void on_message(Client &client, const Frame &frame) override {
    const std::string_view data = frame.payload;
    if (data.empty() || (data[0] & 0x1f) != kRoomStatePatch) return;
    client.heard.frame(now_us(), 1);
    size_t at = data[0] & 0xe0 ? 9 : 1;  // the first byte's flags announce eight bytes of options
    while (at < data.size()) {
      if (read_structure(client, data, at)) continue;
      // Until everybody is in, patches also say who came, which is not read here.
      if (receipts_.measuring()) receipts_.bad();
      return;
    }
  }
  // Colyseus drops a connection that does not answer its pings; sampled clients do that themselves.
  void beat(Client &client) override {
    if (!client.sampled) client.send(Opcode::pong, "");
  }

 private:
  // The changed fields of one member, up to the next structure. False if they cannot be read.
  bool read_structure(Client &client, std::string_view data, size_t &at) {
    if (static_cast<uint8_t>(data[at]) == kSwitchToStructure && !skip_number(data, ++at)) return false;
    char pose[kPeerPoseBytes] = {};
    bool has[kFieldCount] = {};
    while (at < data.size() && static_cast<uint8_t>(data[at]) != kSwitchToStructure) {
      const size_t index = static_cast<uint8_t>(data[at++]) & ~kOperationBits;
      if (index >= kFieldCount || at + kFields[index].size > data.size()) return false;
      memcpy(pose + kFields[index].at, data.data() + at, kFields[index].size);
      has[index] = true;
      at += kFields[index].size;
    }
    if (has[kTag]) judge(client, pose, has);
    return true;
  }
  void judge(Client &client, const char *pose, const bool *has) {
    const uint32_t tag = PeerPoses::tag_of({pose, kPeerPoseBytes});
    const int sender = poses_.sender_of(tag);
    const SentPose *known = receipts_.find(sender, poses_.number_of(tag));
    bool same = known != nullptr;
    for (size_t i = 0; same && i < kFieldCount; i++) {
      same = !has[i] || !memcmp(known->bytes + kFields[i].at, pose + kFields[i].at, kFields[i].size);
    }
    receipts_.received(client, sender, same ? known : nullptr);
  }
  static bool skip_number(std::string_view data, size_t &at) {
    if (at >= data.size()) return false;
    const auto first = static_cast<uint8_t>(data[at++]);
    at += first == kUint8 ? 1 : first == kUint16 ? 2 : first == kUint32 ? 4 : 0;
    return at <= data.size();
  }
  PeerPoses poses_;
};
}  // namespace

std::unique_ptr<Dialect> make_colyseus(Address address, Receipts &receipts) {
  return std::make_unique<Colyseus>(std::move(address), receipts);
}
