// The little HTTP that some ways in need: one POST, one answer, connection closed.
#pragma once
#include <string>

struct HttpAnswer {
  int status = 0;
  std::string head, body;
};

// Waits and asks again where the server says 429. `headers` are whole lines.
HttpAnswer http_post(int port, const std::string &path, const std::string &headers,
                     const std::string &body);

// The value of the first member `"key": "value"` or `"key": value` of a JSON text; empty without one.
// No escapes: what is asked for here has none.
std::string json_field(const std::string &json, const std::string &key);
