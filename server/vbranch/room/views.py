"""A room as its members see it: opens what is sealed, for the wire (PROTOCOL.md E, S).

``open_`` gives the text that was sealed with a visit's key, or None when that key is gone. Words
without a key are left out; a member without one is shown as ``NAMELESS``, so that the slots add up.
"""

from collections.abc import Callable, Iterator
from typing import Final

from vbranch.protocol import messages as m

from .room import Room
from .state import Shown

NAMELESS: Final = "…"

Opener = Callable[[str, str], str | None]


def wire_entry(shown: Shown, open_: Opener) -> m.WireEntry | None:
    """The entry as members get it; None when there is nothing left to say."""
    entry, visit = shown.entry, shown.visit
    if isinstance(entry, m.JoinEntry):
        return entry.model_copy(update={"name": _name(visit, entry.name, open_)})
    if isinstance(entry, m.ChatEntry):
        text = open_(visit, entry.text) if visit is not None else None
        return None if text is None else entry.model_copy(update={"text": text})
    return entry


def room_state(room: Room, epoch: str, open_: Opener) -> m.RoomState:
    """The fresh state at ``room.state.seq`` (S-1, S-3)."""
    state = room.state
    return m.RoomState(
        room=room.plan.room,
        epoch=epoch,
        seq=state.seq,
        locked=state.locked,
        members=[
            m.MemberView(
                member=member.member,
                slot=member.slot,
                role=member.role,
                name=_name(member.visit, member.name, open_),
                avatar=member.avatar,
                away=member.away,
            )
            for member in state.members.values()
        ],
        exhibits=[
            m.ExhibitView(
                exhibit=exhibit.id,
                index=exhibit.index,
                holder=exhibit.holder,
                rotation=exhibit.rotation,
                hotspot=exhibit.hotspot,
            )
            for exhibit in state.exhibits
        ],
        chat=list(_chat(room, open_)),
    )


def _chat(room: Room, open_: Opener) -> Iterator[m.ChatView]:
    for chat in room.state.chat:
        text = open_(chat.visit, chat.text)
        if text is not None:
            yield m.ChatView(
                seq=chat.seq,
                at=chat.at,
                member=chat.member,
                name=_name(chat.visit, chat.name, open_),
                text=text,
            )


def _name(visit: str | None, sealed: str, open_: Opener) -> str:
    name = open_(visit, sealed) if visit is not None else None
    return NAMELESS if name is None else name
