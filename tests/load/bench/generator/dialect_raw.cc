// The plainest dialect: a pose is a binary message, and a batch of poses comes back at every tick.
//
//   batch: u32 tick, u16 count, u16 fill, then count records of u16 sender's number and 38 bytes,
//   then fill bytes that mean nothing
#include "batch.h"
#include "dialect.h"
#include "peer_pose.h"

namespace {
class Raw : public Dialect {
 public:
  Raw(Address address, Receipts &receipts)
      : Dialect(std::move(address), receipts), poses_(receipts.clients()) {}

  void knock(Client &client) override {
    client.dial(address_.port);
    client.upgrade(address_.port, "/ws");
  }
  void send_pose(Client &client) override {
    const std::string_view pose = poses_.next(client);
    receipts_.sent(client, pose);
    client.send(Opcode::binary, pose);
  }
  void on_message(Client &client, const Frame &frame) override {
    read_batch(client, frame.payload, poses_, receipts_);
  }

 private:
  PeerPoses poses_;
};
}  // namespace

std::unique_ptr<Dialect> make_raw(Address address, Receipts &receipts) {
  return std::make_unique<Raw>(std::move(address), receipts);
}
