// One visitor who means harm, beside the crowd:
//
//   rogue KIND PORT KEY ROOM
//
//   flood    says poses and words as fast as the server takes them
//   mute     never reads what it is sent, and goes on walking
//   garbage  sends random bytes: as messages, as JSON that means nothing, or without any frame,
//            another kind each time it comes
//
// Thrown out, it comes back after a second. It says `in` once it is in the room, stops at a line (or
// the end) of stdin, and then prints how its visits ended.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "clock.h"
#include "door.h"

namespace {
constexpr int kPoseMs = 50, kGarbageMs = 5, kReturnMs = 1000;
constexpr int kMuteReceiveBuffer = 2048;
constexpr int kFloodBlock = 256;  // frames a write

struct Visit {
  Client client;
  Walker walker;
  uint64_t bytes_sent = 0;
};

// Whether to stop; waits for that many milliseconds.
bool told_to_stop(int wait_ms) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, wait_ms) > 0;
}

void walk(Visit &visit) {
  visit.client.poses++;
  visit.walker.walk();
  visit.client.queue(Opcode::binary, visit.walker.next(visit.client.poses));
}

void shout(Visit &visit) {
  static uint32_t number = 0;
  visit.client.queue(Opcode::text, R"({"type":"chat","id":"flood-)" +
                                       std::to_string(10'000'000 + number++) +
                                       R"(","text":"again"})");
}

void babble(Visit &visit, int kind) {
  std::string bytes(1 + random() % 200, '\0');
  for (char &byte : bytes) byte = static_cast<char>(random());
  switch (kind % 3) {
    case 0:
      visit.client.queue(random() % 2 ? Opcode::text : Opcode::binary, bytes);
      break;
    case 1:
      visit.client.queue(Opcode::text, "{\"type\":\"" + std::to_string(random()) + "\"}");
      break;
    default:
      visit.client.out += bytes;
  }
}

void flush(Visit &visit) {
  const size_t before = visit.client.out.size();
  visit.client.flush();
  visit.bytes_sent += before - visit.client.out.size();
}

// Reads what is there, for the close code alone.
void read(Visit &visit) {
  static char buffer[1 << 18];
  Client &client = visit.client;
  const ssize_t got = recv(client.fd, buffer, sizeof buffer, 0);
  if (got == 0) client.dead = true;
  if (got <= 0) return;
  client.in.append(buffer, got);
  size_t at = 0;
  for (Frame frame; read_frame(client.in, at, frame); at += frame.bytes) {
    if (frame.opcode == Opcode::close && frame.payload.size() >= 2) {
      client.close_code = static_cast<uint8_t>(frame.payload[0]) << 8 |
                          static_cast<uint8_t>(frame.payload[1]);
      client.dead = true;
    }
  }
  client.in.erase(0, at);
}

// One moment of misbehaviour; false when it is time to stop.
bool misbehave(const std::string &kind, Visit &visit, int visits) {
  if (kind == "mute") {
    walk(visit);
    flush(visit);
    return !told_to_stop(kPoseMs);
  }
  if (kind == "garbage") {
    babble(visit, visits);
    flush(visit);
    read(visit);
    return !told_to_stop(kGarbageMs);
  }
  for (int i = 0; visit.client.out.empty() && i < kFloodBlock; i++) i % 4 ? walk(visit) : shout(visit);
  flush(visit);
  read(visit);
  pollfd socket{visit.client.fd, POLLIN | POLLOUT, 0};
  poll(&socket, 1, kPoseMs);
  return !told_to_stop(0);
}

void come_in(Visit &visit, const Address &address, const std::string &kind) {
  knock_at_branch(visit.client, address, kind == "mute" ? kMuteReceiveBuffer : 0);
  const Seat seat = wait_for_welcome(visit.client);
  visit.walker.begin(Manner(), seat, 1);
  visit.client.stop_blocking();
}
}  // namespace

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "rogue flood|mute|garbage PORT KEY ROOM\n");
    return 2;
  }
  const std::string kind = argv[1];
  const Address address{atoi(argv[2]), argv[3], argv[4]};
  std::map<std::string, int> ends;  // by close code
  uint64_t bytes = 0;
  int visits = 0;
  for (bool going_on = true; going_on; going_on = going_on && !told_to_stop(kReturnMs)) {
    Visit visit;
    come_in(visit, address, kind);
    if (visits++ == 0) {
      puts("in");
      fflush(stdout);
    }
    while (!visit.client.dead && (going_on = misbehave(kind, visit, visits))) {
    }
    if (visit.client.dead) {
      const int code = visit.client.close_code;
      ends[code ? std::to_string(code) : "lost"]++;
    }
    bytes += visit.bytes_sent;
    close(visit.client.fd);
  }
  printf("{\"kind\":\"%s\",\"visits\":%d,\"sent_bytes\":%lu,\"ends\":{", kind.c_str(), visits, bytes);
  const char *comma = "";
  for (const auto &[code, times] : ends) {
    printf("%s\"%s\":%d", comma, code.c_str(), times);
    comma = ",";
  }
  puts("}}");
}
