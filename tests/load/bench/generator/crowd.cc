#include "crowd.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "clock.h"

namespace {
constexpr int kKnockTogether = 25;        // joins on their way at once
constexpr int kDrainEvery = 100;          // joins
constexpr int kMostEvents = 512, kLongestWaitMs = 5;
constexpr int kMostPosesBetweenReads = 64;
constexpr uint64_t kBeatUs = 2'000'000, kSettleUs = 500'000;
constexpr size_t kBufferBytes = 1 << 20;
constexpr size_t kDiscardBytes = 64 << 20;  // with MSG_TRUNC nothing is copied, so any length will do

char buffer[kBufferBytes];

double own_cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}
}  // namespace

Crowd::Crowd(const Orders &orders, const Address &address, Dialect &dialect, Receipts &receipts)
    : orders_(orders),
      dialect_(dialect),
      receipts_(receipts),
      clients_(orders.clients + orders.storm.joins),
      turns_(orders.clients),
      storm_(std::make_unique<Storm>(orders.storm, clients_.data() + orders.clients, address,
                                     dialect, [this](Client &client) {
                                       turns_.push_back(client.index);
                                       let_in(client);
                                     })),
      epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  dialect.behave(orders.manner, orders.adaptive);
  for (size_t i = 0; i < clients_.size(); i++) {
    clients_[i].index = static_cast<int>(i);
    clients_[i].listens = orders.adaptive;
  }
  for (int i = 0; i < orders.clients; i++) {
    turns_[i] = static_cast<int>(i * 7919ll % orders.clients);  // not in the order of their slots
  }
  const int sampled = std::min(orders.sampled, orders.clients);
  for (int i = 0; i < sampled; i++) {
    Client &client = clients_[size_t(i) * orders.clients / sampled];
    client.sampled = true;
    client.heard.begin(static_cast<int>(clients_.size()));
  }
}

void Crowd::come_in() {
  for (int first = 0; first < orders_.clients; first += kKnockTogether) {
    const int last = std::min(first + kKnockTogether, orders_.clients);
    for (int i = first; i < last; i++) {
      dialect_.knock(clients_[i]);
      poll(0);
    }
    for (int i = first; i < last; i++) {
      dialect_.enter(clients_[i]);
      let_in(clients_[i]);
    }
    beat(now_us());
    if (last % kDrainEvery == 0) drain();
  }
  drain();
  for (const uint64_t until = now_us() + kSettleUs; now_us() < until;) poll(10);
}

// Who is told of everybody who comes, and does not read it, would be thought too slow (L-1).
void Crowd::drain() {
  for (Client &client : clients_) {
    if (client.fd >= 0 && is_lazy(client)) read(client);
  }
}

bool Crowd::is_lazy(const Client &client) const {
  return orders_.lazy && !client.sampled && !client.listens;
}

// From now on it is read: at once, or, if nobody looks at what it gets, whenever it sends.
void Crowd::let_in(Client &client) {
  client.stop_blocking();
  if (is_lazy(client)) return;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &client;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, client.fd, &event);
  if (client.sampled || client.listens) read_messages(client);
}

Window Crowd::run(const std::function<void()> &begun) {
  Window window;
  const uint64_t begun_us = now_us();
  next_beat_us_ = next_command_us_ = begun_us + kBeatUs / 2;
  const uint64_t measure_from = begun_us + static_cast<uint64_t>(orders_.warm_s * 1e6);
  const uint64_t end = measure_from + static_cast<uint64_t>(orders_.seconds * 1e6);
  double cpu = 0;
  next_pose_us_ = static_cast<double>(begun_us);
  for (uint64_t now = begun_us; now < end; now = now_us()) {
    if (!receipts_.measuring() && now >= measure_from) {
      begun();
      start_measuring(now_us());
      cpu = own_cpu_s();
    }
    send_due(now, window);
    storm_->go_on(now);
    beat(now);
    command(now);
    const double left = next_pose_us_ - static_cast<double>(now_us());
    poll(left <= 0 ? 0 : std::min<int>(kLongestWaitMs, static_cast<int>((left + 999) / 1000)));
  }
  window.own_cpu_s = own_cpu_s() - cpu;
  stop_measuring(now_us(), window);
  return window;
}

