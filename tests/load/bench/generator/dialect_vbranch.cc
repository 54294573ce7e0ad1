// A branch, by PROTOCOL.md: poses of headset and screen members, tick frames with records of all
// kinds, and now and then some words, whose acknowledgement is timed.
#include <cstdio>
#include <cstring>

#include "clock.h"
#include "door.h"
#include "http.h"
#include "tick_frame.h"

namespace {
constexpr size_t kMaxSlots = 8192;
constexpr int kNobody = -1;
constexpr int64_t kNear = 250;                  // cm: I-3 promises all poses within it
constexpr uint32_t kPaceTurns[] = {1, 2, 4, 20};  // between two poses, by pace (I-5)
constexpr uint32_t kIdleTurns = 20;             // of one that is the same as the last one
constexpr uint32_t kArriving = 100;  // poses after which nobody is told of as standing at the door

// How one client sends.
struct Sending {
  uint32_t turns = kIdleTurns;  // since its last pose
  uint32_t pace = 0;
};

class VBranch : public Dialect {
 public:
  VBranch(Address address, Receipts &receipts)
      : Dialect(std::move(address), receipts),
        walkers_(receipts.clients()),
        sending_(receipts.clients()),
        member_(kMaxSlots, kNobody) {}

  void behave(const Manner &manner, bool adaptive) override {
    manner_ = manner;
    adaptive_ = adaptive;
  }
  void knock(Client &client) override { knock_at_branch(client, address_); }
  void enter(Client &client) override { sit(client, wait_for_welcome(client)); }
  void take_seat(Client &client, const std::string &welcome) override {
    sit(client, seat_of(welcome));
  }
  bool due(Client &client) override {
    Walker &walker = walkers_[client.index];
    Sending &sending = sending_[client.index];
    walker.walk();
    sending.turns++;
    if (!adaptive_) return true;
    const uint32_t wait = walker.stands() ? kIdleTurns : kPaceTurns[sending.pace];
    return sending.turns >= wait;
  }
  void send_pose(Client &client) override {
    Walker &walker = walkers_[client.index];
    sending_[client.index].turns = 0;
    const bool again = walker.stands() && client.poses > 1;
    const std::string_view frame = walker.next(client.poses);
    if (again) {
      client.poses--;  // the one before it once more
    } else {
      receipts_.sent(client, frame.substr(Walker::kHeaderBytes), walker.far());
    }
    client.send(Opcode::binary, frame);
  }
  void on_message(Client &client, const Frame &frame) override {
    if (frame.opcode == Opcode::text) {
      on_text(std::string(frame.payload));
      return;
    }
    TickFrame tick;
    if (!read_tick_frame(frame.payload, tick)) {
      receipts_.bad();
      return;
    }
    sending_[client.index].pace = tick.pace;
    if (client.sampled) hear(client, tick);
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
  void sit(Client &client, const Seat &seat) {
    member_[seat.slot] = client.index;
    walkers_[client.index].begin(manner_, seat, client.index);
  }
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
  void hear(Client &client, const TickFrame &tick) {
    client.heard.frame(now_us(), tick.stride);
    client.heard.entries(tick.entries);
    for (size_t at = 0; at < tick.headsets.size(); at += kHeadsetRecord) {
      judge(client, tick.headsets.substr(at, kHeadsetRecord));
    }
    for (size_t at = 0; at < tick.screens.size(); at += kScreenRecord) {
      judge(client, tick.screens.substr(at, kScreenRecord));
    }
    for (size_t at = 0; at < tick.fars.size(); at += kFarRecord) {
      judge(client, tick.fars.substr(at, kFarRecord));
    }
    receipts_.records(tick.headsets.size() / kHeadsetRecord, tick.screens.size() / kScreenRecord,
                      tick.fars.size() / kFarRecord);
  }
  // Who has not said anything yet stands where they came in, as a screen member: of that nothing was
  // sent, and until measuring begins one may be told of it sooner than the member itself.
  void judge(Client &client, std::string_view record) {
    const int sender = member_[slot_of(record.data())];
    if (sender == kNobody) {
      if (receipts_.measuring() || record.size() == kHeadsetRecord) receipts_.stranger();
      return;
    }
    if (client.heard.told_already(sender)) receipts_.bad();  // F-5
    const SentPose *pose = find(sender, record);
    const Walker &walker = walkers_[sender];
    const bool arriving = receipts_.count(sender) < kArriving;
    if (!pose && arriving && record.size() != kHeadsetRecord && walker.here(record.data())) return;
    const bool near = manner_.layout == Layout::room ||
                      walkers_[client.index].square_distance(walker) <= kNear * kNear;
    receipts_.received(client, sender, pose, near ? Tier::near : Tier::rest);
  }
  // The pose that the record tells of; null if it was never sent.
  const SentPose *find(int sender, std::string_view record) const {
    if (record.size() == kFarRecord) {
      uint64_t far;
      memcpy(&far, record.data(), sizeof far);
      return receipts_.find_far(sender, far);
    }
    const SentPose *pose =
        record.size() == kHeadsetRecord
            ? receipts_.find(sender, Walker::number_of_headset(record.data()), Walker::kHeadsetBits)
            : receipts_.find(sender, Walker::number_of_screen(record.data()), Walker::kScreenBits);
    const bool same = pose && pose->size == record.size() &&
                      memcmp(pose->bytes, record.data(), record.size()) == 0;
    return same ? pose : nullptr;
  }
  Manner manner_;
  bool adaptive_ = false;
  std::vector<Walker> walkers_;
  std::vector<Sending> sending_;
  std::vector<int> member_;  // the client in each slot
};
}  // namespace

std::unique_ptr<Dialect> make_vbranch(Address address, Receipts &receipts) {
  return std::make_unique<VBranch>(std::move(address), receipts);
}
