"""Every route of the API against every standing, with real requests (PROTOCOL.md D-1)."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from web_kit import Branch, Serve

from vbranch.access.policy import Permission, Standing, allows
from vbranch.protocol.constants import Role, StaffRole
from vbranch.services.oidc import Oidc, Rules
from vbranch.services.oidc_provider import Client, Provider
from vbranch.web.connections import Connections
from vbranch.web.routes import NEEDS
from vbranch.web.server import create_app

NEEDED: Final = {
    "GET /api/v1/branch": None,
    "GET /api/v1/scenes/{room}": None,
    "POST /api/v1/session": None,
    "POST /api/v1/tickets": "room.enter",
    "GET /api/v1/staff/ways": None,
    "POST /api/v1/staff/sign-in": None,
    "POST /api/v1/staff/sign-out": None,
    "GET /api/v1/staff/oidc/start": None,
    "GET /api/v1/staff/oidc/callback": None,
    "GET /api/v1/staff/me": "console.see",
    "GET /api/v1/staff/rooms": "console.see",
    "GET /api/v1/staff/sessions": "console.see",
    "DELETE /api/v1/staff/sessions/{session}": "console.see",
    "GET /api/v1/staff/sessions/all": "sessions.see",
    "GET /api/v1/staff/accounts": "accounts.see",
    "GET /api/v1/staff/audit": "audit.read",
    "GET /api/v1/staff/bans": "member.unban",
    "DELETE /api/v1/staff/bans/{ban}": "member.unban",
}
"""The permission of each; who has it stands in the policy's test. None: everybody, also strangers.

Of an own session the console is enough to end it; ending another's needs ``sessions.revoke``, which
its handler asks (see the tests of ``web.staff``).
"""
STANDINGS: Final[tuple[Standing | None, ...]] = (None, *Role, *StaffRole)


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    """With the routes of an identity provider, which nobody asks here."""
    branch = Branch(tmp_path)
    client = Client("vbranch", None)
    provider = Provider("https://id.example", client, branch.clock)
    oidc = Oidc(provider, client, Rules("roles", {}, "name"), branch.clock)
    branch.parts = replace(branch.parts, oidc=oidc)
    return branch


def test_it_is_written_what_every_route_of_the_api_needs(branch: Branch) -> None:
    """A new route fails here until it is said who may; and none goes past ``Routes``."""
    app = create_app(branch.parts, Connections())
    registered = {f"{method} {path}": needs for (method, path), needs in app[NEEDS].items()}
    assert registered == NEEDED
    paths = {
        f"{route.method} {route.resource.canonical}"
        for route in app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api")
    }
    assert paths == set(NEEDED)


async def _header(branch: Branch, standing: Standing | None) -> dict[str, str]:
    if standing is None:
        return {}
    if isinstance(standing, StaffRole):
        return await branch.signed_in(standing)
    token, _ = await branch.visits.open_session(standing, branch.clock.unix())
    return {"Cookie": f"vbranch_session={token}"}


GUARDED: Final = {route: Permission(needs) for route, needs in NEEDED.items() if needs is not None}


@pytest.mark.parametrize("standing", STANDINGS)
async def test_nobody_gets_what_their_standing_does_not_allow(
    branch: Branch, serve: Serve, standing: Standing | None
) -> None:
    """The bodies say nothing good: what is refused is refused before they are looked at."""
    http = await serve(branch)
    for route, needs in GUARDED.items():
        method, path = route.split()
        address = path.replace("{session}", "nobodys").replace("{ban}", "none")
        header = await _header(branch, standing)
        body = None if method == "GET" else {}
        answer = await http.request(method, address, headers=header, json=body)
        code = (await answer.json()).get("error", {}).get("code")
        if standing is None:
            assert (answer.status, code) == (401, "no_session"), route
        elif not allows(standing, needs):
            assert (answer.status, code) == (403, "not_allowed"), route
        else:
            assert (answer.status, code) not in {(401, "no_session"), (403, "not_allowed")}, route
