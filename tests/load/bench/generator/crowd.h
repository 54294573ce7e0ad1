// All clients of a run in one thread: they come in, send at their rate, and read what arrives.
#pragma once
#include <sys/epoll.h>

#include <functional>
#include <memory>
#include <vector>

#include "dialect.h"
#include "storm.h"

struct Orders {
  int clients = 0;
  int sampled = 20;
  double hz = 20;
  double commands_per_s = 0;
  double warm_s = 2, seconds = 5;
  bool lazy = false;  // clients that check nothing drop what they got when they send, not at once
  Manner manner;
  bool adaptive = false;
  StormOrders storm;
};

struct Window {
  double seconds = 0;            // how long was measured
  double own_cpu_s = 0;          // what the generator used of it
  uint64_t worst_gap_us = 0;     // for which somebody heard nothing of somebody
  std::vector<uint32_t> late;    // microseconds by which poses were sent too late
};

class Crowd {
 public:
  Crowd(const Orders &orders, const Address &address, Dialect &dialect, Receipts &receipts);

  void come_in();
  // Sends and reads for `warm_s` and then `seconds`; `begun` is called in between.
  Window run(const std::function<void()> &begun);

  const std::vector<Client> &clients() const { return clients_; }
  Storm &storm() { return *storm_; }

 private:
  void let_in(Client &client);
  void drain();
  bool is_lazy(const Client &client) const;
  void start_measuring(uint64_t now);
  void stop_measuring(uint64_t now, Window &window);
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
  std::vector<Client> clients_;  // first those who are there from the beginning
  std::vector<int> turns_;  // clients in the order in which they send
  size_t turn_ = 0;
  std::unique_ptr<Storm> storm_;
  double next_pose_us_ = 0;
  uint64_t next_beat_us_ = 0, next_command_us_ = 0;
  uint64_t measured_from_ = 0;
  uint32_t commands_ = 0;
  int epoll_;
};
