"""Every role against every permission, written out."""

import pytest

from vbranch.access.policy import Permission, allows
from vbranch.protocol.constants import Role

TABLE = {
    ("visitor", "room.enter"): True,
    ("visitor", "room.leave"): True,
    ("visitor", "room.lock"): False,
    ("visitor", "chat"): True,
    ("visitor", "exhibit.use"): True,
    ("visitor", "seat.use"): True,
    ("visitor", "report"): True,
    ("visitor", "aside"): True,
    ("staff", "room.enter"): True,
    ("staff", "room.leave"): True,
    ("staff", "room.lock"): True,
    ("staff", "chat"): True,
    ("staff", "exhibit.use"): True,
    ("staff", "seat.use"): True,
    ("staff", "report"): True,
    ("staff", "aside"): True,
    ("bot", "room.enter"): True,
    ("bot", "room.leave"): True,
    ("bot", "room.lock"): False,
    ("bot", "chat"): True,
    ("bot", "exhibit.use"): True,
    ("bot", "seat.use"): True,
    ("bot", "report"): True,
    ("bot", "aside"): True,
}


def test_the_table_names_every_role_and_permission() -> None:
    assert set(TABLE) == {(role.value, right.value) for role in Role for right in Permission}


@pytest.mark.parametrize(("role", "permission"), TABLE)
def test_each_is_allowed_or_not_as_written(role: str, permission: str) -> None:
    assert allows(Role(role), Permission(permission)) is TABLE[role, permission]
