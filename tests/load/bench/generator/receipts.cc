#include "receipts.h"

#include <algorithm>
#include <cstring>

#include "clock.h"

void Receipts::sent(const Client &sender, std::string_view pose, uint64_t far) {
  const size_t place = size_t(sender.index) * kRemembered + sender.poses % kRemembered;
  SentPose &entry = sent_[place];
  entry.at_us = now_us();
  entry.number = sender.poses;
  entry.size = static_cast<uint8_t>(pose.size());
  memcpy(entry.bytes, pose.data(), pose.size());
  newest_.resize(clients_);
  newest_[sender.index] = sender.poses;
  if (!far) return;
  far_.resize(sent_.size());
  far_[place] = far;
}

const SentPose *Receipts::find(int sender, uint32_t number) const {
  if (sender < 0 || sender >= clients_) return nullptr;
  const SentPose &entry = sent_[size_t(sender) * kRemembered + number % kRemembered];
  return entry.number ? &entry : nullptr;
}

const SentPose *Receipts::find(int sender, uint32_t low, int bits) const {
  const uint32_t newest = count(sender), behind = (newest - low) & ((1u << bits) - 1);
  return behind < newest ? find(sender, newest - behind) : nullptr;
}

const SentPose *Receipts::find_far(int sender, uint64_t far) const {
  const uint32_t newest = count(sender);
  for (uint32_t back = 0; back < newest && back < kRemembered && !far_.empty(); back++) {
    const size_t place = size_t(sender) * kRemembered + (newest - back) % kRemembered;
    if (far_[place] == far) return &sent_[place];
  }
  return nullptr;
}

void Receipts::received(Client &receiver, int sender, uint32_t number, std::string_view pose) {
  const SentPose *known = find(sender, number);
  const bool same = known && known->size == pose.size() &&
                    memcmp(known->bytes, pose.data(), pose.size()) == 0;
  received(receiver, sender, same ? known : nullptr);
}

void Receipts::received(Client &receiver, int sender, const SentPose *pose, Tier tier) {
  if (!pose) {
    bad_++;
    return;
  }
  const uint64_t now = now_us();
  HeardOf &heard = receiver.heard.of(sender);
  const HeardOf before = heard;
  const bool fresh = pose->number > before.newest;
  heard = {now, fresh ? pose->number : before.newest, before.frame, tier == Tier::near};
  if (!measuring_) return;
  if (before.at_us && sender != receiver.index) worst_us_ = std::max(worst_us_, now - before.at_us);
  if (!fresh) {
    repeated_++;
    return;
  }
  updates_++;
  delays(tier).push_back(static_cast<uint32_t>(now - pose->at_us));
  if (before.at_us && before.near && heard.near) {
    near_intervals_.push_back(static_cast<uint32_t>(now - before.at_us));
  }
}

void Receipts::start_measuring() {
  measuring_ = true;
  before_ = newest_;
}

// Between two records, from the last one until now, and, of somebody who was never heard of though
// they had sent something when measuring began, all the time.
uint64_t Receipts::worst_gap(const Client &receiver, uint64_t begun_us, uint64_t now) const {
  uint64_t worst = worst_us_;
  for (int sender = 0; sender < clients_; sender++) {
    const HeardOf &heard = receiver.heard.all()[sender];
    if (sender == receiver.index || !(heard.at_us || before_[sender])) continue;
    worst = std::max(worst, now - std::max(heard.at_us, heard.at_us ? 0 : begun_us));
  }
  return worst;
}

void Receipts::asked(uint32_t command, uint64_t at_us) {
  if (asked_.size() <= command) asked_.resize(command + 1);
  asked_[command] = at_us;
}

void Receipts::answered(uint32_t command, bool accepted) {
  if (!accepted || command >= asked_.size()) {
    errors_++;
  } else if (measuring_) {
    ack_delays_.push_back(static_cast<uint32_t>(now_us() - asked_[command]));
  }
}
