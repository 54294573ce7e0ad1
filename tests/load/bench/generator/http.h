// The little HTTP that some ways in need: POST requests and their answers.
#pragma once
#include <string>

struct HttpAnswer {
  int status = 0;
  std::string head, body;
};

// `headers` are whole lines.
std::string post_request(int port, const std::string &path, const std::string &headers,
                         const std::string &body);

// Sends a request and waits for the answer; asks again where the server says 429. `visitor` is the
// client that asks.
HttpAnswer http_ask(int port, int visitor, const std::string &request);

// The whole answer at the beginning of `in`, taken from it; false while bytes of it are missing.
bool read_answer(std::string &in, HttpAnswer &answer);

// The value of the first member `"key": "value"` or `"key": value` of a JSON text; empty without one.
// No escapes: what is asked for here has none.
std::string json_field(const std::string &json, const std::string &key);
