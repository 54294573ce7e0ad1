"""How a file in memory goes out: in slices, so that a slow reader holds a slice, not the file.

The guard of the connection (``guard``) sees to it that somebody reads at all.
"""

from typing import Final

from aiohttp import hdrs, web

SLICE_BYTES: Final = 16 * 1024


async def deliver(
    request: web.Request, response: web.StreamResponse, body: bytes | memoryview
) -> web.StreamResponse:
    """Send ``body`` under the headers of ``response``; without it if HEAD was asked."""
    response.content_length = len(body)
    await response.prepare(request)
    if request.method != hdrs.METH_HEAD:
        view = memoryview(body)
        for start in range(0, len(view), SLICE_BYTES):
            await response.write(view[start : start + SLICE_BYTES])
            await request.writer.drain()  # aiohttp itself waits after 64 KiB only
    await response.write_eof()
    return response
