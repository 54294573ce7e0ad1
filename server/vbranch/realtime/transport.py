"""Which transport carries the links of a process."""

import select
from typing import Literal

import structlog

from .allowance import PoseLimits
from .link import Traffic
from .plane import Plane

_log = structlog.get_logger(__name__)

Transport = Literal["auto", "asyncio"]


def open_plane(transport: Transport, limits: PoseLimits, traffic: Traffic) -> Plane | None:
    """The process's plane; None where the event loop is to carry all links, or has to."""
    if transport == "asyncio" or not hasattr(select, "epoll"):
        _log.info("transport", name="asyncio")
        return None
    plane = Plane(limits, traffic)
    _log.info("transport", name="tick", backend=plane.backend.name)
    return plane
