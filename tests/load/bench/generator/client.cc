#include "client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {
constexpr int kPatienceSeconds = 20, kAnOffice = 50;
}

void give_up(const std::string &why) {
  fprintf(stderr, "generator: %s (%s)\n", why.c_str(), strerror(errno));
  exit(3);
}

void Client::dial(int port, int receive_buffer) {
  fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) give_up("no socket");
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (receive_buffer) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const timeval patience{kPatienceSeconds, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(static_cast<uint32_t>(INADDR_LOOPBACK + index / kAnOffice));
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (bind(fd, reinterpret_cast<sockaddr *>(&own), sizeof own)) give_up("no address of its own");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address)) give_up("cannot connect");
}

std::string upgrade_request(int port, const std::string &path, const std::string &headers) {
  return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
         "Sec-WebSocket-Version: 13\r\n" +
         headers + "\r\n";
}

void Client::upgrade(int port, const std::string &path, const std::string &headers) {
  const std::string request = upgrade_request(port, path, headers);
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) give_up("cannot ask to upgrade");
  char buffer[4096];
  size_t end;
  while ((end = in.find("\r\n\r\n")) == std::string::npos) {
    const ssize_t got = recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) give_up("no answer to the upgrade");
    in.append(buffer, got);
  }
  if (in.compare(0, 12, "HTTP/1.1 101") != 0) give_up("no upgrade: " + in.substr(0, 300));
  in.erase(0, end + 4);
}

void Client::stop_blocking() { fcntl(fd, F_SETFL, O_NONBLOCK); }

void Client::flush() {
  while (!out.empty() && !dead) {
    const ssize_t sent = ::send(fd, out.data(), out.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      out.erase(0, sent);
    } else {
      dead = errno != EAGAIN;
      return;
    }
  }
}

std::string Client::wait_message() {
  for (;;) {
    Frame frame;
    if (read_frame(in, 0, frame)) {
      std::string message(frame.payload);
      const Opcode opcode = frame.opcode;
      in.erase(0, frame.bytes);
      if (opcode == Opcode::close) give_up("closed while entering: " + message.substr(2));
      if (opcode == Opcode::text || opcode == Opcode::binary) return message;
      continue;
    }
    char buffer[65536];
    const ssize_t got = recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) give_up("no message while entering");
    in.append(buffer, got);
  }
}
