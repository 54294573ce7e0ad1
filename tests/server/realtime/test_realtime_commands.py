"""Every command has exactly one form, permission and handler, registered together."""

from typing import get_args

import pytest

from vbranch.access.policy import Permission, Standing, allows
from vbranch.ids import MemberId, VisitId
from vbranch.protocol import messages as m
from vbranch.protocol.codec import COMMANDS, CommandModel
from vbranch.protocol.constants import ReportReason, Role, StaffRole
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
    ],
)
def test_a_command_becomes_its_entry(command: CommandModel, entry: e.Draft) -> None:
    """With the asker's visit and member, never with what the client said of them (H-4)."""
    stamped = entry.model_copy(update={"visit": "visit-1", "command": ID})
    assert resolve(command, Role.VISITOR, ASKER) == stamped


def test_leave_and_enter_are_steps_of_the_hub() -> None:
    left = resolve(m.Leave(id=ID), Role.VISITOR, ASKER)
    assert isinstance(left, EndVisit)
    assert left.entry.reason == "left"
    assert resolve(m.Enter(id=ID, room="hall"), Role.VISITOR, ASKER) == GoTo("hall", ID)


# ---- who may what -----------------------------------------------------------------------------

NEEDED = {
    "leave": "room.leave",
    "enter": "room.enter",
    "chat": "chat",
    "report": "report",
    "exhibit.take": "exhibit.use",
    "exhibit.settle": "exhibit.use",
    "exhibit.release": "exhibit.use",
    "exhibit.hotspot": "exhibit.use",
    "exhibit.offer": "exhibit.use",
    "exhibit.guide": "exhibit.use",
    "exhibit.media": "exhibit.use",
    "seat.take": "seat.use",
    "seat.leave": "seat.use",
    "aside.begin": "aside",
    "aside.end": "aside",
    "staff.call": "staff.call",
    "staff.call_cancel": "staff.call",
    "call.take": "call.answer",
    "call.done": "call.answer",
    "announce": "announce",
    "member.greet": "greet",
    "member.invite": "member.invite",
    "member.mute": "member.mute",
    "member.remove": "member.remove",
    "member.ban": "member.ban",
    "chat.slow": "chat.slow",
    "room.lock": "room.lock",
    "voice.hear": "voice",
    "voice.speak": "voice",
    "voice.signal": "voice",
    "voice.renew": "voice",
    "voice.ungroup": "voice",
    "voice.group": "voice.group",
    "voice.stage": "voice.stage",
}
"""By type, the permission that a command needs; who has it stands in the policy's test."""

STANDINGS: tuple[Standing, ...] = (*Role, *StaffRole)


def test_it_is_written_what_every_command_needs() -> None:
    """A new command fails here until it is said who may."""
    assert set(COMMANDS) == set(NEEDED)


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("model", REGISTRY, ids=lambda model: model.__name__)
def test_nobody_asks_for_what_their_standing_does_not_allow(
    model: type[CommandModel], standing: Standing
) -> None:
    """M-3: whatever is in the command, which is not looked at before."""
    needed = Permission(NEEDED[model.model_fields["type"].default])
    anything = model.model_construct(id=ID)
    if allows(standing, needed):
        assert REGISTRY[model].permission is needed
    else:
        with pytest.raises(NotAllowed):
            resolve(anything, standing, ASKER)
