// One visitor of a storm on the way in: session, ticket, socket, hello, and the whole fresh state
// (PROTOCOL.md H, S). Nothing here waits; whoever holds it calls `go_on` when the socket is ready.
#pragma once
#include <cstdint>
#include <string>

#include "client.h"
#include "dialect.h"
#include "door.h"

class Entrance {
 public:
  Entrance(Client &client, const Address &address, Dialect &dialect);

  // Connects for the first question; `epoll` will tell of the socket with this as its data.
  void begin(int epoll);
  void go_on(int epoll);

  bool over() const { return stage_ == Stage::inside || stage_ == Stage::refused; }
  bool inside() const { return stage_ == Stage::inside; }
  uint64_t took_us() const { return ended_us_ - begun_us_; }
  Client &client() { return client_; }
  const std::string &why() const { return why_; }  // it was refused

 private:
  enum class Stage { session, ticket, upgrade, hello, state, inside, refused };

  void connect(int epoll);
  void take_answer(int epoll);
  void take_upgrade();
  void take_messages();
  void take_message(const std::string &text);
  void refuse(const std::string &why);
  void end(Stage stage);

  Client &client_;
  const Address &address_;
  Dialect &dialect_;
  Stage stage_ = Stage::session;
  std::string why_, ticket_;
  int parts_ = 0;  // of the state, so far
  bool whole_ = false;
  uint64_t begun_us_ = 0, ended_us_ = 0;
};
