#include "http.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "client.h"

namespace {
constexpr int kTooManyRequests = 429, kTries = 30;

HttpAnswer ask_once(int port, int visitor, const std::string &request) {
  Client connection;
  connection.index = visitor;
  connection.dial(port);
  if (send(connection.fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) give_up("cannot POST");
  HttpAnswer answer;
  char buffer[4096];
  while (!read_answer(connection.in, answer)) {
    const ssize_t got = recv(connection.fd, buffer, sizeof buffer, 0);
    if (got <= 0) give_up("no answer to a POST");
    connection.in.append(buffer, got);
  }
  close(connection.fd);
  return answer;
}
}  // namespace

std::string post_request(int port, const std::string &path, const std::string &headers,
                         const std::string &body) {
  return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + headers + "\r\n" + body;
}

HttpAnswer http_ask(int port, int visitor, const std::string &request) {
  for (int left = kTries;; left--) {
    HttpAnswer answer = ask_once(port, visitor, request);
    if (answer.status != kTooManyRequests || left == 0) return answer;
    sleep(1);
  }
}

bool read_answer(std::string &in, HttpAnswer &answer) {
  constexpr std::string_view kLength = "\r\ncontent-length:";
  const size_t end = in.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  std::string head = in.substr(0, end);
  std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return tolower(c); });
  const size_t at = head.find(kLength);
  if (at == std::string::npos) give_up("an answer without a length");
  const size_t length = std::stoul(head.substr(at + kLength.size()));
  if (in.size() < end + 4 + length) return false;
  answer = {std::stoi(in.substr(9, 3)), in.substr(0, end), in.substr(end + 4, length)};
  in.erase(0, end + 4 + length);
  return true;
}

std::string json_field(const std::string &json, const std::string &key) {
  size_t at = json.find("\"" + key + "\":");
  if (at == std::string::npos) return "";
  at = json.find_first_not_of(' ', at + key.size() + 3);
  if (json[at] == '"') return json.substr(at + 1, json.find('"', at + 1) - at - 1);
  return json.substr(at, json.find_first_of(",}]", at) - at);
}
