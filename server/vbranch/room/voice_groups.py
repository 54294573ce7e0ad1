"""Closed groups of a room's voice: who is in which (PROTOCOL.md V-7, V-8)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from vbranch.ids import MemberId
from vbranch.protocol.constants import VOICE_GROUP, VoiceRefusal


@dataclass(frozen=True, slots=True)
class Circle:
    """A closed group."""

    id: str
    opener: MemberId
    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Whose group is another one now, in whichever direction, and who stays."""

    moved: tuple[MemberId, ...]
    stay: tuple[MemberId, ...]


class Circles:
    """``new_id`` gives names that nobody can guess."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id: Final = new_id
        self._of: dict[MemberId, Circle] = {}

    def __contains__(self, who: MemberId) -> bool:
        return who in self._of

    def of(self, who: MemberId) -> Circle | None:
        return self._of.get(who)

    def members(self) -> Collection[MemberId]:
        """All who are in one."""
        return self._of.keys()

    def all(self) -> Collection[Circle]:
        return {circle.id: circle for circle in self._of.values()}.values()

    def open(
        self, opener: MemberId, members: Sequence[MemberId], here: Collection[MemberId]
    ) -> Moved | VoiceRefusal:
        """The opener and these, of those who are ``here``, are a group and nobody else. If the
        opener has one, it is this one from now on."""
        everybody = tuple(dict.fromkeys((opener, *members)))
        wrong = self._wrong(opener, everybody, here)
        if wrong is not None:
            return wrong
        before = self._of.get(opener)
        known = before.members if before else ()
        out = tuple(who for who in known if who not in everybody)
        for who in out:
            del self._of[who]
        circle = Circle(before.id if before else self._new_id(), opener, everybody)
        self._of |= dict.fromkeys(everybody, circle)
        into = tuple(who for who in everybody if who not in known)
        return Moved(out + into, tuple(who for who in everybody if who in known))

    def _wrong(
        self, opener: MemberId, wanted: Sequence[MemberId], here: Collection[MemberId]
    ) -> VoiceRefusal | None:
        if len(wanted) < 2 or not all(who in here for who in wanted):
            return VoiceRefusal.NO_SUCH_MEMBER
        if len(wanted) > VOICE_GROUP:
            return VoiceRefusal.TOO_MANY
        circles = (self._of.get(who) for who in wanted)
        if any(circle is not None and circle.opener != opener for circle in circles):
            return VoiceRefusal.IN_GROUP
        return None

    def leave(self, who: MemberId) -> Moved | None:
        """Out of it; with its opener, or with the last but one, it ends. None: in none."""
        circle = self._of.get(who)
        if circle is None:
            return None
        left = tuple(one for one in circle.members if one != who)
        ends = who == circle.opener or len(left) < 2
        out = circle.members if ends else (who,)
        for one in out:
            del self._of[one]
        if ends:
            return Moved(out, ())
        self._of |= dict.fromkeys(left, Circle(circle.id, circle.opener, left))
        return Moved(out, left)
