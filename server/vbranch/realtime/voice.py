"""Voice of one room: the rules (``room.voice``) between connections, the stage and the clock.

Commands are answered at once, signals passed on and forgotten; nothing is logged, and no sound
comes here. Twice a second sessions are brought in line with where everybody stands, of which those
concerned are told one after the other, some at each tick; when the log says that somebody is muted,
aside or gone, their sessions end at once, and all are told at once.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import numpy as np

from vbranch.access.ice import IceServers
from vbranch.ids import MemberId, RoomId
from vbranch.ports.stage import NoStage, Stage, StageEars
from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import VoiceRefusal
from vbranch.room import entries as e
from vbranch.room.state import Member, State
from vbranch.room.voice import Voices
from vbranch.room.voice_sessions import Passed

from .connection import Connection
from .crowd_lane import CrowdLane
from .link import text_wire
from .meters import Meters

_CONCERNS: Final = (e.Left, e.Removed, e.WentAway, e.HomeLost, e.AsideSet, e.MuteSet)
_SILENT: Final = codec.encode(
    m.VoiceState(hear=False, speak=False, muted=False, group=None, stage=None, sessions=[])
)
TICKS_TO_TELL: Final = 8
"""Within so many all are told what was decided, before it is decided anew."""
FEWEST_A_TICK: Final = 16
SHOW_EVERY: Final = 4
"""Ticks: who is near because of their voice may change many times between two of these."""
AT_ONCE: Final = 256
"""Of those whom a word or an entry concerns; the stage concerns all, and the others hear of it
within the next ticks."""


@dataclass(frozen=True, slots=True)
class VoiceParts:
    """What the desks of all rooms share. ``on`` False: there is text alone."""

    on: bool = True
    ice: IceServers = field(default_factory=IceServers)
    stage: Stage = field(default_factory=NoStage)


class VoiceDesk:
    """``state`` gives the room as it is; ``unix`` the time for credentials."""

    def __init__(
        self,
        room: RoomId,
        parts: VoiceParts,
        lane: CrowdLane,
        state: Callable[[], State],
        unix: Callable[[], float],
        meters: Meters,
    ) -> None:
        self._room = room
        self._parts = parts
        self._lane = lane
        self._state = state
        self._unix = unix
        self._meters = meters
        self._voices = Voices(_new_id, parts.stage.places)
        self._told: dict[MemberId, bytes] = {}
        self._untold: dict[MemberId, None] = {}  # of what was decided, the longest first
        self._at_once = FEWEST_A_TICK
        self._ticks = 0
        self._unshown = False  # ``_show_close`` is due
        self._doors: dict[str, m.StageDoor] = {}
        self._now = 0.0
        parts.stage.listen(room, StageEars(self._stage_says, self._stage_lost))
        self._doing: dict[type[m.Message], Callable[..., VoiceRefusal | None]] = {
            m.VoiceHear: self._hear,
            m.VoiceSpeak: self._speak,
            m.VoiceSignal: self._signal,
            m.VoiceRenew: self._renew,
            m.VoiceGroup: self._group,
            m.VoiceUngroup: self._ungroup,
            m.VoiceStage: self._stage,
        }

    # ---- what members ask ----------------------------------------------------------------------

    def take(
        self, connection: Connection, who: MemberId, command: m.VoiceCommandModel, now: float
    ) -> None:
        """A command of a member; its right to it has been looked at."""
        self._now = now
        refused = self._refuse(who)
        if refused is None:
            refused = self._doing[type(command)](connection, who, command)
        if refused is not None:
            self._meters.rejects.labels(f"voice_{refused.value}").inc()
        if refused is not None or not isinstance(command, m.VoiceSignal):
            outcome: Any = "accepted" if refused is None else "refused"
            connection.send(m.VoiceAnswer(id=command.id, outcome=outcome, reason=refused))
        self._tell()

    def _refuse(self, who: MemberId) -> VoiceRefusal | None:
        if not self._parts.on:
            return VoiceRefusal.OFF
        member = self._state().members.get(who)
        return None if member is not None and not member.aside else VoiceRefusal.ASIDE

    def _hear(self, connection: Connection, who: MemberId, command: m.VoiceHear) -> None:
        self._voices.hear(who, command.on)
        if command.on:
            connection.send(self._ice())

    def _speak(
        self, connection: Connection, who: MemberId, command: m.VoiceSpeak
    ) -> VoiceRefusal | None:
        heard = who in self._voices.hearing()
        refused = self._voices.speak(who, command.on, command.group)
        self._ice_for_newcomer(connection, who, heard)
        return refused

    def _stage(
        self, connection: Connection, who: MemberId, command: m.VoiceStage
    ) -> VoiceRefusal | None:
        heard = who in self._voices.hearing()
        refused = self._voices.stage(who, command.on)
        self._ice_for_newcomer(connection, who, heard)
        return refused

    def _ice_for_newcomer(self, connection: Connection, who: MemberId, heard: bool) -> None:
        """To speak is to hear, and whoever begins to needs to know by which servers (V-4)."""
        if not heard and who in self._voices.hearing():
            connection.send(self._ice())

    def _ice(self) -> m.VoiceIce:
        return self._parts.ice.for_page(self._unix(), _new_id())

    def _signal(
        self, connection: Connection, who: MemberId, command: m.VoiceSignal
    ) -> VoiceRefusal | None:
        passed = self._voices.signal(who, command.session, command.data)
        if not isinstance(passed, Passed):
            return passed
        self._meters.voice_signals.inc()
        if passed.to is None:
            self._parts.stage.signal(command.session, command.data)
        else:
            self._pass_on(passed.to, command.session, command.data)
        return None

    def _renew(
        self, connection: Connection, who: MemberId, command: m.VoiceRenew
    ) -> VoiceRefusal | None:
        return self._voices.renew(who, command.session, self._now)

    def _group(
        self, connection: Connection, who: MemberId, command: m.VoiceGroup
    ) -> VoiceRefusal | None:
        members = [MemberId(one) for one in command.members]
        known = self._state().members.values()
        here = {one.member for one in known if not (one.away or one.aside)}
        return self._voices.group(who, members, here)

    def _ungroup(
        self, connection: Connection, who: MemberId, command: m.VoiceUngroup
    ) -> VoiceRefusal | None:
        return self._voices.ungroup(who)

    # ---- what happens --------------------------------------------------------------------------

    def welcomed(self, member: Member) -> None:
        """A connection begins: it knows nothing, and its page has said nothing yet (V-1)."""
        who = member.member
        self._told.pop(who, None)
        self._untold.pop(who, None)
        self._voices.lost(who)
        self._voices.mute(who, member.muted)
        self._tell()

    def applied(self, entry: e.Entry) -> None:
        """The log has accepted this: whoever may not be heard any more is not (V-6)."""
        if not isinstance(entry, _CONCERNS):
            return
        if isinstance(entry, e.MuteSet):
            self._voices.mute(MemberId(entry.about), entry.on)
        elif isinstance(entry, e.HomeLost):
            for who in self._voices.known():
                self._look_at(who)
        else:
            self._look_at(MemberId(entry.about if isinstance(entry, e.Removed) else entry.member))
        self._tell()

    def _look_at(self, who: MemberId) -> None:
        """What the room knows of them now may end what they have of voice."""
        member = self._state().members.get(who)
        if member is None:
            self._voices.left(who)
            self._told.pop(who, None)
            self._untold.pop(who, None)
        elif member.away:
            self._voices.lost(who)
        elif member.aside:
            self._voices.aside(who)

    def decide(self, now: float) -> None:
        """Twice a second: who is near enough to whom (V-3)."""
        self._now = now
        hearing = self._voices.hearing()
        if not hearing and not len(self._voices):
            return
        members = self._state().members
        here = [member for who in hearing if (member := members.get(who)) and self._is_here(member)]
        slots = np.array([member.slot for member in here], dtype=np.intp)
        self._voices.decide([member.member for member in here], self._lane.floors(slots), now)
        self._unshown = True
        self._tell_stage()
        self._tell_later(self._voices.take_changed())
        self._meters.voice_sessions.labels(self._room).set(len(self._voices))

    def _is_here(self, member: Member) -> bool:
        return not member.aside and self._lane.connection(member.slot) is not None

    # ---- the stage -----------------------------------------------------------------------------

    def _stage_says(self, session: str, signal: m.Signal) -> None:
        passed = self._voices.signal(None, session, signal)
        if isinstance(passed, Passed) and passed.to is not None:
            self._pass_on(passed.to, session, signal)

    def _stage_lost(self, again: bool) -> None:
        """What carried it is gone."""
        if again:
            self._voices.renew_stage(self._now)
        else:
            self._voices.end_stage()
        self._tell()

    def _tell_stage(self) -> None:
        for news in self._voices.take_stage_news():
            if not news.begins:
                self._doors.pop(news.session, None)
                self._parts.stage.end(self._room, news.session, news.side)
                continue
            door = self._parts.stage.begin(self._room, news.session, news.side)
            if door is not None:
                self._doors[news.session] = door

    # ---- what is told --------------------------------------------------------------------------

    def tick(self) -> None:
        """Tell some of those who have not been told what was decided."""
        for who in list(islice(self._untold, self._at_once)):
            self._tell_one(who)
        self._ticks += 1
        if self._unshown and self._ticks % SHOW_EVERY == 0:
            self._unshown = False
            self._show_close()

    def _show_close(self) -> None:
        """Who is to be seen well because they are heard or belong together (I-4)."""
        members = self._state().members

        def slots(who: Iterable[MemberId]) -> list[int]:
            return [member.slot for one in who if (member := members.get(one)) is not None]

        circles = enumerate(self._voices.circles(), 1)
        parties = {slot: number for number, one in circles for slot in slots(one.members)}
        self._lane.show_close(
            slots(self._voices.on_stage()), slots(self._voices.speaking()), parties
        )

    def _tell(self) -> None:
        """Everybody whose state is another one than they know (V-3); the stage before them."""
        self._unshown = True
        self._tell_stage()
        changed = self._voices.take_changed()
        for who in changed[:AT_ONCE]:
            self._tell_one(who)
        self._tell_later(changed[AT_ONCE:])

    def _tell_later(self, changed: Sequence[MemberId]) -> None:
        self._untold |= dict.fromkeys(changed)
        self._at_once = max(FEWEST_A_TICK, -(-len(self._untold) // TICKS_TO_TELL))

    def _tell_one(self, who: MemberId) -> None:
        self._untold.pop(who, None)
        state = codec.encode(self._voices.state_of(who, self._doors))
        connection = self._connection(who)
        if connection is not None and state != self._told.get(who, _SILENT):
            connection.link.send_reliable(text_wire(state))
            self._told[who] = state

    def _pass_on(self, to: MemberId, session: str, signal: m.Signal) -> None:
        """Nobody hears of a session by its signals first."""
        if to in self._untold:
            self._tell_one(to)
        connection = self._connection(to)
        if connection is not None:
            connection.send(m.VoiceSignalled(session=session, data=signal))

    def _connection(self, who: MemberId) -> Connection | None:
        member = self._state().members.get(who)
        return None if member is None else self._lane.connection(member.slot)


def _new_id() -> str:
    """A name that nobody can guess (V-5)."""
    return secrets.token_urlsafe(16)