void Crowd::start_measuring(uint64_t now) {
  measured_from_ = now;
  receipts_.start_measuring();
  for (Client &client : clients_) client.heard.start(now);
  if (orders_.storm.joins) storm_->begin(now);
}

void Crowd::stop_measuring(uint64_t now, Window &window) {
  window.seconds = static_cast<double>(now - measured_from_) / 1e6;
  receipts_.stop_measuring();
  for (Client &client : clients_) {
    if (!client.sampled) continue;
    client.heard.stop(now);
    if (client.dead) continue;
    const uint64_t gap = receipts_.worst_gap(client, measured_from_, now);
    window.worst_gap_us = std::max(window.worst_gap_us, gap);
  }
}

// Each client's poses are evenly spaced, and those of all clients spread over the interval.
void Crowd::send_due(uint64_t now, Window &window) {
  const double interval_us = 1e6 / orders_.hz;
  for (int left = kMostPosesBetweenReads; left && next_pose_us_ <= static_cast<double>(now); left--) {
    Client &client = clients_[turns_[turn_]];
    if (receipts_.measuring()) {
      window.late.push_back(static_cast<uint32_t>(static_cast<double>(now) - next_pose_us_));
    }
    if (!client.dead && dialect_.due(client)) {
      client.poses++;
      dialect_.send_pose(client);
      if (is_lazy(client)) read(client);
    }
    turn_ = (turn_ + 1) % turns_.size();
    next_pose_us_ += interval_us / static_cast<double>(turns_.size());
  }
}

void Crowd::beat(uint64_t now) {
  if (now < next_beat_us_) return;
  next_beat_us_ = now + kBeatUs;
  for (Client &client : clients_) {
    if (client.fd >= 0) dialect_.beat(client);
  }
}

// Sampled clients take turns with commands.
void Crowd::command(uint64_t now) {
  if (orders_.commands_per_s <= 0 || now < next_command_us_) return;
  next_command_us_ += static_cast<uint64_t>(1e6 / orders_.commands_per_s);
  const int sampled = std::min(orders_.sampled, orders_.clients);
  const size_t whose = commands_ % sampled;
  Client &client = clients_[whose * clients_.size() / sampled];
  if (!client.dead && dialect_.send_command(client, commands_)) commands_++;
}

void Crowd::poll(int wait_ms) {
  epoll_event events[kMostEvents];
  const int ready = epoll_wait(epoll_, events, kMostEvents, wait_ms);
  for (int i = 0; i < ready; i++) read(*static_cast<Client *>(events[i].data.ptr));
}

void Crowd::read(Client &client) {
  const bool reads = client.sampled || client.listens;
  const ssize_t got = reads ? recv(client.fd, buffer, kBufferBytes, 0)
                            : recv(client.fd, buffer, kDiscardBytes, MSG_TRUNC);
  if (got <= 0) {
    if (got == 0 || errno != EAGAIN) lose(client);
    return;
  }
  if (receipts_.measuring()) client.bytes += got;
  if (!reads) return;
  client.in.append(buffer, got);
  read_messages(client);
}

void Crowd::read_messages(Client &client) {
  size_t at = 0;
  for (Frame frame; read_frame(client.in, at, frame); at += frame.bytes) on_frame(client, frame);
  client.in.erase(0, at);
}

void Crowd::on_frame(Client &client, const Frame &frame) {
  switch (frame.opcode) {
    case Opcode::ping:
      client.send(Opcode::pong, frame.payload);
      break;
    case Opcode::close:
      if (frame.payload.size() >= 2) {
        client.close_code =
            static_cast<uint8_t>(frame.payload[0]) << 8 | static_cast<uint8_t>(frame.payload[1]);
      }
      lose(client);
      break;
    case Opcode::text:
    case Opcode::binary:
      dialect_.on_message(client, frame);
      break;
    default:
      break;
  }
}

void Crowd::lose(Client &client) {
  client.dead = true;
  epoll_ctl(epoll_, EPOLL_CTL_DEL, client.fd, nullptr);
}
