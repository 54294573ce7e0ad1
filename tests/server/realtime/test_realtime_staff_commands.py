"""What staff ask becomes an entry, and for the audit an act; a call becomes an entry (D, K)."""

import pytest

from vbranch.ids import MemberId, VisitId
from vbranch.protocol import messages as m
from vbranch.protocol.codec import CommandModel
from vbranch.protocol.constants import ModerationReason, Role, StaffRole
from vbranch.realtime.commands import Act, Asker, Moderated, resolve
from vbranch.realtime.staff_commands import ROWS
from vbranch.room import entries as e

ASKER = Asker(VisitId("visit-1"), MemberId("member-1"), 1234, lambda text: f"sealed({text})")
ID = "command-1"
WHO = {"at": 1234, "visit": "visit-1", "command": ID, "member": "member-1"}
SPAM = ModerationReason.SPAM
WHY = {"id": ID, "reason": SPAM, "text": "again and again"}

MODERATED = [
    (
        m.RoomLock(**WHY, locked=True),
        e.LockSet(**WHO, locked=True, reason=SPAM),
        Act("room.lock", reason=SPAM, words="again and again", on=True),
    ),
    (
        m.Announce(id=ID, text="We close soon."),
        e.Announced(**WHO, text="We close soon."),
        Act("announce", words="We close soon."),
    ),
    (
        m.MemberMute(**WHY, member="m-2", on=True),
        e.MuteSet(**WHO, about="m-2", on=True, reason=SPAM),
        Act("member.mute", "m-2", reason=SPAM, words="again and again", on=True),
    ),
    (
        m.MemberMute(id=ID, reason=SPAM, member="m-2", on=False),
        e.MuteSet(**WHO, about="m-2", on=False, reason=SPAM),
        Act("member.mute", "m-2", reason=SPAM, on=False),
    ),
    (
        m.MemberRemove(**WHY, member="m-2"),
        e.Removed(**WHO, about="m-2", banned=False, reason=SPAM),
        Act("member.remove", "m-2", reason=SPAM, words="again and again"),
    ),
    (
        m.MemberBan(**WHY, member="m-2", seconds=3600, network=True),
        e.Removed(**WHO, about="m-2", banned=True, reason=SPAM),
        Act(
            "member.ban",
            "m-2",
            reason=SPAM,
            words="again and again",
            seconds=3600,
            network=True,
        ),
    ),
    (
        m.ChatSlow(**WHY, seconds=30),
        e.SlowSet(**WHO, seconds=30, reason=SPAM),
        Act("chat.slow", reason=SPAM, words="again and again", seconds=30),
    ),
]
PLAIN = [
    (
        m.MemberGreet(id=ID, member="m-2"),
        e.Greeted(**WHO, to="m-2"),
    ),
    (
        m.MemberInvite(id=ID, member="m-2", seat="seat:1"),
        e.Invited(**WHO, to="m-2", place=None, seat="seat:1"),
    ),
    (m.CallTake(id=ID, member="m-2"), e.CallTaken(**WHO, caller="m-2")),
    (m.CallDone(id=ID, member="m-2"), e.CallDone(**WHO, caller="m-2")),
]
OF_VISITORS = [
    (m.StaffCall(id=ID, topic="a loan"), e.CallAsked(**WHO, topic="sealed(a loan)")),
    (m.StaffCall(id=ID), e.CallAsked(**WHO, topic=None)),
    (m.StaffCallCancel(id=ID), e.CallCancelled(**WHO)),
]


@pytest.mark.parametrize(("command", "entry", "act"), MODERATED)
def test_what_the_audit_has_to_keep_comes_with_what_it_keeps(
    command: CommandModel, entry: e.Draft, act: Act
) -> None:
    """D-2: staff's own words are for the audit alone, no log of a room has them."""
    assert resolve(command, StaffRole.ADMINISTRATOR, ASKER) == Moderated(entry, act)
    if act.reason is not None:
        assert "again" not in entry.model_dump_json()


@pytest.mark.parametrize(("command", "entry"), PLAIN)
def test_what_moderates_nobody_is_an_entry(command: CommandModel, entry: e.Draft) -> None:
    assert resolve(command, StaffRole.HOST, ASKER) == entry


@pytest.mark.parametrize(("command", "entry"), OF_VISITORS)
def test_a_visitors_call_is_sealed_with_their_key(command: CommandModel, entry: e.Draft) -> None:
    """K-1."""
    assert resolve(command, Role.VISITOR, ASKER) == entry


def test_whatever_has_a_reason_is_moderated() -> None:
    """D-2: a new command of this kind cannot get past the audit by being forgotten here."""
    kinds = {type(command) for command, _, _ in MODERATED}
    assert kinds == {model for model in ROWS if issubclass(model, m.Moderation)} | {m.Announce}
    assert set(ROWS) == kinds | {type(command) for command, _ in (*PLAIN, *OF_VISITORS)}
