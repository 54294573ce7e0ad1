#include "entrance.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "clock.h"
#include "http.h"

namespace {
constexpr size_t kBufferBytes = 1 << 18;
char buffer[kBufferBytes];
}  // namespace

Entrance::Entrance(Client &client, const Address &address, Dialect &dialect)
    : client_(client), address_(address), dialect_(dialect) {}

void Entrance::begin(int epoll) {
  begun_us_ = now_us();
  connect(epoll);
  client_.out = session_request(address_);
  client_.flush();
}

void Entrance::go_on(int epoll) {
  const ssize_t got = recv(client_.fd, buffer, kBufferBytes, 0);
  if (got <= 0) {
    if (got == 0 || errno != EAGAIN) refuse("hung up on");
    return;
  }
  client_.in.append(buffer, got);
  if (stage_ == Stage::session || stage_ == Stage::ticket) take_answer(epoll);
  if (stage_ == Stage::upgrade) take_upgrade();
  if (stage_ == Stage::hello || stage_ == Stage::state) take_messages();
}

// A connect within the machine is done at once, unless the listener's queue is full.
void Entrance::connect(int epoll) {
  client_.dial(address_.port);
  client_.stop_blocking();
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = this;
  epoll_ctl(epoll, EPOLL_CTL_ADD, client_.fd, &event);
}

// Both questions go over one connection, as a browser's would.
void Entrance::take_answer(int epoll) {
  HttpAnswer answer;
  if (!read_answer(client_.in, answer)) return;
  if (answer.status != 200) {
    refuse("HTTP " + std::to_string(answer.status) + " " + answer.body);
  } else if (stage_ == Stage::session) {
    client_.out = ticket_request(address_, answer.head);
    stage_ = Stage::ticket;
  } else {
    close(client_.fd);
    connect(epoll);
    ticket_ = answer.body;
    client_.out = branch_upgrade(address_);
    stage_ = Stage::upgrade;
  }
  client_.flush();
}

void Entrance::take_upgrade() {
  const size_t end = client_.in.find("\r\n\r\n");
  if (end == std::string::npos) return;
  if (client_.in.compare(0, 12, "HTTP/1.1 101") != 0) {
    refuse(client_.in.substr(0, 300));
    return;
  }
  client_.in.erase(0, end + 4);
  stage_ = Stage::hello;
  client_.send(Opcode::text, hello(client_, ticket_));
}

void Entrance::take_messages() {
  size_t at = 0;
  for (Frame frame; !over() && read_frame(client_.in, at, frame); at += frame.bytes) {
    if (frame.opcode == Opcode::text) take_message(std::string(frame.payload));
    if (frame.opcode == Opcode::close) refuse("closed");
  }
  client_.in.erase(0, at);
}

// `own` (S-4) is what comes after the last part of the state.
void Entrance::take_message(const std::string &text) {
  const std::string type = json_field(text.substr(0, 200), "type");
  if (type == "welcome" && stage_ == Stage::hello) {
    dialect_.take_seat(client_, text);
    stage_ = Stage::state;
  } else if (type == "state" && stage_ == Stage::state) {
    const std::string head = text.substr(0, 200);
    if (std::stoi(json_field(head, "part")) != parts_) refuse("a part of the state is not there");
    whole_ = std::stoi(json_field(head, "of")) == ++parts_;
  } else if (type == "own" && whole_) {
    end(Stage::inside);
  } else if (type == "own" || type == "waiting" || type == "error") {
    refuse(text);
  }
}

void Entrance::refuse(const std::string &why) {
  why_ = why;
  client_.dead = true;
  end(Stage::refused);
}

void Entrance::end(Stage stage) {
  stage_ = stage;
  ended_us_ = now_us();
}
