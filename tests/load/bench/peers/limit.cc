// What a server can cost at the least: C++, one thread, plain recv and send, no checks, no limits,
// no log. Its sockets are not watched; at each tick it reads all that arrived, makes one batch and
// sends it to everybody. The benchmark measures how near others come.
//
//   limit PORT                     everybody's poses to everybody
//   limit PORT BYTES PER_SECOND    frames of so many bytes, so many a second to each client
//
// With a size given nothing is chosen for anybody: all get the same frame, with the poses of as many
// clients as fit, in a window that goes around, and bytes that mean nothing behind them.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

namespace {
constexpr uint64_t kTickUs = 50'000;
constexpr double kTicksPerSecond = 20;
constexpr size_t kPose = 38, kMask = 4, kFrame = 2 + kMask + kPose;  // a client's frame
constexpr size_t kRecord = 2 + kPose, kBatchHeader = 8, kWireHeader = 4;
constexpr double kGolden = 0.618033988749895;  // spreads turns evenly
constexpr int kEvents = 1024;
constexpr size_t kSmallest = kWireHeader + kBatchHeader + 126, kLargest = 65535;

struct Client {
  int fd;
  uint16_t id;
  bool upgraded = false, fresh = false;
  double credit = 0;  // frames that it is to get, where that is not one a tick
  std::string in, out;
  char record[kRecord] = {};
};

// What is sent, if it is not just everything.
struct Frames {
  size_t bytes = 0;  // each, header included
  double per_tick = 1;
};

uint64_t now_us() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1'000'000 + static_cast<uint64_t>(t.tv_nsec) / 1000;
}

// A WebSocket frame with a batch.
std::string framed(uint32_t tick, uint16_t count, uint16_t fill, const std::string &records) {
  const uint64_t length = kBatchHeader + records.size();
  std::string frame(1, static_cast<char>(0x82));
  const int width = length < 65536 ? 2 : 8;
  frame.push_back(static_cast<char>(width == 2 ? 126 : 127));
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>(length >> shift));
  }
  char header[kBatchHeader];
  memcpy(header, &tick, sizeof tick);
  memcpy(header + 4, &count, sizeof count);
  memcpy(header + 6, &fill, sizeof fill);
  return frame.append(header, sizeof header).append(records);
}

class Server {
 public:
  Server(int port, const Frames &frames);
  void run();

 private:
  void accept_one();
  void read_all(int wait_ms);
  void read(Client &client);
  void upgrade(Client &client);
  void take_poses(Client &client);
  void close_client(Client &client);
  std::string batch();
  std::string window();
  bool is_due(Client &client) const;
  static void write(Client &client, const std::string &frame);

  Frames frames_;
  int listener_, epoll_;
  uint32_t tick_ = 0;
  size_t next_ = 0;    // whose pose the next window begins with
  bool busy_ = false;  // somebody has sent a pose
  std::vector<std::unique_ptr<Client>> clients_;
};

Server::Server(int port, const Frames &frames)
    : frames_(frames),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)),
      epoll_(epoll_create1(0)) {
  const int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener_, reinterpret_cast<sockaddr *>(&address), sizeof address) ||
      listen(listener_, 1024)) {
    perror("limit: cannot listen");
    exit(1);
  }
  epoll_event event{};
  event.events = EPOLLIN;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event);
}

void Server::run() {
  while (!busy_) read_all(-1);  // while clients come in, nobody is to wait for a tick
  for (uint64_t next = now_us() + kTickUs;; next = std::max(next + kTickUs, now_us())) {
    const uint64_t now = now_us();
    if (next > now) usleep(static_cast<useconds_t>(next - now));
    read_all(0);
    const std::string frame = frames_.bytes ? window() : batch();
    if (frame.empty()) continue;
    for (auto &client : clients_) {
      if (client->upgraded && is_due(*client)) write(*client, frame);
    }
  }
}

void Server::read_all(int wait_ms) {
  epoll_event events[kEvents];
  int ready;
  do {
    ready = epoll_wait(epoll_, events, kEvents, wait_ms);
    wait_ms = 0;
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr) {
        read(*static_cast<Client *>(events[i].data.ptr));
      } else {
        accept_one();
      }
    }
  } while (ready == kEvents);
}

