// The load generator: a crowd that enters one room of the server under test, sends poses at 20 Hz
// and checks what comes back. One thread, loopback alone.
//
//   generator DIALECT PORT CLIENTS [--name value ...]
//
// It says `joined` when everybody is in, `begin` when the measuring begins and `end` when it ends,
// each on a line of stdout; then it waits for a line on stdin, so that the server's CPU time can be
// read, and prints its findings as one line of JSON.
#include <sys/resource.h>

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

const std::map<std::string, Layout> kLayouts = {{"room", Layout::room},
                                                {"spread", Layout::spread},
                                                {"stage", Layout::stage},
                                                {"breathing", Layout::breathing}};

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
  Orders &orders = options.orders;
  options.address.port = atoi(argv[2]);
  orders.clients = atoi(argv[3]);
  double sampled = orders.sampled, lazy = 0, adaptive = 0, joins = 0;
  std::string layout = "room";
  const std::map<std::string, double *> numbers = {
      {"--hz", &orders.hz},           {"--warm", &orders.warm_s},
      {"--seconds", &orders.seconds}, {"--commands", &orders.commands_per_s},
      {"--sampled", &sampled},        {"--lazy", &lazy},
      {"--adaptive", &adaptive},      {"--headsets", &orders.manner.headsets},
      {"--joins", &joins},            {"--joins-over", &orders.storm.over_s}};
  const std::map<std::string, std::string *> words = {{"--key", &options.address.key},
                                                      {"--room", &options.address.room},
                                                      {"--layout", &layout}};
  for (int i = 4; i < argc; i += 2) {
    const std::string name = argv[i];
    if (numbers.count(name)) {
      *numbers.at(name) = atof(argv[i + 1]);
    } else if (words.count(name)) {
      *words.at(name) = argv[i + 1];
    } else {
      fprintf(stderr, "generator: there is no option %s\n", name.c_str());
      exit(2);
    }
  }
  orders.sampled = static_cast<int>(sampled);
  orders.lazy = lazy != 0;
  orders.adaptive = adaptive != 0;
  orders.storm.joins = static_cast<int>(joins);
  orders.manner.layout = kLayouts.at(layout);
  return options;
}

// Every client is a descriptor; many systems allow 1024 unless asked.
void raise_descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
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
  uint64_t frames = 0, longest_us = 0, lost = 0, doubled = 0;  // of those who are sampled
  double due = 0;
  int dead = 0;
};

Traffic traffic_of(const std::vector<Client> &clients) {
  Traffic traffic;
  for (const Client &client : clients) {
    traffic.all += client.bytes;
    traffic.least = std::min(traffic.least, client.bytes);
    traffic.dead += client.dead;
    if (!client.sampled) continue;
    traffic.sampled += client.bytes;
    traffic.frames += client.heard.frames();
    traffic.due += client.heard.due();
    traffic.longest_us = std::max(traffic.longest_us, client.heard.longest_us());
    traffic.lost += client.heard.lost();
    traffic.doubled += client.heard.doubled();
  }
  return traffic;
}

// One JSON object, value by value.
class Findings {
 public:
  Findings() { putchar('{'); }
  void add(const char *name, double value, int digits = 2) {
    printf("%s\"%s\":%.*f", comma_, name, digits, value);
    comma_ = ",";
  }
  void add(const char *name, uint64_t value) { add(name, static_cast<double>(value), 0); }
  ~Findings() { puts("}"); }

 private:
  const char *comma_ = "";
};

void add_delays(Findings &findings, Receipts &receipts) {
  auto &near = receipts.delays(Tier::near), &rest = receipts.delays(Tier::rest);
  findings.add("p50_ms", percentile(near, .5));
  findings.add("p90_ms", percentile(near, .9));
  findings.add("p99_ms", percentile(near, .99));
  findings.add("rest_p50_ms", percentile(rest, .5));
  findings.add("rest_p99_ms", percentile(rest, .99));
  findings.add("near_interval_p50_ms", percentile(receipts.near_intervals(), .5));
  findings.add("near_interval_p99_ms", percentile(receipts.near_intervals(), .99));
  findings.add("acks", receipts.ack_delays().size());
  findings.add("ack_p50_ms", percentile(receipts.ack_delays(), .5));
  findings.add("ack_p99_ms", percentile(receipts.ack_delays(), .99));
}

