// The way into a branch, as a page or a bot takes it: session, ticket, socket, hello.
#pragma once
#include <string>

#include "client.h"
#include "dialect.h"
#include "walker.h"

struct Seat {
  int slot = 0;
  Steps floor, limit;
};

// Up to the hello (H-1). `receive_buffer` of 0 is the system's own size.
void knock_at_branch(Client &client, const Address &address, int receive_buffer = 0);
// Waits for the `welcome` (H-3).
Seat wait_for_welcome(Client &client);
