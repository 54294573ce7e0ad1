// A storm at the door: so many visitors come in so many seconds, evenly, whether or not those before
// them are in yet.
#pragma once
#include <deque>
#include <functional>
#include <vector>

#include "entrance.h"

struct StormOrders {
  int joins = 0;
  double over_s = 10;
};

class Storm {
 public:
  // `clients` are those who will come; whoever is in is given to `entered`.
  Storm(const StormOrders &orders, Client *clients, const Address &address, Dialect &dialect,
        std::function<void(Client &)> entered);

  void begin(uint64_t now);
  // Whoever is due sets out, and whoever got an answer goes on.
  void go_on(uint64_t now);

  int entered() const { return static_cast<int>(took_.size()); }
  int refused() const { return refused_; }
  std::vector<uint32_t> &took() { return took_; }  // microseconds, of those who are in

 private:
  void settle(Entrance &entrance);

  StormOrders orders_;
  Client *clients_;
  Address address_;
  Dialect &dialect_;
  std::function<void(Client &)> entered_;
  std::deque<Entrance> all_;
  uint64_t begun_us_ = 0;
  int refused_ = 0, epoll_;
  std::vector<uint32_t> took_;
};
