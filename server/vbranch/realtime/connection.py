"""One connection: what phase it is in, how much it may say, and what it is told when it is wrong.

It knows neither rooms nor stores; the hub moves it from phase to phase.
"""

from dataclasses import dataclass
from typing import Final

from vbranch.ids import MemberId, RoomId, Slot
from vbranch.ports.sessions import Visit
from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import (
    STRIKES,
    STRIKES_WINDOW_S,
    Close,
    ErrorCode,
    ModerationReason,
    PoseFault,
)
from vbranch.room.room import Applied

from .allowance import Allowance
from .link import Link, text_wire
from .meters import Meters

TOO_FAST_ERRORS: Final = 50  # L-2
TOO_FAST_WINDOW_S: Final = 10.0  # L-2
POSES_AN_OFFENCE: Final = 60  # dropped poses that weigh as one error too_fast
POSE_ERROR_EVERY_S: Final = 1.0  # M-5

_STRIKING: Final = frozenset(PoseFault) - {
    *(PoseFault.STALE, PoseFault.JUMP),
    *(PoseFault.NOT_HOLDER, PoseFault.REACH, PoseFault.ASIDE),
}
_FAULT_WORDS: Final = {
    PoseFault.ROTATION: "this is no rotation",
    PoseFault.BOUNDS: "this position is outside the room",
    PoseFault.STALE: "the sequence number is not newer",
    PoseFault.NOT_YOURS: "this slot is somebody else's",
    PoseFault.JUMP: "one cannot jump there, or not so often; you stand where `at` says",
    PoseFault.NOT_HOLDER: "you do not hold this exhibit",
    PoseFault.REACH: "this is farther from you than one can carry it",
    PoseFault.RESERVED: "reserved bits are set",
    PoseFault.REACTION: "there is no such reaction",
    PoseFault.ASIDE: "you are aside",
}


@dataclass(frozen=True, slots=True)
class Hello:
    """Nothing was said yet; ``deadline`` is monotonic (H-1)."""

    deadline: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """The visit has begun but the room is full or locked (H-5)."""

    hello: m.Join
    room: RoomId


@dataclass(frozen=True, slots=True)
class Inside:
    """A member of the room."""

    member: MemberId
    slot: Slot
    room: RoomId


@dataclass(frozen=True, slots=True)
class Closing:
    """We have said goodbye; what it still says is not looked at. ``before`` is where it stood."""

    before: Hello | Waiting | Inside


Phase = Hello | Waiting | Inside | Closing


