// WebSocket frames as a client writes and reads them (RFC 6455). Messages of the servers under test
// come in one frame each; the generator has no use for fragments.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

enum class Opcode : uint8_t { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct Frame {
  Opcode opcode;
  std::string_view payload;
  size_t bytes;  // with its header
};

// A masked frame, as clients must send it.
void append_frame(std::string &out, Opcode opcode, std::string_view payload);

// The whole frame at `from`, or false while bytes of it are missing. It points into `buffer`.
bool read_frame(const std::string &buffer, size_t from, Frame &frame);
