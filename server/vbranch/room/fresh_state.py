"""The fresh state as it is sent (PROTOCOL.md S-1, S-2): what has not changed is not encoded again.

While many come, each tick has another state, nearly all of which is what it was: of every member
their piece of the JSON is kept, and made anew when an entry has named them. Nothing else of a
member can change: whoever follows the entries has to know all of it (E-4).
"""

from collections.abc import Iterable, Sequence
from typing import Final

from vbranch.ids import MemberId
from vbranch.protocol import codec

from .room import Room
from .state import Shown
from .views import Opener, around_members, member_view

_MEMBERS: Final = '"members":[]'


class FreshState:
    """That of one room. What only one may see is not in it (``views.own_view``)."""

    def __init__(self) -> None:
        self._pieces: dict[MemberId, bytes] = {}  # in the order of the state
        self._named: dict[MemberId, None] | None = None  # since they were made; None: not yet
        self._made: tuple[int, Sequence[bytes]] = (-1, ())

    def note(self, told: Iterable[Shown]) -> None:
        """This was applied."""
        if self._named is None:
            return
        for shown in told:
            who = getattr(shown.entry, "member", None)
            if who is not None:
                self._named[MemberId(who)] = None

    def forget(self, who: MemberId | None) -> None:
        """A visit is over, of that member if they are one here: what it has sealed can be opened no
        more, and must not live on here."""
        if self._named is not None and who is not None:
            self._named[who] = None
        self._made = (-1, ())

    def chunks(self, room: Room, epoch: str, open_: Opener) -> Sequence[bytes]:
        """The text messages that bring it, the same ones as long as nothing happens."""
        seq = room.state.seq
        if self._made[0] != seq:
            self._renew(room, open_)
            around = around_members(room, epoch, open_).model_dump_json()
            before, _, after = around.partition(_MEMBERS)
            members = b",".join(self._pieces.values())
            head, tail = codec.in_a_chunk(before + _MEMBERS[:-1]), codec.in_a_chunk("]" + after)
            self._made = (seq, codec.chunks_of(b"".join((head, members, tail))))
        return self._made[1]

    def _renew(self, room: Room, open_: Opener) -> None:
        members = room.state.members
        named, self._named = self._named, {}
        for who in members if named is None else named:
            member = members.get(who)
            if member is None:
                self._pieces.pop(who, None)
            else:
                view = member_view(member, open_)
                self._pieces[who] = codec.in_a_chunk(view.model_dump_json(exclude_defaults=True))