class Window:
    """Counts what happened within the last ``seconds``."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._times: list[float] = []  # not a deque: there are two of these a connection

    def hit(self, now: float) -> bool:
        """Once more; True when the limit is reached."""
        self._times.append(now)
        while self._times[0] <= now - self._seconds:
            del self._times[0]
        return len(self._times) >= self._limit


class Connection:
    """``visit`` is None before the hello was taken, and after the connection was given up.

    ``busy`` while a step is under way (a hello, a change of room, a leave): until it ends no
    further message is looked at, so a connection's steps never overlap.
    """

    def __init__(self, link: Link, address: str, meters: Meters, deadline: float) -> None:
        self.link = link
        self.address = address
        self.phase: Phase = Hello(deadline)
        self.visit: Visit | None = None
        self.allowance: Allowance | None = None
        self.busy = False
        self._meters = meters
        self._unread: list[str | bytes] = []  # newest first
        self._strikes = Window(STRIKES, STRIKES_WINDOW_S)
        self._too_fast = Window(TOO_FAST_ERRORS, TOO_FAST_WINDOW_S)
        self._dropped_poses = 0
        self._pose_errors: dict[str, float] = {}

    @property
    def stands(self) -> Hello | Waiting | Inside:
        """Where it is, or was when we said goodbye."""
        return self.phase.before if isinstance(self.phase, Closing) else self.phase

    # ---- what it says ------------------------------------------------------------------------

    def next_message(self) -> str | bytes | None:
        """The next message, if there is one and it may be looked at now."""
        if self.busy or isinstance(self.phase, Closing):
            return None
        if not self._unread:
            self._unread.extend(reversed(self.link.receive()))
        return self._unread.pop() if self._unread else None

    # ---- what it is told ---------------------------------------------------------------------

    def send(self, message: m.Message) -> None:
        self.link.send_reliable(text_wire(codec.encode(message)))

    def acknowledge(self, id: str, outcome: Applied | None) -> None:
        """Tell a command's outcome (E-2, E-3); None: nothing was acknowledged by the log."""
        if outcome is None:
            self.error(ErrorCode.TRY_AGAIN, "this could not be stored now; repeat it", id)
            return
        self.send(
            m.Ack(
                id=id,
                seq=outcome.seq,
                outcome="accepted" if outcome.accepted else "refused",
                reason=outcome.reason,
                by=outcome.by,
                repeat=outcome.repeat,
            )
        )

    def error(self, code: ErrorCode, message: str, id: str | None = None) -> None:
        """Say what is wrong (M-5)."""
        self._meters.rejects.labels(code.value).inc()
        self.send(m.Error(code=code, message=message, id=id))

    def fault(self, fault: codec.ProtocolFault, now: float) -> None:
        """A broken rule: the typed error, and a strike (M-2, H-1)."""
        self._meters.rejects.labels(fault.code.value).inc()
        self.send(fault.error())
        self.strike(now)

    def bad_frame(self, now: float) -> None:
        """A binary message of unknown kind or length (F-2)."""
        if self._may_tell(ErrorCode.BAD_FRAME, now):
            self.error(ErrorCode.BAD_FRAME, "a binary message of unknown kind or length")
        self.strike(now)

    def bad_pose(self, fault: PoseFault, at: m.Vector | None, now: float) -> None:
        """A pose that was refused (P-5, P-7, X-1)."""
        self._meters.rejects.labels(f"bad_pose_{fault.value}").inc()
        if self._may_tell(fault, now):
            words = _FAULT_WORDS[fault]
            self.send(m.Error(code=ErrorCode.BAD_POSE, message=words, detail=fault.value, at=at))
        if fault in _STRIKING:
            self.strike(now)

    def too_fast(self, id: str | None, now: float) -> None:
        """A command beyond the limit; too many of them end the connection (L-2)."""
        self.error(ErrorCode.TOO_FAST, "too many messages; slow down and repeat this one", id)
        self._offend(now)

    def drop_poses(self, count: int, now: float) -> None:
        """So many poses beyond the limit: dropped and counted (L-2)."""
        self._meters.rejects.labels("pose_too_fast").inc(count)
        self._dropped_poses += count
        if self._dropped_poses >= POSES_AN_OFFENCE:
            self._dropped_poses -= POSES_AN_OFFENCE
            self._offend(now)

    def drop_reaction(self) -> None:
        """A reaction beyond the limit: dropped and counted (G-3)."""
        self._meters.rejects.labels("reaction_too_fast").inc()

    def strike(self, now: float) -> None:
        """L-4."""
        if self._strikes.hit(now):
            self.part(Close.BAD_MESSAGES, "too many bad messages")

    def part(
        self,
        code: Close,
        message: str,
        retry_after: float | None = None,
        *,
        reason: ModerationReason | None = None,
        until: int | None = None,
    ) -> None:
        """Say goodbye and close (C-1)."""
        if isinstance(self.phase, Closing):
            return
        self.phase = Closing(self.stands)
        goodbye = m.Goodbye(
            code=code, message=message, retry_after=retry_after, reason=reason, until=until
        )
        self.send(goodbye)
        self.link.close(code, code.name.lower())

    def _offend(self, now: float) -> None:
        if self._too_fast.hit(now):
            self.part(Close.TOO_FAST, "too fast for too long")

    def _may_tell(self, what: str, now: float) -> bool:
        """Errors about poses are sent at most once a second for each fault (M-5)."""
        if now - self._pose_errors.get(what, -POSE_ERROR_EVERY_S) < POSE_ERROR_EVERY_S:
            return False
        self._pose_errors[what] = now
        return True
