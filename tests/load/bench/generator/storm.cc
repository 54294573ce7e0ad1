#include "storm.h"

#include <sys/epoll.h>

#include <cstdio>

namespace {
constexpr int kMostEvents = 64, kTold = 5;
}

Storm::Storm(const StormOrders &orders, Client *clients, const Address &address, Dialect &dialect,
             std::function<void(Client &)> entered)
    : orders_(orders),
      clients_(clients),
      address_(address),
      dialect_(dialect),
      entered_(std::move(entered)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

void Storm::begin(uint64_t now) { begun_us_ = now; }

void Storm::go_on(uint64_t now) {
  if (!begun_us_) return;
  const double passed = static_cast<double>(now - begun_us_) / 1e6;
  const int due = static_cast<int>(passed / orders_.over_s * orders_.joins) + 1;
  while (static_cast<int>(all_.size()) < std::min(due, orders_.joins)) {
    all_.emplace_back(clients_[all_.size()], address_, dialect_);
    all_.back().begin(epoll_);
  }
  epoll_event events[kMostEvents];
  const int ready = epoll_wait(epoll_, events, kMostEvents, 0);
  for (int i = 0; i < ready; i++) {
    auto &entrance = *static_cast<Entrance *>(events[i].data.ptr);
    entrance.go_on(epoll_);
    if (entrance.over()) settle(entrance);
  }
}

void Storm::settle(Entrance &entrance) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, entrance.client().fd, nullptr);
  if (entrance.inside()) {
    took_.push_back(static_cast<uint32_t>(entrance.took_us()));
    entered_(entrance.client());
  } else if (refused_++ < kTold) {
    fprintf(stderr, "generator: refused: %s\n", entrance.why().c_str());
  }
}
