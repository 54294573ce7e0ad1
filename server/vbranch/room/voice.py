"""Who of a room may speak, and who hears them: the rules of voice (PROTOCOL.md V).

Pure: chance comes in as ``new_id``, time and places are arguments. Nothing of it is logged, and a
server that starts again knows nothing of it: everybody is silent until they say otherwise.

``decide`` is asked every half second, and brings sessions in line with where everybody stands;
whatever takes a right away ends its sessions at once.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import VoiceRefusal, VoiceSide
from vbranch.protocol.voice_forms import VoiceCircle

from .voice_groups import Circle, Circles, Moved
from .voice_near import Places, Rows, heard
from .voice_sessions import Pair, Passed, Sessions, StageNews

_NO_DOORS: Final[Mapping[str, m.StageDoor]] = {}


class Voices:
    """One room's. ``stage_places``: how many the stage carries; 0: there is none."""

    def __init__(self, new_id: Callable[[], str], stage_places: int) -> None:
        self._stage_places: Final = stage_places
        self._speaks: dict[MemberId, bool] = {}  # of those who hear
        self._muted: set[MemberId] = set()
        self._circles = Circles(new_id)
        self._stage: MemberId | None = None
        self._sessions = Sessions(new_id)

    def __len__(self) -> int:
        """How many sessions there are."""
        return len(self._sessions)

    def hearing(self) -> list[MemberId]:
        return list(self._speaks)

    def known(self) -> set[MemberId]:
        """Of whom anything is remembered."""
        return {*self._speaks, *self._muted, *self._circles.members()}

    # ---- what members want ---------------------------------------------------------------------

    def hear(self, who: MemberId, on: bool) -> None:
        """V-1."""
        if on:
            self._speaks.setdefault(who, False)
        else:
            self.lost(who)
        self._tell(who)

    def speak(self, who: MemberId, on: bool, group: str | None) -> VoiceRefusal | None:
        """V-2, V-7: only into the group, or the open room, that the person believes in."""
        if not on:
            self._hush(who)
            return None
        circle = self._circles.of(who)
        if who in self._muted:
            return VoiceRefusal.MUTED
        if who == self._stage:
            return VoiceRefusal.ON_STAGE
        if group != (circle.id if circle else None):
            return VoiceRefusal.OTHER_GROUP
        self._speaks[who] = True
        self._tell(who)
        return None

    def stage(self, who: MemberId, on: bool) -> VoiceRefusal | None:
        """V-9. Begins with the next ``decide``."""
        if not on:
            return self._leave_stage(who)
        if not self._stage_places:
            return VoiceRefusal.NO_STAGE
        if who in self._muted:
            return VoiceRefusal.MUTED
        if who in self._circles:
            return VoiceRefusal.IN_GROUP
        if self._stage not in (None, who):
            return VoiceRefusal.TAKEN
        if self._stage is None:
            self._speaks.setdefault(who, False)
            self._hush(who)
            self._stage = who
            self._tell(*self._speaks)
        return None

    # ---- closed groups -------------------------------------------------------------------------

    def group(
        self, opener: MemberId, members: Sequence[MemberId], here: Collection[MemberId]
    ) -> VoiceRefusal | None:
        """V-7: these and the opener, of those who are ``here``, and nobody else."""
        if self._stage in (opener, *members):
            return VoiceRefusal.ON_STAGE
        moved = self._circles.open(opener, members, here)
        if isinstance(moved, VoiceRefusal):
            return moved
        self._move(moved)
        return None

    def ungroup(self, who: MemberId) -> VoiceRefusal | None:
        """V-8."""
        moved = self._circles.leave(who)
        if moved is None:
            return VoiceRefusal.OTHER_GROUP
        self._move(moved)
        return None

    def _move(self, moved: Moved) -> None:
        """Whoever others hear now than before is silent, so that nobody is heard by whom they do
        not mean."""
        for who in moved.moved:
            self._hush(who)
            self._sessions.end_of(who)
        self._tell(*moved.stay)

    # ---- what takes the right away -------------------------------------------------------------

    def mute(self, who: MemberId, on: bool) -> None:
        """A moderator's (V-6). Who is no longer muted is silent until they say otherwise."""
        if on == (who in self._muted):
            return
        if on:
            self._muted.add(who)
            self._leave_stage(who)
            self._hush(who)
        else:
            self._muted.discard(who)
        self._tell(who)

    def aside(self, who: MemberId) -> None:
        """Neither heard nor hearing; ``decide`` is not told of them until they are back (V-6)."""
        self._leave_stage(who)
        self._hush(who)
        self._sessions.end_of(who)

    def lost(self, who: MemberId) -> None:
        """Their connection is gone, or another one begins; their group waits for them (V-8)."""
        self.aside(who)
        self._speaks.pop(who, None)

    def left(self, who: MemberId) -> None:
        """Out of the room."""
        self.lost(who)
        self.ungroup(who)
        self._muted.discard(who)

    def _hush(self, who: MemberId) -> None:
        if self._speaks.get(who):
            self._speaks[who] = False
        self._sessions.end_of(who, VoiceSide.SPEAKER)
        self._tell(who)

    def _leave_stage(self, who: MemberId) -> VoiceRefusal | None:
        if self._stage != who:
            return VoiceRefusal.NO_STAGE
        self.end_stage()
        return None

    def end_stage(self) -> None:
        """Nobody speaks to all any more."""
        self._sessions.end_all([pair for pair in self._sessions.pairs() if None in pair])
        self._stage = None
        self._tell(*self._speaks)

    def renew_stage(self, now: float) -> None:
        """Whatever carries it has begun anew: so do all its sessions."""
        pairs = [pair for pair in self._sessions.pairs() if None in pair]
        self._sessions.end_all(pairs)
        for pair in pairs:
            self._sessions.begin(pair, now)

    # ---- who hears whom ------------------------------------------------------------------------

    def decide(self, members: Sequence[MemberId], at: Places, now: float) -> None:
        """V-3. ``members`` are connected and not aside; their places are the rows of ``at``."""
        rows = [row for row, who in enumerate(members) if who in self._speaks]
        here = [members[row] for row in rows]
        if self._stage is not None and self._stage not in here:
            self.end_stage()
        wanted = dict.fromkeys(self._closed_pairs(here))
        wanted |= dict.fromkeys(self._stage_pairs(here))
        over, made = self._open_news(here, at[rows], wanted)
        self._sessions.end_all(over)
        for pair in (*made, *(pair for pair in wanted if pair not in self._sessions)):
            self._sessions.begin(pair, now)

    def _open_news(
        self, here: Sequence[MemberId], at: Places, others: Collection[Pair]
    ) -> tuple[list[Pair], list[Pair]]:
        """Which of all sessions are over, but for ``others``; between whom of those who are in no
        group there is to be one and is none."""
        rows = [row for row, who in enumerate(here) if who not in self._circles]
        free = [here[row] for row in rows]
        rows_of: dict[MemberId | None, int] = {who: row for row, who in enumerate(free)}
        row_of = rows_of.get
        known = self._sessions.pairs()
        there = np.array(
            [(row_of(one, -1), row_of(other, -1)) for one, other in known], dtype=np.intp
        ).reshape(-1, 2)
        speaks = np.array([self._speaks[who] for who in free], dtype=np.bool_)
        made = heard(at[rows], speaks, there[(there >= 0).all(axis=1)])
        before, after = _codes(there), _codes(made)
        over = [known[row] for row in np.isin(before, after, invert=True).nonzero()[0].tolist()]
        fresh = made[np.isin(after, before, invert=True)].tolist()
        begun: list[Pair] = [(free[one], free[other]) for one, other in fresh]
        return [pair for pair in over if pair not in others], begun

    def _closed_pairs(self, here: Sequence[MemberId]) -> Iterator[Pair]:
        present = set(here)
        for speaker in here:
            circle = self._circles.of(speaker)
            if circle is not None and self._speaks[speaker]:
                for hearer in circle.members:
                    if hearer != speaker and hearer in present:
                        yield speaker, hearer

    def _stage_pairs(self, here: Sequence[MemberId]) -> Iterator[Pair]:
        """Who hears the stage goes on to; of the others as many as there are places left."""
        if self._stage is None:
            return
        yield self._stage, None
        hearers = [who for who in here if who != self._stage and who not in self._circles]
        hearers.sort(key=lambda who: (None, who) not in self._sessions)
        for who in hearers[: self._stage_places]:
            yield None, who

    # ---- who is near to whom (I-4) -------------------------------------------------------------

    def on_stage(self) -> list[MemberId]:
        """Whoever speaks to all, if somebody does."""
        return [] if self._stage is None else [self._stage]

    def speaking(self) -> list[MemberId]:
        """Who can be heard by whoever stands near them."""
        return [who for who, on in self._speaks.items() if on and who not in self._circles]

    def circles(self) -> Iterable[Circle]:
        """All closed groups."""
        return self._circles.all()

    # ---- signals -------------------------------------------------------------------------------

    def signal(self, who: MemberId | None, session: str, signal: m.Signal) -> Passed | VoiceRefusal:
        """V-5; ``who`` is None for the stage."""
        candidates = len(signal.candidates) if signal.kind == "candidates" else 0
        return self._sessions.signal(who, session, signal.kind, candidates)

    def renew(self, who: MemberId, session: str, now: float) -> VoiceRefusal | None:
        """V-6. Who speaks to all does so anew to everybody."""
        pair = self._sessions.renew(who, session, now)
        if isinstance(pair, VoiceRefusal):
            return pair
        if pair == (self._stage, None):
            self.renew_stage(now)
        return None

    # ---- what is told --------------------------------------------------------------------------

    def take_changed(self) -> list[MemberId]:
        """Whose state has changed since the last time."""
        changed = list(self._sessions.changed)
        self._sessions.changed.clear()
        return changed

    def take_stage_news(self) -> list[StageNews]:
        news, self._sessions.stage_news = self._sessions.stage_news, []
        return news

    def state_of(self, who: MemberId, doors: Mapping[str, m.StageDoor] = _NO_DOORS) -> m.VoiceState:
        """``doors`` are those of stage sessions that another server carries, by session."""
        return m.VoiceState(
            hear=who in self._speaks,
            speak=self._speaks.get(who, False),
            muted=who in self._muted,
            group=_shown(self._circles.of(who)),
            stage=self._stage,
            sessions=[
                session.view(who, doors.get(session.id)) for session in self._sessions.of(who)
            ],
        )

    def _tell(self, *who: MemberId) -> None:
        self._sessions.changed |= dict.fromkeys(who)


def _codes(pairs: Rows) -> Rows:
    """A number for each pair of rows; of those that are no rows (below 0) none that others have."""
    codes: Rows = (pairs[:, 0] << 32) + pairs[:, 1]
    return codes


def _shown(circle: Circle | None) -> VoiceCircle | None:
    if circle is None:
        return None
    return VoiceCircle(group=circle.id, opener=circle.opener, members=list(circle.members))
