// How a server is spoken to: the way in, a pose, what comes back. One class a dialect.
#pragma once
#include <memory>
#include <string>

#include "client.h"
#include "receipts.h"
#include "walker.h"

struct Address {
  int port = 0;
  std::string key, room;  // for servers that ask for them
};

class Dialect {
 public:
  Dialect(Address address, Receipts &receipts)
      : address_(std::move(address)), receipts_(receipts) {}
  virtual ~Dialect() = default;
  Dialect(const Dialect &) = delete;
  Dialect &operator=(const Dialect &) = delete;

  // Connect and say what lets one in; `enter` waits for the answer. Both may block. Several clients
  // knock before the first of them enters, for servers that answer at their tick.
  virtual void knock(Client &client) = 0;
  virtual void enter(Client &) {}

  // The same where somebody else has waited for the answer, the server's first message.
  virtual void take_seat(Client &, const std::string &) {}
  // How people move, where the server is told of that. Adaptive clients send as often as it wishes.
  virtual void behave(const Manner &, bool /*adaptive*/) {}

  // A twentieth of a second has passed for that client: is a pose due?
  virtual bool due(Client &) { return true; }
  // The client's next pose; `client.poses` is its number already.
  virtual void send_pose(Client &client) = 0;
  // A message that a sampled client received, or one that listens. Pings and closes are not given
  // here.
  virtual void on_message(Client &client, const Frame &frame) = 0;

  // Signs of life that the server wants, every two seconds.
  virtual void beat(Client &) {}
  // A command with an acknowledgement; false where the server has nothing of the kind.
  virtual bool send_command(Client &, uint32_t) { return false; }
  // Whether a client's own poses come back to it.
  virtual bool echoes() const { return true; }

 protected:
  Address address_;
  Receipts &receipts_;
};

std::unique_ptr<Dialect> make_raw(Address address, Receipts &receipts);
std::unique_ptr<Dialect> make_socketio(Address address, Receipts &receipts);
std::unique_ptr<Dialect> make_naf(Address address, Receipts &receipts);
std::unique_ptr<Dialect> make_colyseus(Address address, Receipts &receipts);
std::unique_ptr<Dialect> make_vbranch(Address address, Receipts &receipts);
