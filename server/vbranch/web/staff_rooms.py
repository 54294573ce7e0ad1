"""All rooms of the branch at a glance, for staff who choose where they are needed."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Final

from aiohttp import web

from vbranch.access.policy import Permission
from vbranch.room.glance import Glance

from .routes import Call, Nothing, Routes
from .staff import NO_STORE, STAFF

ROOMS: Final = f"{STAFF}/rooms"
Glances = Callable[[], Iterable[Glance]]


class RoomsApi:
    """Handler; ``register`` says which permission and form it needs."""

    def __init__(self, glances: Glances) -> None:
        self._glances = glances

    def register(self, routes: Routes) -> None:
        see = Permission.CONSOLE_SEE
        routes.add("GET", ROOMS, self.show_rooms, needs=see, body=Nothing)

    async def show_rooms(self, call: Call[Nothing]) -> web.Response:
        """Every room, in the branch's order."""
        shown = [asdict(one) for one in self._glances()]
        return web.json_response({"rooms": shown}, headers=NO_STORE)
