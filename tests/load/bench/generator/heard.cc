#include "heard.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace {
constexpr double kTickUs = 50'000;
constexpr std::string_view kSeq = "\"seq\":";
}  // namespace

void Heard::start(uint64_t now) {
  measuring_ = true;
  begun_us_ = now;
}

void Heard::stop(uint64_t now) {
  pass(now);
  measuring_ = false;
}

void Heard::frame(uint64_t now, int stride) {
  pass(now);
  if (measuring_) frames_++;
  all_frames_++;
  last_us_ = now;
  stride_ = stride;
}

void Heard::entries(std::string_view array) {
  for (size_t at = 0; (at = array.find(kSeq, at)) != std::string_view::npos;) {
    at += kSeq.size();
    const uint64_t seq = strtoull(std::string(array.substr(at, 20)).c_str(), nullptr, 10);
    if (seq_ && seq <= seq_) doubled_++;
    if (seq_ && seq > seq_ + 1) lost_ += seq - seq_ - 1;
    seq_ = std::max(seq_, seq);
  }
}

// The time since the last frame, as far as it is measured.
void Heard::pass(uint64_t now) {
  if (!measuring_) return;
  const uint64_t since = std::max(last_us_, begun_us_);
  due_ += static_cast<double>(now - since) / (kTickUs * stride_);
  longest_us_ = std::max(longest_us_, now - since);
}
