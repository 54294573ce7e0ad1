#include "http.h"

#include <sys/socket.h>
#include <unistd.h>

#include "client.h"

namespace {
constexpr int kTooManyRequests = 429, kTries = 30;

HttpAnswer post_once(int port, const std::string &request) {
  Client connection;
  connection.dial(port);
  if (send(connection.fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) give_up("cannot POST");
  std::string answer;
  char buffer[4096];
  ssize_t got;
  while ((got = recv(connection.fd, buffer, sizeof buffer, 0)) > 0) answer.append(buffer, got);
  close(connection.fd);
  const size_t end = answer.find("\r\n\r\n");
  if (end == std::string::npos || answer.size() < 12) give_up("no answer to a POST");
  return {std::stoi(answer.substr(9, 3)), answer.substr(0, end), answer.substr(end + 4)};
}
}  // namespace

HttpAnswer http_post(int port, const std::string &path, const std::string &headers,
                     const std::string &body) {
  const std::string request =
      "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
      "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\nConnection: close\r\n" + headers + "\r\n" + body;
  for (int left = kTries;; left--) {
    HttpAnswer answer = post_once(port, request);
    if (answer.status != kTooManyRequests || left == 0) return answer;
    sleep(1);
  }
}

std::string json_field(const std::string &json, const std::string &key) {
  size_t at = json.find("\"" + key + "\":");
  if (at == std::string::npos) return "";
  at = json.find_first_not_of(' ', at + key.size() + 3);
  if (json[at] == '"') return json.substr(at + 1, json.find('"', at + 1) - at - 1);
  return json.substr(at, json.find_first_of(",}]", at) - at);
}
