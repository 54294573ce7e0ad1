// The pose that the peers' servers relay: 38 bytes, as large as an unpacked pose of head and hands.
//
//   0  u16  sequence number
//   2  u32  which pose this is: number * clients + client
//   6  3 times x, y, z (i16) and a rotation (u32): head, left hand, right hand; any bits will do,
//      but all of them change with every pose, as those of a person do
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

#include "client.h"

constexpr size_t kPeerPoseBytes = 38;

class PeerPoses {
 public:
  explicit PeerPoses(uint32_t clients) : clients_(clients) {}

  // The next pose of that client; valid until the next call.
  std::string_view next(const Client &client) {
    const auto sequence = static_cast<uint16_t>(client.poses);
    const uint32_t tag = client.poses * clients_ + client.index;
    memcpy(bytes_, &sequence, sizeof sequence);
    memcpy(bytes_ + 2, &tag, sizeof tag);
    for (size_t at = 6; at < kPeerPoseBytes; at += sizeof(uint64_t)) {
      const uint64_t bits = random();
      memcpy(bytes_ + at, &bits, sizeof bits);
    }
    return {bytes_, kPeerPoseBytes};
  }
  int sender_of(uint32_t tag) const { return static_cast<int>(tag % clients_); }
  uint32_t number_of(uint32_t tag) const { return tag / clients_; }
  static uint32_t tag_of(std::string_view pose) {
    uint32_t tag;
    memcpy(&tag, pose.data() + 2, sizeof tag);
    return tag;
  }

 private:
  uint64_t random() {  // xorshift64
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    return state_ ^= state_ << 17;
  }
  uint32_t clients_;
  uint64_t state_ = 88172645463325252ull;
  char bytes_[kPeerPoseBytes];
};