void Server::accept_one() {
  int fd;
  while ((fd = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    clients_.push_back(std::make_unique<Client>());
    clients_.back()->fd = fd;
    clients_.back()->id = static_cast<uint16_t>(clients_.size());
    clients_.back()->credit = clients_.size() * kGolden - std::floor(clients_.size() * kGolden);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = clients_.back().get();
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }
}

void Server::read(Client &client) {
  static char buffer[65536];
  const ssize_t got = recv(client.fd, buffer, sizeof buffer, 0);
  if (got <= 0) {
    if (got == 0 || errno != EAGAIN) close_client(client);
    return;
  }
  client.in.append(buffer, got);
  if (client.upgraded) {
    take_poses(client);
  } else {
    upgrade(client);
  }
}

// The generator always sends the same key, so the answer to it is always the same too.
void Server::upgrade(Client &client) {
  constexpr char kAnswer[] =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
  if (client.in.find("\r\n\r\n") == std::string::npos) return;
  client.in.clear();
  client.upgraded = true;
  send(client.fd, kAnswer, sizeof kAnswer - 1, MSG_NOSIGNAL);
}

// The newest whole pose counts; a frame of any other form is not expected here.
void Server::take_poses(Client &client) {
  size_t at = 0;
  for (; client.in.size() - at >= kFrame; at += kFrame) {
    const char *mask = client.in.data() + at + 2, *pose = mask + kMask;
    memcpy(client.record, &client.id, sizeof client.id);
    for (size_t i = 0; i < kPose; i++) client.record[2 + i] = pose[i] ^ mask[i % kMask];
    client.fresh = busy_ = true;
  }
  client.in.erase(0, at);
}

void Server::close_client(Client &client) {
  close(client.fd);
  const auto same = [&client](const auto &other) { return other.get() == &client; };
  clients_.erase(std::find_if(clients_.begin(), clients_.end(), same));
}

// One frame with the poses since the last tick; empty if there are none.
std::string Server::batch() {
  std::string records;
  uint16_t count = 0;
  for (auto &client : clients_) {
    if (!client->fresh) continue;
    records.append(client->record, kRecord);
    client->fresh = false;
    count++;
  }
  return count ? framed(++tick_, count, 0, records) : std::string();
}

// One frame of the wanted size with the newest poses of some.
std::string Server::window() {
  const size_t room = frames_.bytes - kWireHeader - kBatchHeader;
  std::string records;
  records.reserve(room);
  uint16_t count = 0;
  for (size_t i = 0; i < clients_.size() && records.size() + kRecord <= room; i++) {
    const Client &client = *clients_[next_ = (next_ + 1) % clients_.size()];
    if (!client.fresh) continue;  // it has said nothing yet
    records.append(client.record, kRecord);
    count++;
  }
  const auto fill = static_cast<uint16_t>(room - records.size());
  records.resize(room);
  return framed(++tick_, count, fill, records);
}

bool Server::is_due(Client &client) const {
  client.credit += frames_.per_tick;
  if (client.credit < 1) return false;
  client.credit -= 1;
  return true;
}

// A slow reader first gets the rest of what it has begun, and misses this tick.
void Server::write(Client &client, const std::string &frame) {
  const std::string &what = client.out.empty() ? frame : client.out;
  const ssize_t sent = send(client.fd, what.data(), what.size(), MSG_NOSIGNAL);
  if (sent > 0 && static_cast<size_t>(sent) < what.size()) {
    client.out = what.substr(sent);
  } else if (sent > 0) {
    client.out.clear();
  }
}
}  // namespace

int main(int argc, char **argv) {
  Frames frames;
  if (argc == 4) frames = {static_cast<size_t>(atol(argv[2])), atof(argv[3]) / kTicksPerSecond};
  if ((argc != 2 && argc != 4) ||
      (argc == 4 && (frames.bytes < kSmallest || frames.bytes > kLargest || frames.per_tick <= 0))) {
    fprintf(stderr, "limit PORT [BYTES PER_SECOND]\n");
    return 2;
  }
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  Server(atoi(argv[1]), frames).run();
}
