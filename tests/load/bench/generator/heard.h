// What one sampled client has heard: of whom, when, in how many frames, and which entries.
#pragma once
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

struct HeardOf {
  uint64_t at_us = 0;   // when there was last a record of that sender; 0: never
  uint32_t newest = 0;  // the number of the newest pose that was seen
  uint64_t frame = 0;   // which frame that was in
  bool near = false;    // as it was then
};

class Heard {
 public:
  void begin(int senders) { of_.resize(senders); }
  HeardOf &of(int sender) { return of_[sender]; }
  const std::vector<HeardOf> &all() const { return of_; }

  // Measuring begins and ends.
  void start(uint64_t now);
  void stop(uint64_t now);

  // A frame came; its receiver is to get one every `stride` ticks from now on.
  void frame(uint64_t now, int stride);
  // The entries of a frame, a JSON array (E-1, E-4).
  void entries(std::string_view array);

  // Whether the frame that came last told of that sender already; from now on it has.
  bool told_already(int sender) { return std::exchange(of_[sender].frame, all_frames_) == all_frames_; }

  uint64_t frames() const { return frames_; }
  double due() const { return due_; }  // how many frames there should have been
  uint64_t longest_us() const { return longest_us_; }  // between two frames
  uint64_t lost() const { return lost_; }
  uint64_t doubled() const { return doubled_; }

 private:
  void pass(uint64_t now);
  std::vector<HeardOf> of_;
  bool measuring_ = false;
  int stride_ = 1;
  uint64_t begun_us_ = 0, last_us_ = 0, longest_us_ = 0;
  uint64_t frames_ = 0, all_frames_ = 0;  // while measuring, and at all times
  double due_ = 0;
  uint64_t seq_ = 0, lost_ = 0, doubled_ = 0;
};
