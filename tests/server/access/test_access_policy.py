"""Every standing against every permission, written out (PROTOCOL.md M-3, D-1)."""

from typing import Final

import pytest

from vbranch.access.policy import Permission, Standing, allows, standing_of
from vbranch.protocol.constants import Role, StaffRole

EVERYBODY: Final = "visitor bot adviser host moderator administrator"
STAFF: Final = "adviser host moderator administrator"
HOSTS: Final = "host moderator administrator"
MODERATORS: Final = "moderator administrator"

TABLE: Final = {
    "room.enter": EVERYBODY,
    "room.leave": EVERYBODY,
    "chat": EVERYBODY,
    "exhibit.use": EVERYBODY,
    "seat.use": EVERYBODY,
    "report": EVERYBODY,
    "aside": EVERYBODY,
    "staff.call": "visitor",
    "voice": EVERYBODY,
    "voice.group": STAFF,
    "voice.stage": HOSTS,
    "greet": HOSTS,
    "announce": HOSTS,
    "member.invite": STAFF,
    "call.answer": STAFF,
    "room.lock": HOSTS,
    "chat.slow": HOSTS,
    "member.mute": HOSTS,
    "member.remove": MODERATORS,
    "member.ban": MODERATORS,
    "member.unban": MODERATORS,
    "console.see": STAFF,
    "reports.read": MODERATORS,
    "audit.read": MODERATORS,
    "accounts.see": "administrator",
    "sessions.see": "administrator",
    "sessions.revoke": "administrator",
}
STANDINGS: Final[tuple[Standing, ...]] = (*Role, *StaffRole)


def test_the_table_names_every_permission_and_every_standing() -> None:
    """A new permission fails here until it is said who has it."""
    assert set(TABLE) == {permission.value for permission in Permission}
    assert {word for who in TABLE.values() for word in who.split()} == {
        standing.value for standing in STANDINGS if standing is not Role.STAFF
    }


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("permission", Permission)
def test_each_is_allowed_or_not_as_written(standing: Standing, permission: Permission) -> None:
    assert allows(standing, permission) is (standing.value in TABLE[permission.value].split())


@pytest.mark.parametrize("permission", Permission)
def test_staff_without_a_staff_role_may_nothing(permission: Permission) -> None:
    assert not allows(standing_of(Role.STAFF, None), permission)


def test_the_standing_of_staff_is_their_staff_role_and_that_of_others_their_role() -> None:
    """H-4: and no staff role makes staff of somebody else."""
    for staff in StaffRole:
        assert standing_of(Role.STAFF, staff) is staff
        assert standing_of(Role.VISITOR, staff) is Role.VISITOR
        assert standing_of(Role.BOT, staff) is Role.BOT
