"""Every command has exactly one form, permission and handler, registered together."""

from typing import get_args

import pytest

from vbranch.access.policy import Permission
from vbranch.ids import MemberId, VisitId
from vbranch.protocol import messages as m
from vbranch.protocol.codec import COMMANDS, CommandModel
from vbranch.protocol.constants import ReportReason, Role
from vbranch.realtime import commands
from vbranch.realtime.commands import REGISTRY, Asker, EndVisit, GoTo, NotAllowed, resolve
from vbranch.room import entries as e

ASKER = Asker(VisitId("visit-1"), MemberId("member-1"), 1234, lambda text: f"sealed({text})")
ID = "command-1"
TURN = (0.0, 0.0, 0.0, 1.0)


def test_every_command_of_the_protocol_is_registered_and_nothing_else() -> None:
    union = get_args(m.CommandModel)
    assert set(REGISTRY) == set(union) == set(COMMANDS.values())


def test_a_second_handler_for_a_form_is_refused() -> None:
    with pytest.raises(ValueError, match="Chat"):
        commands._command(m.Chat, Permission.CHAT)(lambda command, asker: GoTo)  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("command", "entry"),
    [
        (m.Chat(id=ID, text="hi"), e.Said(at=1234, member="member-1", text="sealed(hi)")),
        (m.ExhibitTake(id=ID, exhibit="card"), e.Took(at=1234, member="member-1", exhibit="card")),
        (
            m.ExhibitSettle(id=ID, exhibit="card", rotation=TURN),
            e.Settled(at=1234, member="member-1", exhibit="card", rotation=TURN),
        ),
        (
            m.ExhibitRelease(id=ID, exhibit="card", rotation=TURN),
            e.Released(at=1234, member="member-1", exhibit="card", rotation=TURN),
        ),
        (
            m.ExhibitHotspot(id=ID, exhibit="card", hotspot="rate"),
            e.HotspotShown(at=1234, member="member-1", exhibit="card", hotspot="rate"),
        ),
        (
            m.Chat(id=ID, text="hi", to="m-2"),
            e.Said(at=1234, member="member-1", text="sealed(hi)", to="m-2"),
        ),
        (
            m.Report(id=ID, member="m-2", reason=ReportReason.SPAM, text="why"),
            e.Reported(
                at=1234,
                member="member-1",
                about="m-2",
                reason=ReportReason.SPAM,
                text="sealed(why)",
            ),
        ),
        (
            m.Report(id=ID, member="m-2", reason=ReportReason.OTHER),
            e.Reported(
                at=1234, member="member-1", about="m-2", reason=ReportReason.OTHER, text=None
            ),
        ),
        (
            m.ExhibitOffer(id=ID, exhibit="card", to="m-2"),
            e.Offered(at=1234, member="member-1", exhibit="card", to="m-2"),
        ),
        (
            m.ExhibitGuide(id=ID, exhibit="card", on=True),
            e.Guided(at=1234, member="member-1", exhibit="card", on=True),
        ),
        (
            m.ExhibitMedia(id=ID, exhibit="card", playing=True, position=1.5),
            e.MediaSet(at=1234, member="member-1", exhibit="card", playing=True, position=1.5),
        ),
        (
            m.SeatTake(id=ID, seat="seat:1"),
            e.SatDown(at=1234, member="member-1", seat="seat:1"),
        ),
        (m.SeatLeave(id=ID), e.GotUp(at=1234, member="member-1")),
        (m.AsideBegin(id=ID), e.AsideSet(at=1234, member="member-1", on=True)),
        (m.AsideEnd(id=ID), e.AsideSet(at=1234, member="member-1", on=False)),
        (m.RoomLock(id=ID, locked=True), e.LockSet(at=1234, member="member-1", locked=True)),
    ],
)
def test_a_command_becomes_its_entry(command: CommandModel, entry: e.Draft) -> None:
    """With the asker's visit and member, never with what the client said of them (H-4)."""
    stamped = entry.model_copy(update={"visit": "visit-1", "command": ID})
    assert resolve(command, Role.STAFF, ASKER) == stamped


def test_leave_and_enter_are_steps_of_the_hub() -> None:
    left = resolve(m.Leave(id=ID), Role.VISITOR, ASKER)
    assert isinstance(left, EndVisit)
    assert left.entry.reason == "left"
    assert resolve(m.Enter(id=ID, room="hall"), Role.VISITOR, ASKER) == GoTo("hall", ID)


@pytest.mark.parametrize("role", [Role.VISITOR, Role.BOT])
def test_who_has_no_right_is_not_allowed(role: Role) -> None:
    with pytest.raises(NotAllowed):
        resolve(m.RoomLock(id=ID, locked=True), role, ASKER)
