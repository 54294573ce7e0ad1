"""The sessions of a room's voice: who may signal to whom, and when (PROTOCOL.md V-3, V-5).

A session is one-way, from its speaker to its hearer. To withdraw somebody's voice is to end those
in which they speak; what they hear goes on.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import (
    VOICE_CANDIDATES,
    VOICE_RENEW_S,
    VOICE_SIGNALS,
    VoiceRefusal,
    VoiceSide,
)

Side = MemberId | None
"""None is the stage: it hears its one speaker, and speaks to all others (V-9)."""

Pair = tuple[Side, Side]
"""From whom, to whom."""


@dataclass(slots=True)
class Session:
    id: str
    speaker: Side
    hearer: Side
    since: float
    offered: bool = False
    answered: bool = False
    messages: Counter[VoiceSide] = field(default_factory=Counter)
    candidates: Counter[VoiceSide] = field(default_factory=Counter)
    views: dict[VoiceSide, m.VoiceSession] = field(default_factory=dict)

    @property
    def pair(self) -> Pair:
        return self.speaker, self.hearer

    def side_of(self, who: Side) -> VoiceSide | None:
        if who == self.speaker:
            return VoiceSide.SPEAKER
        return VoiceSide.HEARER if who == self.hearer else None

    def view(self, who: MemberId, door: m.StageDoor | None) -> m.VoiceSession:
        """As ``who`` is told of it, who is one of the two: made once, and told again with each
        change of their other sessions."""
        side = VoiceSide.SPEAKER if who == self.speaker else VoiceSide.HEARER
        seen = self.views.get(side)
        if seen is None or seen.door is not door:
            seen = m.VoiceSession(session=self.id, member=self.other(side), side=side, door=door)
            self.views[side] = seen
        return seen

    def other(self, side: VoiceSide) -> Side:
        return self.hearer if side is VoiceSide.SPEAKER else self.speaker

    def takes(self, side: VoiceSide, kind: str, candidates: int) -> VoiceRefusal | None:
        """One offer by the speaker, then one answer by the hearer, and candidates of both, not so
        many that they could fill the other's line."""
        due = (kind, side, self.offered, self.answered)
        if due == ("offer", VoiceSide.SPEAKER, False, False):
            self.offered = True
        elif due == ("answer", VoiceSide.HEARER, True, False):
            self.answered = True
        elif kind == "candidates" and self.offered:
            self.messages[side] += 1
            self.candidates[side] += candidates
            if self.messages[side] > VOICE_SIGNALS or self.candidates[side] > VOICE_CANDIDATES:
                return VoiceRefusal.TOO_MANY
        else:
            return VoiceRefusal.OUT_OF_TURN
        return None


@dataclass(frozen=True, slots=True)
class Passed:
    """The signal may go on to ``to``; None: to the stage."""

    to: Side


@dataclass(frozen=True, slots=True)
class StageNews:
    """What the stage has to know: a session with ``member``, who is on this ``side``, begins, or
    is over."""

    session: str
    member: MemberId
    side: VoiceSide
    begins: bool


class Sessions:
    """``new_id`` gives names that nobody can guess."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id: Final = new_id
        self._by_id: dict[str, Session] = {}
        self._by_pair: dict[Pair, Session] = {}
        self._of: dict[MemberId, dict[str, Session]] = {}
        self.changed: dict[MemberId, None] = {}
        """Who has to be told; whoever tells takes them out."""
        self.stage_news: list[StageNews] = []

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, pair: Pair) -> bool:
        return pair in self._by_pair

    def pairs(self) -> list[Pair]:
        return list(self._by_pair)

    def of(self, who: MemberId) -> list[Session]:
        return list(self._of.get(who, {}).values())

    def begin(self, pair: Pair, now: float) -> None:
        session = Session(self._new_id(), *pair, now)
        self._by_id[session.id] = self._by_pair[pair] = session
        for who in pair:
            if who is not None:
                self._of.setdefault(who, {})[session.id] = session
        self._note(session, begins=True)

    def end(self, session: Session) -> None:
        del self._by_id[session.id], self._by_pair[session.pair]
        for who in session.pair:
            if who is not None:
                del self._of[who][session.id]
                if not self._of[who]:
                    del self._of[who]
        self._note(session, begins=False)

    def end_of(self, who: MemberId, side: VoiceSide | None = None) -> None:
        """All in which they are on that side, or on any."""
        for session in self.of(who):
            if side is None or session.side_of(who) is side:
                self.end(session)

    def end_all(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            session = self._by_pair.get(pair)
            if session is not None:
                self.end(session)

    def renew(self, who: Side, session_id: str, now: float) -> Pair | VoiceRefusal:
        """Another one in its place (V-6); between whom."""
        session = self._by_id.get(session_id)
        if session is None or session.side_of(who) is None:
            return VoiceRefusal.NO_SUCH_SESSION
        if now - session.since < VOICE_RENEW_S:
            return VoiceRefusal.TOO_SOON
        self.end(session)
        self.begin(session.pair, now)
        return session.pair

    def signal(
        self, who: Side, session_id: str, kind: str, candidates: int = 0
    ) -> Passed | VoiceRefusal:
        """Whether this may be passed on, and to whom (V-5). To ask is to have said it."""
        session = self._by_id.get(session_id)
        side = None if session is None else session.side_of(who)
        if session is None or side is None:
            return VoiceRefusal.NO_SUCH_SESSION
        return session.takes(side, kind, candidates) or Passed(session.other(side))

    def _note(self, session: Session, *, begins: bool) -> None:
        members = [who for who in session.pair if who is not None]
        self.changed |= dict.fromkeys(members)
        if len(members) == 1:
            side = VoiceSide.HEARER if session.speaker is None else VoiceSide.SPEAKER
            self.stage_news.append(StageNews(session.id, members[0], side, begins))
