#include "receipts.h"

#include <cstring>

#include "clock.h"

void Receipts::sent(const Client &sender, std::string_view pose) {
  SentPose &entry = sent_[size_t(sender.index) * kRemembered + sender.poses % kRemembered];
  entry.at_us = now_us();
  entry.number = sender.poses;
  entry.size = static_cast<uint8_t>(pose.size());
  memcpy(entry.bytes, pose.data(), pose.size());
}

const SentPose *Receipts::find(int sender, uint32_t number) const {
  if (sender < 0 || sender >= clients_) return nullptr;
  const SentPose &entry = sent_[size_t(sender) * kRemembered + number % kRemembered];
  return entry.number ? &entry : nullptr;
}

void Receipts::received(Client &receiver, int sender, uint32_t number, std::string_view pose) {
  const SentPose *known = find(sender, number);
  const bool same = known && known->size == pose.size() &&
                    memcmp(known->bytes, pose.data(), pose.size()) == 0;
  received(receiver, sender, same ? known : nullptr);
}

void Receipts::received(Client &receiver, int sender, const SentPose *pose) {
  if (!pose) {
    bad_++;
    return;
  }
  uint32_t &newest = receiver.newest[sender];
  const bool fresh = pose->number > newest;
  if (fresh) newest = pose->number;
  if (!measuring_) return;
  if (!fresh) {
    repeated_++;
    return;
  }
  updates_++;
  delays_.push_back(static_cast<uint32_t>(now_us() - pose->at_us));
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
