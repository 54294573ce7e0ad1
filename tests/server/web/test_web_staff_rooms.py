"""The rooms at a glance, as staff read them."""

from pathlib import Path

import pytest
from web_kit import Branch, Serve, error_of

from vbranch.ids import RoomId
from vbranch.protocol.constants import StaffRole
from vbranch.room.glance import Glance

ROOMS = "/api/v1/staff/rooms"


@pytest.mark.parametrize("role", StaffRole)
async def test_staff_see_how_it_is_in_every_room(
    serve: Serve, tmp_path: Path, role: StaffRole
) -> None:
    branch = Branch(tmp_path)
    http = await serve(branch)
    branch.glances = [
        Glance(RoomId("hall"), 3, 1, 0, 2, 1_700_000_000_000, locked=False, slow=10),
        Glance(RoomId("lobby"), 0, 0, 4, 0, None, locked=True, slow=0),
    ]
    answer = await http.get(ROOMS, headers=await branch.signed_in(role))
    assert answer.headers["Cache-Control"] == "no-store"
    hall, lobby = (await answer.json())["rooms"]
    assert hall == {
        "room": "hall",
        "people": 3,
        "staff": 1,
        "waiting": 0,
        "calls": 2,
        "called": 1_700_000_000_000,
        "locked": False,
        "slow": 10,
    }
    assert (lobby["room"], lobby["waiting"], lobby["called"]) == ("lobby", 4, None)


async def test_visitors_do_not(serve: Serve, tmp_path: Path) -> None:
    http = await serve(Branch(tmp_path))
    assert await error_of(await http.get(ROOMS)) == (401, "no_session")
    await http.post("/api/v1/session", json={})
    assert await error_of(await http.get(ROOMS)) == (403, "not_allowed")
