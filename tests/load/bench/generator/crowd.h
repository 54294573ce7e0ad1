// All clients of a run in one thread: they come in, send at their rate, and read what arrives.
#pragma once
#include <sys/epoll.h>

#include <functional>
#include <vector>

#include "dialect.h"

struct Orders {
  int clients = 0;
  int sampled = 20;
  double hz = 20;
  double commands_per_s = 0;
  double warm_s = 2, seconds = 5;
};

struct Window {
  double seconds = 0;            // how long was measured
  double own_cpu_s = 0;          // what the generator used of it
  std::vector<uint32_t> late;    // microseconds by which poses were sent too late
};

class Crowd {
 public:
  Crowd(const Orders &orders, Dialect &dialect, Receipts &receipts);

  void come_in();
  // Sends and reads for `warm_s` and then `seconds`; `begun` is called in between.
  Window run(const std::function<void()> &begun);

  const std::vector<Client> &clients() const { return clients_; }

 private:
  void send_due(uint64_t now, Window &window);
  void beat(uint64_t now);
  void command(uint64_t now);
  void poll(int wait_ms);
  void read(Client &client);
  void read_messages(Client &client);
  void on_frame(Client &client, const Frame &frame);
  void lose(Client &client);

  Orders orders_;
  Dialect &dialect_;
  Receipts &receipts_;
  std::vector<Client> clients_;
  std::vector<int> turns_;  // clients in the order in which they send
  size_t turn_ = 0;
  uint64_t next_pose_us_ = 0, next_beat_us_ = 0, next_command_us_ = 0;
  uint64_t poses_sent_ = 0, begun_us_ = 0;
  uint32_t commands_ = 0;
  int epoll_;
};
