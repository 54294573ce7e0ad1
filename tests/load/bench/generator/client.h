// One client of the crowd: its socket, what waits to be written, what it has counted.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "heard.h"
#include "websocket.h"

// Ends the generator with a message: nothing can be measured any more.
[[noreturn]] void give_up(const std::string &why);

struct Client {
  int index = 0;
  int fd = -1;
  bool sampled = false;  // reads and checks what it gets; the others only count bytes
  bool listens = false;  // reads what it is told to do, and checks nothing
  bool dead = false;     // the connection has ended
  int close_code = 0;    // what the server's close frame said, where it was read
  uint32_t poses = 0;    // how many it has sent
  std::string in, out;
  std::string id;           // the server's name for it, where the dialect has one
  uint64_t bytes = 0;       // received while measuring
  Heard heard;              // of the others, if it is sampled

  // Connect; `receive_buffer` of 0 is the system's own size. Fifty clients share an address, as the
  // people of an office do.
  void dial(int port, int receive_buffer = 0);
  // Ask for the upgrade and read the answer; gives up unless it is a 101.
  void upgrade(int port, const std::string &path, const std::string &headers = "");
  void stop_blocking();

  void queue(Opcode opcode, std::string_view payload) { append_frame(out, opcode, payload); }
  void flush();
  void send(Opcode opcode, std::string_view payload) {
    queue(opcode, payload);
    flush();
  }
  // The next message, waited for; only before `stop_blocking`.
  std::string wait_message();
};

// What asks for the upgrade to a WebSocket. `headers` are whole lines.
std::string upgrade_request(int port, const std::string &path, const std::string &headers);
