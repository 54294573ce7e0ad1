"""Cases of what staff do and of calls for them (PROTOCOL.md D, K), for messages and frames."""

from collections.abc import Iterator
from typing import Any

from vbranch.protocol import messages as m
from vbranch.protocol.constants import ModerationReason, Refusal, Role, StaffRole

ID = "c-000001"
AT = 1_790_000_000_000
SAFETY, SPAM = ModerationReason.SAFETY, ModerationReason.SPAM

GOOD: list[dict[str, Any]] = [
    {"type": "room.lock", "id": ID, "locked": True, "reason": "safety"},
    {"type": "room.lock", "id": ID, "locked": False, "reason": "other", "text": "字" * 200},
    {"type": "announce", "id": ID, "text": "We close\nin ten minutes. 👋"},
    {"type": "member.mute", "id": ID, "member": "m_2", "on": True, "reason": "disturbance"},
    {"type": "member.remove", "id": ID, "member": "m_2", "reason": "harassment", "text": None},
    {
        "type": "member.ban",
        "id": ID,
        "member": "m_2",
        "seconds": 60,
        "network": False,
        "reason": "name",
    },
    {"type": "chat.slow", "id": ID, "seconds": 300, "reason": "spam"},
    {"type": "member.greet", "id": ID, "member": "m_2"},
    {"type": "member.invite", "id": ID, "member": "m_2"},
    {"type": "member.invite", "id": ID, "member": "m_2", "place": [1, 0, -2.5]},
    {"type": "member.invite", "id": ID, "member": "m_2", "place": None, "seat": "seat:1"},
    {"type": "staff.call", "id": ID},
    {"type": "staff.call", "id": ID, "topic": "住宅ローン"},
    {"type": "staff.call_cancel", "id": ID},
    {"type": "call.take", "id": ID, "member": "m_2"},
    {"type": "call.done", "id": ID, "member": "m_2"},
]

_BASES: dict[str, dict[str, Any]] = {
    "room.lock": {"locked": True, "reason": "safety"},
    "announce": {"text": "soon"},
    "member.mute": {"member": "m_2", "on": True, "reason": "spam"},
    "member.ban": {"member": "m_2", "seconds": 60, "network": False, "reason": "spam"},
    "chat.slow": {"seconds": 0, "reason": "spam"},
    "member.invite": {"member": "m_2"},
    "staff.call": {},
}
_CHANGES: tuple[tuple[str, str, str | None, dict[str, Any]], ...] = (
    ("1 for true", "room.lock", "locked", {"locked": 1}),
    ("a reason of its own", "room.lock", "reason", {"reason": "late"}),
    ("no reason", "member.mute", "reason", {"reason": None}),
    ("too many words", "member.mute", "text", {"text": "x" * 201}),
    ("no words", "member.mute", "text", {"text": ""}),
    ("a member that is a number", "member.mute", "member", {"member": 2}),
    ("too much", "announce", "text", {"text": "x" * 201}),
    ("a reason", "announce", "reason", {"reason": "spam"}),
    ("too short", "member.ban", "seconds", {"seconds": 59}),
    ("too long", "member.ban", "seconds", {"seconds": 30 * 86400 + 1}),
    ("half a second", "member.ban", "seconds", {"seconds": 60.5}),
    ("whose network", "member.ban", "network", {"network": "10.0.0.1"}),
    ("less than nothing", "chat.slow", "seconds", {"seconds": -1}),
    ("too slow", "chat.slow", "seconds", {"seconds": 301}),
    ("a place and a seat", "member.invite", None, {"place": [0, 0, 0], "seat": "seat:1"}),
    ("half a place", "member.invite", "place.2", {"place": [0, 0]}),
    ("a seat with a space", "member.invite", "seat", {"seat": "seat 1"}),
    ("a long topic", "staff.call", "topic", {"topic": "x" * 101}),
    ("two lines", "staff.call", "topic", {"topic": "a\nb"}),
)


def malformed() -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Name, field and message of what is bad form."""
    for name, type_, field, change in _CHANGES:
        yield f"{type_}: {name}", field, {"type": type_, "id": ID, **_BASES[type_], **change}
    without = {"type": "room.lock", "id": ID, "locked": True}
    yield "room.lock: reason is missing", "reason", without


ENTRIES: list[m.WireEntry] = [
    m.JoinEntry(
        seq=11,
        at=AT,
        member="m_3",
        slot=2,
        role=Role.STAFF,
        staff=StaffRole.HOST,
        name="Ren",
        avatar=1,
    ),
    m.LeaveEntry(seq=12, at=AT, member="m_2", reason="banned"),
    m.Announced(seq=13, at=AT, member="m_3", text="10分後に閉店します。"),
    m.MemberMuted(seq=14, at=AT, member="m_3", about="m_1", on=True, reason=SPAM),
    m.ChatSlowed(seq=15, at=AT, member="m_3", seconds=30, reason=SPAM),
    m.RoomLocked(seq=16, at=AT, member="m_3", locked=True, reason=SAFETY),
    m.MemberGreeted(seq=17, at=AT, member="m_3", to="m_1"),
    m.MemberInvited(seq=17, at=AT, member="m_3", to="m_1", place=(1.0, 0.0, -2.5), seat=None),
    m.CallAsked(seq=18, at=AT, member="m_1", topic="住宅ローン", place=2),
    m.CallTaken(seq=19, at=AT, member="m_3", caller="m_4"),
    m.CallMoved(seq=19, at=AT, caller="m_1", place=1),
    m.CallEnded(seq=20, at=AT, member=None, caller="m_4", reason="gone"),
]

MESSAGES: list[m.Message] = [
    m.Ack(id=ID, seq=21, outcome="refused", reason=Refusal.TAKEN, by="m_3"),
    m.Goodbye(code=4011, message="you may come again later", reason=SPAM, until=AT),
    m.Own(
        seq=17,
        chat=[],
        reports=[],
        muted=["m_1"],
        greeted=["m_1", "m_2"],
        calls=[
            m.CallView(seq=18, at=AT, caller="m_1", topic="住宅ローン", place=1, by=None),
            m.CallView(seq=19, at=AT, caller="m_4", topic=None, place=None, by="m_3"),
        ],
    ),
]
ANNOUNCEMENT = m.AnnouncementView(seq=13, at=AT, member="m_3", text="10分後に閉店します。")
