"""The door: a bot gets in with the cookie that it was given, whatever the scheme calls it."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Handler

from vbranch.bots.door import Door, NotLetIn


@pytest.mark.parametrize("name", ["vbranch_session", "__Host-vbranch_session"])
async def test_the_cookie_goes_back_under_its_own_name(name: str) -> None:
    """Under https a branch prefixes it, so that no other host can set it."""

    async def session(_: web.Request) -> web.Response:
        cookie = f"{name}=secret; Path=/; HttpOnly"
        return web.json_response({"role": "bot"}, headers={"Set-Cookie": cookie})

    async def tickets(request: web.Request) -> web.Response:
        return web.json_response({"ticket": request.headers["Cookie"]})

    async with TestServer(branch(session, tickets)) as server, Door(address(server), "key") as door:
        assert await door.ticket("lobby") == f"{name}=secret"


async def test_a_branch_without_a_cookie_is_told() -> None:
    async def session(_: web.Request) -> web.Response:
        return web.json_response({}, headers={"Set-Cookie": "other=1"})

    async with TestServer(branch(session, session)) as server, Door(address(server), "key") as door:
        with pytest.raises(NotLetIn, match="gave no session cookie"):
            await door.ticket("lobby")


def branch(session: Handler, tickets: Handler) -> web.Application:
    app = web.Application()
    app.router.add_post("/api/v1/session", session)
    app.router.add_post("/api/v1/tickets", tickets)
    return app


def address(server: TestServer) -> str:
    return f"http://{server.host}:{server.port}"
