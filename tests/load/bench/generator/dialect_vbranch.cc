// A branch, by PROTOCOL.md: poses of headset members, tick frames, and now and then some words,
// whose acknowledgement is timed.
#include <cstdio>
#include <cstring>

#include "clock.h"
#include "door.h"
#include "http.h"

namespace {
constexpr uint8_t kTick = 1;  // F-2
constexpr size_t kTickHeader = 20, kMaxSlots = 8192;
constexpr size_t kScreenRecord = 12, kFarRecord = 8, kHeldRecord = 8;
constexpr int kNobody = -1;

class VBranch : public Dialect {
 public:
  VBranch(Address address, Receipts &receipts)
      : Dialect(std::move(address), receipts),
        walkers_(receipts.clients()),
        member_(kMaxSlots, kNobody) {}

  void knock(Client &client) override { knock_at_branch(client, address_); }
  void enter(Client &client) override {
    const Seat seat = wait_for_welcome(client);
    member_[seat.slot] = client.index;
    walkers_[client.index].begin(seat.slot, seat.floor, seat.limit, client.index + 1);
  }
  void send_pose(Client &client) override {
    const std::string_view frame = walkers_[client.index].next(client.poses);
    receipts_.sent(client, frame.substr(Walker::kHeaderBytes));
    client.send(Opcode::binary, frame);
  }
  void on_message(Client &client, const Frame &frame) override {
    if (frame.opcode == Opcode::text) return on_text(std::string(frame.payload));
    if (!read_tick(client, frame.payload)) receipts_.bad();
  }
  bool send_command(Client &client, uint32_t number) override {
    char text[128];
    const int size = snprintf(text, sizeof text,
                              R"({"type":"chat","id":"bench-%08u","text":"Words number %u."})",
                              number, number);
    receipts_.asked(number, now_us());
    client.send(Opcode::text, {text, static_cast<size_t>(size)});
    return true;
  }

 private:
  void on_text(const std::string &text) {
    const std::string type = json_field(text, "type");
    if (type == "ack") {
      const std::string id = json_field(text, "id");
      receipts_.answered(static_cast<uint32_t>(atoi(id.c_str() + id.find('-') + 1)),
                         json_field(text, "outcome") == "accepted");
    } else if (type == "error") {
      fprintf(stderr, "generator: the branch says %s\n", text.c_str());
      receipts_.refused();
    }
  }
  // F-3. Members who have not moved yet are screen members; they are here, but nothing was sent.
  bool read_tick(Client &client, std::string_view data) {
    uint16_t counts[5];
    if (data.size() < kTickHeader || data[0] != kTick) return false;
    memcpy(counts, data.data() + 2, sizeof counts);
    const auto [headset, screen, far, held, zero] = counts;
    const size_t records = kTickHeader + Walker::kRecordBytes * headset + kScreenRecord * screen +
                           kFarRecord * far + kHeldRecord * held;
    if (zero || data.size() < records) return false;
    if (data.size() > records && (data[records] != '[' || data.back() != ']')) return false;
    for (size_t i = 0; i < headset; i++) {
      const std::string_view record =
          data.substr(kTickHeader + i * Walker::kRecordBytes, Walker::kRecordBytes);
      const int sender = member_[Walker::slot_of(record.data())];
      if (sender == kNobody) {
        receipts_.stranger();
      } else {
        receipts_.received(client, sender, Walker::number_of(record.data()), record);
      }
    }
    return true;
  }
  std::vector<Walker> walkers_;
  std::vector<int> member_;  // the client in each slot
};
}  // namespace

std::unique_ptr<Dialect> make_vbranch(Address address, Receipts &receipts) {
  return std::make_unique<VBranch>(std::move(address), receipts);
}
