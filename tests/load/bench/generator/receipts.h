// What was sent and what of it arrived. Every pose that a sampled client receives is compared, byte
// for byte, with the one that its sender sent: that proves it and tells how long it took.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "client.h"

struct SentPose {
  uint64_t at_us = 0;
  uint32_t number = 0;  // of this sender's poses, from 1
  uint8_t size = 0;
  char bytes[38];
};

// Whether receiver and sender are so near each other that all of the sender's poses are due.
enum class Tier { near, rest };

class Receipts {
 public:
  // Poses that are remembered of each sender: 50 seconds of them.
  static constexpr uint32_t kRemembered = 1024;

  explicit Receipts(int clients) : clients_(clients), sent_(size_t(clients) * kRemembered) {}

  // `far`: what others may be told of it who are far away, where the server has such records.
  void sent(const Client &sender, std::string_view pose, uint64_t far = 0);
  // The pose of that number; its lowest ten bits are enough. Null if there never was one.
  const SentPose *find(int sender, uint32_t number) const;
  // The newest pose whose number ends with these bits.
  const SentPose *find(int sender, uint32_t low, int bits) const;
  // The newest pose of which others may be told so who are far away.
  const SentPose *find_far(int sender, uint64_t far) const;
  // How many poses that sender has sent.
  uint32_t count(int sender) const { return newest_.empty() ? 0 : newest_[sender]; }

  // A sampled client received this pose of that sender.
  void received(Client &receiver, int sender, uint32_t number, std::string_view pose);
  // The same where the dialect has compared it already; null if it was not what was sent.
  void received(Client &receiver, int sender, const SentPose *pose, Tier tier = Tier::near);
  // A sampled client received a frame with so many records.
  void records(size_t headsets, size_t screens, size_t fars) {
    if (!measuring_) return;
    headsets_ += headsets;
    screens_ += screens;
    fars_ += fars;
  }
  void bad() { bad_++; }
  void stranger() { strangers_++; }

  void asked(uint32_t command, uint64_t at_us);
  void answered(uint32_t command, bool accepted);
  void refused() { errors_++; }

  uint32_t clients() const { return static_cast<uint32_t>(clients_); }

  void start_measuring();
  void stop_measuring() { measuring_ = false; }
  bool measuring() const { return measuring_; }
  // The longest time for which a client, while measuring, had no record of a sender, microseconds.
  uint64_t worst_gap(const Client &receiver, uint64_t begun_us, uint64_t now) const;

  uint64_t updates() const { return updates_; }
  uint64_t repeated() const { return repeated_; }
  uint64_t bad_count() const { return bad_; }
  uint64_t strangers() const { return strangers_; }
  uint64_t errors() const { return errors_; }
  uint64_t headsets() const { return headsets_; }
  uint64_t screens() const { return screens_; }
  uint64_t fars() const { return fars_; }
  std::vector<uint32_t> &delays(Tier tier) { return delays_[static_cast<int>(tier)]; }
  std::vector<uint32_t> &near_intervals() { return near_intervals_; }
  std::vector<uint32_t> &ack_delays() { return ack_delays_; }

 private:
  int clients_;
  bool measuring_ = false;
  std::vector<SentPose> sent_;
  std::vector<uint64_t> far_;      // as `sent_`
  std::vector<uint32_t> newest_;   // of each sender, the number of the last pose
  std::vector<uint32_t> before_;   // the same when measuring began
  std::vector<uint64_t> asked_;
  std::vector<uint32_t> delays_[2], near_intervals_, ack_delays_;  // microseconds
  uint64_t headsets_ = 0, screens_ = 0, fars_ = 0;  // records
  uint64_t worst_us_ = 0;   // the longest time between two records of one sender
  uint64_t updates_ = 0;    // poses seen for the first time while measuring
  uint64_t repeated_ = 0;   // poses seen again, or after a newer one
  uint64_t bad_ = 0;        // what nobody sent
  uint64_t strangers_ = 0;  // poses of members who are not this generator's
  uint64_t errors_ = 0;     // commands refused, and what else the server complained about
};
