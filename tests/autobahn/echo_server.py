"""The shipped links with nothing behind them but an echo, for the Autobahn cases.

``python echo_server.py TRANSPORT`` listens on a free port of 127.0.0.1 and says so in its last
line, ``listening PORT``. Everything from the upgrade to the close frame is the product's; only the
limit of a message is larger than T-4 (Autobahn's cases need it), and what came is sent back.
"""

import asyncio
import sys
from typing import Final, cast

from aiohttp import web
from multidict import CIMultiDict

from vbranch.protocol.constants import DRAIN_HZ, SUBPROTOCOL
from vbranch.realtime.allowance import PoseLimits, Rate
from vbranch.realtime.link import Bounds, Link, Traffic, binary_wire, text_wire
from vbranch.realtime.plane import Plane
from vbranch.realtime.rhythm import Rhythm
from vbranch.realtime.transport import Transport, open_plane
from vbranch.realtime.upgrade import Refused, Switched, take_over

BOUNDS: Final = Bounds(message=1024 * 1024, fragments=1024)


class Echo:
    """Drains all links at the product's rhythm and says again what was said."""

    def __init__(self, plane: Plane | None, traffic: Traffic) -> None:
        self._plane = plane
        self._traffic = traffic
        self._links: list[Link] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The upgrade; kosoku offers no subprotocol, which T-1 asks for."""
        headers = CIMultiDict(request.headers)
        headers["Sec-WebSocket-Protocol"] = SUBPROTOCOL
        try:
            link = take_over(
                request.clone(headers=headers),
                (),
                traffic=self._traffic,
                plane=self._plane,
                bounds=BOUNDS,
            )
        except Refused as refused:
            return refused.response
        self._links.append(link)
        return Switched()

    def beat(self, skipped: int) -> None:
        now = asyncio.get_running_loop().time()
        if self._plane is not None:
            self._plane.drain(now)
        for link in self._links:
            for message in link.receive():
                if isinstance(message, str):
                    wire = text_wire(message.encode())
                else:
                    wire = binary_wire(message)
                link.send_reliable(wire, counted=False)  # L-1 is for smaller messages
            link.flush()
            link.tend(now)
        if self._plane is not None:
            self._plane.retry()
        self._links = [link for link in self._links if not link.gone]


async def main(transport: Transport) -> None:
    traffic = Traffic()
    echo = Echo(open_plane(transport, PoseLimits(Rate(1, 1)), traffic), traffic)
    app = web.Application()
    app.router.add_get("/", echo.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    rhythm = Rhythm(DRAIN_HZ, echo.beat)
    rhythm.start()
    print("listening", runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(cast(Transport, sys.argv[1])))
