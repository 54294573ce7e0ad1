"""The shipped links with nothing behind them but an echo, for the Autobahn cases.

``python echo_server.py TRANSPORT`` listens on a free port of 127.0.0.1 and writes its number as
the first line. Everything from the upgrade to the close frame is the product's; only the limit of
a message is larger than T-4 (Autobahn's cases need it), and what came is sent back.
"""

import asyncio
import sys
from typing import Final

from aiohttp import web
from multidict import CIMultiDict

from vbranch.protocol.constants import DRAIN_HZ, SUBPROTOCOL
from vbranch.realtime import asyncio_link
from vbranch.realtime.link import Link, binary_wire, text_wire
from vbranch.realtime.rhythm import Rhythm
from vbranch.realtime.upgrade import Refused, Switched, take_over

MESSAGE_BYTES: Final = 1024 * 1024


class Echo:
    """Drains all links at the product's rhythm and says again what was said."""

    def __init__(self) -> None:
        self._links: list[Link] = []
        self._rhythm = Rhythm(DRAIN_HZ, self._beat)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The upgrade; kosoku offers no subprotocol, which T-1 asks for."""
        headers = CIMultiDict(request.headers)
        headers["Sec-WebSocket-Protocol"] = SUBPROTOCOL
        try:
            link = take_over(request.clone(headers=headers), ())
        except Refused as refused:
            return refused.response
        self._links.append(link)
        return Switched()

    def start(self) -> None:
        self._rhythm.start()

    def _beat(self, skipped: int) -> None:
        now = asyncio.get_running_loop().time()
        for link in self._links:
            for message in link.receive():
                if isinstance(message, str):
                    link.send_reliable(text_wire(message.encode()))
                else:
                    link.send_reliable(binary_wire(message))
            link.flush()
            link.tend(now)
        self._links = [link for link in self._links if not link.gone]


async def main(transport: str) -> None:
    asyncio_link.MAX_MESSAGE_BYTES = MESSAGE_BYTES
    asyncio_link.RELIABLE_QUEUE_BYTES = 2 * MESSAGE_BYTES
    echo = Echo()
    app = web.Application()
    app.router.add_get("/", echo.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    echo.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
