// The load generator: a crowd that enters one room of the server under test, sends poses at 20 Hz
// and checks what comes back. One thread, loopback alone.
//
//   generator DIALECT PORT CLIENTS [--name value ...]
//
// It says `joined` when everybody is in, `begin` when the measuring begins and `end` when it ends,
// each on a line of stdout; then it waits for a line on stdin, so that the server's CPU time can be
// read, and prints its findings as one line of JSON.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <string>

#include "clock.h"
#include "crowd.h"

namespace {
using Maker = std::unique_ptr<Dialect> (*)(Address, Receipts &);

const std::map<std::string, Maker> kDialects = {
    {"raw", make_raw},           {"socketio", make_socketio}, {"naf", make_naf},
    {"colyseus", make_colyseus}, {"vbranch", make_vbranch},
};

struct Options {
  Orders orders;
  Address address;
};

Options read_options(int argc, char **argv) {
  if (argc < 4 || argc % 2) {
    fprintf(stderr, "generator DIALECT PORT CLIENTS [--name value ...]\n");
    exit(2);
  }
  Options options;
  options.address.port = atoi(argv[2]);
  options.orders.clients = atoi(argv[3]);
  std::map<std::string, double *> numbers = {{"--hz", &options.orders.hz},
                                             {"--warm", &options.orders.warm_s},
                                             {"--seconds", &options.orders.seconds},
                                             {"--commands", &options.orders.commands_per_s}};
  std::map<std::string, std::string *> words = {{"--key", &options.address.key},
                                                {"--room", &options.address.room}};
  for (int i = 4; i < argc; i += 2) {
    const std::string name = argv[i];
    if (numbers.count(name)) {
      *numbers[name] = atof(argv[i + 1]);
    } else if (words.count(name)) {
      *words[name] = argv[i + 1];
    } else if (name == "--sampled") {
      options.orders.sampled = atoi(argv[i + 1]);
    } else {
      fprintf(stderr, "generator: there is no option %s\n", name.c_str());
      exit(2);
    }
  }
  return options;
}

void say(const char *what) {
  puts(what);
  fflush(stdout);
}

// Milliseconds; -1 where nothing was counted.
double percentile(std::vector<uint32_t> &values, double share) {
  if (values.empty()) return -1;
  const size_t rank = std::min(values.size() - 1, static_cast<size_t>(share * values.size()));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[rank] / 1000.0;
}

struct Traffic {
  uint64_t all = 0, sampled = 0, least = UINT64_MAX;  // bytes
  int dead = 0;
};

Traffic traffic_of(const std::vector<Client> &clients) {
  Traffic traffic;
  for (const Client &client : clients) {
    traffic.all += client.bytes;
    traffic.least = std::min(traffic.least, client.bytes);
    if (client.sampled) traffic.sampled += client.bytes;
    traffic.dead += client.dead;
  }
  return traffic;
}

// Updates are counted by sampled clients; those of all are as many more as all received more bytes.
void report(const Orders &orders, const Dialect &dialect, Receipts &receipts, Window &window,
            const Traffic &traffic, double join_s) {
  const double n = orders.clients;
  const double delivered = traffic.sampled ? static_cast<double>(receipts.updates()) *
                                                 static_cast<double>(traffic.all) /
                                                 static_cast<double>(traffic.sampled)
                                           : 0;
  const double ideal = n * (dialect.echoes() ? n : n - 1) * orders.hz * window.seconds;
  auto &delays = receipts.delays(), &acks = receipts.ack_delays();
  printf("{\"seconds\":%.4f,\"join_s\":%.2f,\"delivered\":%.0f,\"delivered_ideal\":%.4f,"
         "\"bytes\":%lu,\"least_bytes\":%lu,\"p50_ms\":%.2f,\"p90_ms\":%.2f,\"p99_ms\":%.2f,"
         "\"acks\":%zu,\"ack_p50_ms\":%.2f,\"ack_p99_ms\":%.2f,\"checked\":%lu,\"repeated\":%lu,"
         "\"bad\":%lu,\"strangers\":%lu,\"errors\":%lu,\"dead\":%d,\"late_p99_ms\":%.2f,"
         "\"generator_core\":%.4f}\n",
         window.seconds, join_s, delivered, delivered / ideal, traffic.all, traffic.least,
         percentile(delays, .5), percentile(delays, .9), percentile(delays, .99), acks.size(),
         percentile(acks, .5), percentile(acks, .99), receipts.updates(), receipts.repeated(),
         receipts.bad_count(), receipts.strangers(), receipts.errors(), traffic.dead,
         percentile(window.late, .99), window.own_cpu_s / window.seconds);
}
}  // namespace

int main(int argc, char **argv) {
  const Options options = read_options(argc, argv);
  const auto maker = kDialects.find(argv[1]);
  if (maker == kDialects.end() || options.orders.clients < 1) {
    fprintf(stderr, "generator: no such dialect, or no clients\n");
    return 2;
  }
  Receipts receipts(options.orders.clients);
  const auto dialect = maker->second(options.address, receipts);
  Crowd crowd(options.orders, *dialect, receipts);
  const uint64_t started = now_us();
  crowd.come_in();
  const double join_s = static_cast<double>(now_us() - started) / 1e6;
  say("joined");
  Window window = crowd.run([] { say("begin"); });
  say("end");
  std::string line;
  std::getline(std::cin, line);
  report(options.orders, *dialect, receipts, window, traffic_of(crowd.clients()), join_s);
}
