#include "door.h"

#include <cmath>
#include <cstdlib>

#include "http.h"

namespace {
constexpr char kProtocol[] = "Sec-WebSocket-Protocol: vbranch.v1\r\n";

HttpAnswer ask(int port, const Client &client, const std::string &request) {
  HttpAnswer answer = http_ask(port, client.index, request);
  if (answer.status != 200) give_up("not let in: " + answer.body);
  return answer;
}

// The `name=value` of the session's cookie.
std::string cookie_of(const std::string &head) {
  const size_t at = head.find("vbranch_session=");
  if (at == std::string::npos) give_up("no session cookie");
  return head.substr(at, head.find(';', at) - at);
}

struct Vector {
  double x = 0, y = 0, z = 0;
};

// `"key": [x, y, z]` after `from`.
Vector vector_at(const std::string &json, const std::string &key, size_t from = 0) {
  const size_t at = json.find("\"" + key + "\":", from);
  if (at == std::string::npos) give_up("no " + key + " in the welcome");
  const char *text = json.c_str() + json.find('[', at) + 1;
  char *end;
  Vector v;
  v.x = strtod(text, &end);
  v.y = strtod(end + 1, &end);
  v.z = strtod(end + 1, &end);
  return v;
}

Steps steps(const Vector &point, const Vector &low) {
  const auto whole = [](double metres) { return static_cast<int>(std::floor(metres * 100 + 0.5)); };
  return {whole(point.x - low.x), whole(point.y - low.y), whole(point.z - low.z)};
}
}  // namespace

std::string session_request(const Address &address) {
  return post_request(address.port, "/api/v1/session",
                      "Authorization: Bearer " + address.key + "\r\n", "{}");
}

std::string ticket_request(const Address &address, const std::string &head) {
  return post_request(address.port, "/api/v1/tickets", "Cookie: " + cookie_of(head) + "\r\n",
                      "{\"room\":\"" + address.room + "\"}");
}

std::string branch_upgrade(const Address &address) {
  return upgrade_request(address.port, "/ws", kProtocol);
}

std::string hello(const Client &client, const std::string &ticket) {
  return R"({"type":"join","ticket":")" + json_field(ticket, "ticket") + R"(","name":"Bench )" +
         std::to_string(client.index) + "\"}";
}

Seat seat_of(const std::string &welcome) {
  const Vector low = vector_at(welcome, "min"), high = vector_at(welcome, "max");
  const Vector place = vector_at(welcome, "position", welcome.find("\"place\":"));
  return {std::stoi(json_field(welcome, "slot")), steps(place, low), steps(high, low)};
}

void knock_at_branch(Client &client, const Address &address, int receive_buffer) {
  const HttpAnswer session = ask(address.port, client, session_request(address));
  const HttpAnswer ticket = ask(address.port, client, ticket_request(address, session.head));
  client.dial(address.port, receive_buffer);
  client.upgrade(address.port, "/ws", kProtocol);
  client.send(Opcode::text, hello(client, ticket.body));
}

Seat wait_for_welcome(Client &client) {
  std::string welcome;
  do {
    welcome = client.wait_message();
    if (json_field(welcome, "type") == "error") give_up("not let in: " + welcome);
  } while (json_field(welcome, "type") != "welcome");
  return seat_of(welcome);
}
