"""What a message of a client becomes: a hello, a pose, a command, or a typed error (PROTOCOL.md M).

Everything here is done within the drain. What has to wait for a store is handed to ``run``, which
makes it a step of the connection.
"""

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from vbranch.access.policy import standing_of
from vbranch.ids import RoomId
from vbranch.ports.clock import Clock
from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import ErrorCode
from vbranch.room.reactions import is_reaction
from vbranch.room.room import Applied
from vbranch.services.visits import Visits

from .allowance import Allowance
from .commands import Asker, EndVisit, ForVoice, GoTo, Moderated, NotAllowed, Step, resolve
from .connection import Connection, Hello, Inside, Waiting
from .meters import Meters
from .moderated import ModeratedSteps
from .reception import Reception
from .runtime import RoomRuntime

Run = Callable[[Connection, Coroutine[Any, Any, None]], None]


class Dispatcher:
    def __init__(
        self,
        rooms: Mapping[RoomId, RoomRuntime],
        reception: Reception,
        moderated: ModeratedSteps,
        visits: Visits,
        clock: Clock,
        meters: Meters,
        run: Run,
    ) -> None:
        self._rooms = rooms
        self._reception = reception
        self._moderated = moderated
        self._visits = visits
        self._clock = clock
        self._meters = meters
        self._run = run

    def take(self, connection: Connection, message: str | bytes, now: float) -> None:
        """One message, in the order of arrival."""
        try:
            if isinstance(connection.phase, Hello):
                self._hello(connection, message)
            elif isinstance(message, bytes):
                self._binary(connection, message, now)
            else:
                self._command(connection, codec.parse_command(message), now)
        except codec.ProtocolFault as fault:
            connection.fault(fault, now)

    def _hello(self, connection: Connection, message: str | bytes) -> None:
        if isinstance(message, bytes):
            raise codec.ProtocolFault(ErrorCode.NOT_JOINED, "say join or resume first")
        hello = codec.parse_hello(message)
        if isinstance(hello, m.Join):
            self._run(connection, self._reception.join(connection, hello))
        else:
            self._run(connection, self._reception.resume(connection, hello))

    def _binary(self, connection: Connection, frame: bytes, now: float) -> None:
        where, allowance = connection.phase, connection.allowance
        if not isinstance(where, Inside) or allowance is None:
            raise codec.ProtocolFault(ErrorCode.NOT_JOINED, "you wait for a place")
        if not allowance.pose(now):
            connection.drop_poses(1, now)
        elif is_reaction(frame) and not allowance.reaction(now):
            connection.drop_reaction()
        elif not self._rooms[where.room].lane.put(where.slot, frame):
            connection.bad_frame(now)

    def _command(self, connection: Connection, command: codec.CommandModel, now: float) -> None:
        where, visit, allowance = connection.phase, connection.visit, connection.allowance
        if visit is None or allowance is None:
            return
        if not _may_say(command, allowance, now):
            connection.too_fast(command.id, now)
            return
        if isinstance(where, Waiting) and not isinstance(command, m.Leave):
            raise codec.ProtocolFault(
                ErrorCode.NOT_JOINED, "you wait for a place", None, command.id
            )
        asker = Asker(
            visit.id,
            visit.member,
            int(self._clock.unix() * 1000),
            partial(self._visits.seal, visit.id),
        )
        try:
            step = resolve(command, standing_of(visit.role, visit.staff), asker)
        except NotAllowed:
            connection.error(ErrorCode.NOT_ALLOWED, "your role may not do this", command.id)
            return
        self._step(connection, command.id, step, now)

    def _step(self, connection: Connection, command: str, step: Step, began: float) -> None:
        if isinstance(step, EndVisit):
            self._run(connection, self._reception.leave(connection, step, command))
        elif isinstance(step, GoTo):
            self._run(connection, self._reception.enter(connection, step))
        elif isinstance(step, Moderated):
            self._run(connection, self._moderated.take(connection, step, command))
        elif isinstance(connection.phase, Inside):
            runtime = self._rooms[connection.phase.room]
            if isinstance(step, ForVoice):
                runtime.voice.take(connection, connection.phase.member, step.command, began)
                return
            runtime.ledger.submit(step, partial(self._acknowledge, connection, command, began))

    def _acknowledge(
        self, connection: Connection, command: str, began: float, outcome: Applied | None
    ) -> None:
        connection.acknowledge(command, outcome)
        self._meters.ack_s.observe(self._clock.monotonic() - began)


def _may_say(command: codec.CommandModel, allowance: Allowance, now: float) -> bool:
    """L-2. Whoever wants to leave is not held back: they would stand there as away for a while."""
    if isinstance(command, m.Leave):
        return True
    if isinstance(command, m.VoiceSignal):
        return allowance.signal(now)
    return allowance.command(now) and (
        not isinstance(command, m.Chat | m.Report | m.StaffCall) or allowance.chat(now)
    )
