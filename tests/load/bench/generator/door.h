// The way into a branch, as a page or a bot takes it: session, ticket, socket, hello.
#pragma once
#include <string>

#include "client.h"
#include "dialect.h"
#include "walker.h"

// What is said at each step.
std::string session_request(const Address &address);
// After the answer to that; `head` is its head.
std::string ticket_request(const Address &address, const std::string &head);
std::string branch_upgrade(const Address &address);
std::string hello(const Client &client, const std::string &ticket);
// What a `welcome` says (H-3).
Seat seat_of(const std::string &welcome);

// Up to the hello (H-1). `receive_buffer` of 0 is the system's own size.
void knock_at_branch(Client &client, const Address &address, int receive_buffer = 0);
// Waits for the `welcome` (H-3).
Seat wait_for_welcome(Client &client);
