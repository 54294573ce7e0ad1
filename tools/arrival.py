"""How long a first visitor waits on a line of 10 Mbit/s, and what comes over it.

    make arrival                                  # both variants, with a table of all requests
    make arrival ARGS="--mbit 4 --rtt 60 --rounds 3"

Starts the server by its command line, opens the page in Chromium with an empty cache over a line
that the browser itself makes narrow (DevTools' network conditions: every answer waits a round trip,
all answers share the rate), and reads the browser's own account of the requests. Bytes are those
on the wire, with headers. The page marks when the room is built (everything unpacked, every sign
written); what is not counted is the drawing that then begins. Setting up connections is not in the
line's model: nine round trips at most, in parallel.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "e2e")]

from browser import launch_chromium, packed, wait_for  # noqa: E402

from server_process import ServerProcess, find_free_port  # noqa: E402

PATIENCE_MS = 300_000
BUILT = "performance.getEntriesByName('room:built')[0]?.startTime ?? 0"


@dataclass(frozen=True, slots=True)
class Line:
    """Megabits a second both ways; milliseconds to the server and back."""

    mbit: float
    rtt: float


@dataclass(slots=True)
class Request:
    """One address: when it was asked for, when its last byte came (seconds), bytes on the wire."""

    name: str
    asked: float
    done: float = 0.0
    size: int = 0


@dataclass(slots=True)
class Arrival:
    """What came until the room was there, and when it was built (seconds)."""

    requests: dict[str, Request] = field(default_factory=dict)
    built: float = 0.0

    @property
    def size(self) -> int:
        return sum(request.size for request in self.requests.values())

    @property
    def last_byte(self) -> float:
        return max(request.done for request in self.requests.values())


def arrive(browser: Browser, url: str, query: str, line: Line) -> Arrival:
    context = browser.new_context(viewport={"width": 480, "height": 270}, locale="en-GB")
    page = context.new_page()
    session = context.new_cdp_session(page)
    arrival, begun = Arrival(), list[float]()
    listen(session, arrival, begun)
    session.send("Network.enable")
    rate = line.mbit * 1e6 / 8
    conditions = {"downloadThroughput": rate, "uploadThroughput": rate, "latency": line.rtt}
    session.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
    page.goto(f"{url}/{query}", wait_until="commit", timeout=PATIENCE_MS)
    wait_for(lambda: page.evaluate(BUILT) > 0, "the room is built")
    page.wait_for_timeout(500)  # the account of the last answer
    arrival.built = page.evaluate(BUILT) / 1000
    context.close()
    return arrival


def listen(session: Any, arrival: Arrival, begun: list[float]) -> None:
    """Writes the browser's account of each request; times count from the first."""

    def asked(event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if not address.startswith("http"):
            return  # what the page makes for itself
        begun.append(event["timestamp"])
        at = event["timestamp"] - begun[0]
        arrival.requests[event["requestId"]] = Request(address.split("/", 3)[3] or "/", at)

    def done(event: dict[str, Any]) -> None:
        request = arrival.requests.get(event["requestId"])
        if request:
            request.done = event["timestamp"] - begun[0]
            request.size = round(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", done)


@contextmanager
def branch() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as data:
        server = ServerProcess(Path(data) / "data", find_free_port(), (), {})
        server.data_dir.mkdir()
        try:
            server.start()
            wait_for(lambda: packed(server.url), "the scene is compressed")
            yield server.url
        finally:
            server.end()


def tell(variant: str, arrivals: list[Arrival]) -> None:
    last = sorted(arrivals, key=lambda one: one.built)[len(arrivals) // 2]
    for request in last.requests.values():
        span = f"{request.asked:7.2f} {request.done:7.2f} s"
        print(f"  {span} {request.size / 1000:8.1f} KB  {request.name}")
    middle = {
        name: statistics.median(getattr(one, name) for one in arrivals)
        for name in ("size", "last_byte", "built")
    }
    print(
        f"{variant}: {len(last.requests)} requests, {middle['size'] / 1e6:.2f} MB; last byte after "
        f"{middle['last_byte']:.2f} s, room built after {middle['built']:.2f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("variants", nargs="*", default=["full", "light"], help="full, light")
    parser.add_argument("--mbit", type=float, default=10.0, help="rate of the line (10)")
    parser.add_argument("--rtt", type=float, default=30.0, help="round trip, milliseconds (30)")
    parser.add_argument("--rounds", type=int, default=3, help="the middle one is told (3)")
    parser.add_argument("--quality", default="low", help="low draws faster, the bytes are the same")
    asked = parser.parse_args()
    line = Line(asked.mbit, asked.rtt)
    with branch() as url, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for variant in asked.variants:
            query = f"?quality={asked.quality}&variant={variant}"
            tell(variant, [arrive(browser, url, query, line) for _ in range(asked.rounds)])
        browser.close()


if __name__ == "__main__":
    main()