// What sampled clients received, and how often; a second and client.
void add_records(Findings &findings, const Receipts &receipts, const Traffic &traffic,
                 double client_seconds) {
  findings.add("frames_per_s", static_cast<double>(traffic.frames) / client_seconds);
  findings.add("frames_due_share",
               traffic.due ? static_cast<double>(traffic.frames) / traffic.due : 0, 4);
  findings.add("longest_frame_gap_ms", static_cast<double>(traffic.longest_us) / 1000);
  findings.add("headset_records_per_s", static_cast<double>(receipts.headsets()) / client_seconds);
  findings.add("screen_records_per_s", static_cast<double>(receipts.screens()) / client_seconds);
  findings.add("far_records_per_s", static_cast<double>(receipts.fars()) / client_seconds);
  findings.add("entries_lost", traffic.lost);
  findings.add("entries_doubled", traffic.doubled);
}

void add_storm(Findings &findings, Storm &storm) {
  findings.add("entered", static_cast<uint64_t>(storm.entered()));
  findings.add("refused", static_cast<uint64_t>(storm.refused()));
  findings.add("entry_p50_ms", percentile(storm.took(), .5));
  findings.add("entry_p99_ms", percentile(storm.took(), .99));
}

// Updates are counted by sampled clients; those of all are as many more as all received more bytes.
void report(const Orders &orders, const Dialect &dialect, Receipts &receipts, Window &window,
            Crowd &crowd, double join_s) {
  const Traffic traffic = traffic_of(crowd.clients());
  const double n = orders.clients, sampled = std::min(orders.sampled, orders.clients);
  const double delivered = traffic.sampled ? static_cast<double>(receipts.updates()) *
                                                 static_cast<double>(traffic.all) /
                                                 static_cast<double>(traffic.sampled)
                                           : 0;
  const double ideal = n * (dialect.echoes() ? n : n - 1) * orders.hz * window.seconds;
  Findings findings;
  findings.add("seconds", window.seconds, 4);
  findings.add("join_s", join_s);
  findings.add("delivered", delivered, 0);
  findings.add("delivered_ideal", delivered / ideal, 4);
  findings.add("bytes", traffic.all);
  findings.add("least_bytes", traffic.least);
  add_delays(findings, receipts);
  add_records(findings, receipts, traffic, sampled * window.seconds);
  findings.add("worst_gap_ms", static_cast<double>(window.worst_gap_us) / 1000);
  findings.add("checked", receipts.updates());
  findings.add("repeated", receipts.repeated());
  findings.add("bad", receipts.bad_count());
  findings.add("strangers", receipts.strangers());
  findings.add("errors", receipts.errors());
  findings.add("dead", static_cast<uint64_t>(traffic.dead));
  if (orders.storm.joins) add_storm(findings, crowd.storm());
  findings.add("late_p99_ms", percentile(window.late, .99));
  findings.add("generator_core", window.own_cpu_s / window.seconds, 4);
}
}  // namespace

int main(int argc, char **argv) {
  const Options options = read_options(argc, argv);
  const auto maker = kDialects.find(argv[1]);
  if (maker == kDialects.end() || options.orders.clients < 1) {
    fprintf(stderr, "generator: no such dialect, or no clients\n");
    return 2;
  }
  raise_descriptor_limit();
  Receipts receipts(options.orders.clients + options.orders.storm.joins);
  const auto dialect = maker->second(options.address, receipts);
  Crowd crowd(options.orders, options.address, *dialect, receipts);
  const uint64_t started = now_us();
  crowd.come_in();
  const double join_s = static_cast<double>(now_us() - started) / 1e6;
  say("joined");
  Window window = crowd.run([] { say("begin"); });
  say("end");
  std::string line;
  std::getline(std::cin, line);
  report(options.orders, *dialect, receipts, window, crowd, join_s);
}
