"""The stage process: ``python -m vbranch.stage DESCRIPTOR``, started by the server alone.

It lives as long as the other end of its socket pair: whatever ends the server, also a kill -9,
ends it. It stands back behind the server (nice), since a room that moves comes before one voice.
"""

import asyncio
import logging
import os
import resource
import socket
import sys

from .wire import LINE, MAX_LINE, written

BEHIND = 5


async def serve(end: socket.socket) -> None:
    """Do what the server says until it is gone."""
    from .sfu import Sfu  # late: the libraries are large

    reader, writer = await asyncio.open_connection(sock=end, limit=MAX_LINE)
    sfu = Sfu(lambda line: writer.write(written(line)))
    try:
        while line := await reader.readline():
            sfu.take(LINE.validate_json(line))
    except ConnectionError:
        pass
    os._exit(0)  # connections need no goodbye: their other sides have been told by the server


def main() -> None:
    logging.disable(logging.CRITICAL)  # what libraries say can have addresses in it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(BEHIND)
    end = socket.socket(fileno=int(sys.argv[1]))
    end.setblocking(False)
    asyncio.run(serve(end))


if __name__ == "__main__":
    main()
