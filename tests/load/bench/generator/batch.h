// The batch of a tick, as the batching peers send it (dialect_raw.cc says how it is laid out).
#pragma once
#include <cstring>
#include <string_view>

#include "clock.h"
#include "peer_pose.h"
#include "receipts.h"

inline void read_batch(Client &client, std::string_view batch, const PeerPoses &poses,
                       Receipts &receipts) {
  constexpr size_t kHeader = 8, kId = 2, kRecord = kId + kPeerPoseBytes;
  uint16_t counts[2] = {};  // records, and bytes that mean nothing after them
  if (batch.size() >= kHeader) memcpy(counts, batch.data() + 4, sizeof counts);
  const size_t end = kHeader + counts[0] * kRecord;
  if (batch.size() != end + counts[1]) {
    receipts.bad();
    return;
  }
  client.heard.frame(now_us(), 1);
  for (size_t at = kHeader; at < end; at += kRecord) {
    const std::string_view pose = batch.substr(at + kId, kPeerPoseBytes);
    const uint32_t tag = PeerPoses::tag_of(pose);
    receipts.received(client, poses.sender_of(tag), poses.number_of(tag), pose);
  }
}
