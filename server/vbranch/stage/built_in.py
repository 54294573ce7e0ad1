"""The built-in stage: a process of its own that carries one speaker to a small room (V-9).

Media costs processor time in lumps, so it is kept out of the process that has the tick. The stage
process is started by the first session, and again when it has died.
"""

import asyncio
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog
from pydantic import ValidationError

from vbranch.access.ice import IceServers
from vbranch.ids import RoomId
from vbranch.ports.clock import Clock
from vbranch.ports.stage import StageEars
from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.forms import Message
from vbranch.protocol.messages import Signal, StageDoor

from .wire import LINE, MAX_LINE, Begin, Broken, End, Said, written

QUICK_DEATH_S: Final = 10.0  # whoever dies sooner would only die again
MAX_UNTAKEN: Final = 1 << 20  # bytes that the process does not read
STOP_S: Final = 2.0

_log = structlog.get_logger(__name__)


class BuiltInStage:
    """``places`` is how many hear it in a room."""

    def __init__(self, places: int, ice: IceServers, clock: Clock) -> None:
        self.places = places
        self._ice = ice
        self._clock = clock
        self._ears: dict[RoomId, StageEars] = {}
        self._rooms: dict[str, RoomId] = {}
        self._running: _Running | None = None

    def listen(self, room: RoomId, ears: StageEars) -> None:
        self._ears[room] = ears

    def begin(self, room: RoomId, session: str, side: VoiceSide) -> StageDoor | None:
        self._rooms[session] = room
        servers = self._ice.for_page(self._clock.unix(), "stage").servers
        self._say(Begin(room=room, session=session, side=side, servers=servers))
        return None

    def signal(self, session: str, signal: Signal) -> None:
        self._say(Said(session=session, signal=signal))

    def end(self, room: RoomId, session: str, side: VoiceSide) -> None:
        if self._rooms.pop(session, None) is not None and self._running is not None:
            self._say(End(session=session))

    async def stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            await running.stop()

    @property
    def process(self) -> int | None:
        """Its number, while there is one."""
        return None if self._running is None else self._running.pid

    def _say(self, line: Message) -> None:
        if self._running is None:
            self._running = _Running(self._heard, self._died, self._clock)
        self._running.say(line)

    def _heard(self, line: Begin | Said | End | Broken) -> None:
        if isinstance(line, Broken):
            _log.warning("stage_session_broken", fault=line.fault)
        elif isinstance(line, Said):
            room = self._rooms.get(line.session)
            if room is not None:
                self._ears[room].signalled(line.session, line.signal)

    def _died(self, lived: float) -> None:
        """Sessions that it carried begin anew, unless that would only go on and on."""
        self._running = None
        again = lived >= QUICK_DEATH_S
        _log.error("stage_died", again=again)
        rooms, self._rooms = set(self._rooms.values()), {}
        for room in rooms:
            self._ears[room].lost(again)


class _Running:
    """The process and the line to it; ``died`` is told how many seconds it lived."""

    def __init__(
        self,
        heard: Callable[[Begin | Said | End | Broken], None],
        died: Callable[[float], None],
        clock: Clock,
    ) -> None:
        self._heard = heard
        self._died = died
        self._clock = clock
        self._began = clock.monotonic()
        self._unsaid: list[bytes] = []
        self._writer: asyncio.StreamWriter | None = None
        self._process: Process | None = None
        self._task = asyncio.get_running_loop().create_task(self._run())

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def say(self, line: Message) -> None:
        if self._writer is None:
            self._unsaid.append(written(line))
            return
        self._writer.write(written(line))
        if self._writer.transport.get_write_buffer_size() > MAX_UNTAKEN:
            self._kill()

    async def stop(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._close()
        if self._process is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_S):
                    await self._process.wait()
            self._kill()
            await self._process.wait()

    async def _run(self) -> None:
        try:
            reader = await self._start()
            while line := await reader.readline():
                self._heard(LINE.validate_json(line))
        except (OSError, ValueError, ValidationError) as fault:
            _log.warning("stage_line_broken", fault=type(fault).__name__)
        self._close()
        self._kill()
        if self._process is not None:
            await self._process.wait()
        self._died(self._clock.monotonic() - self._began)

    async def _start(self) -> asyncio.StreamReader:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "vbranch.stage", str(theirs.fileno())),
                    stdin=DEVNULL,
                    pass_fds=[theirs.fileno()],
                )
            reader, writer = await asyncio.open_connection(sock=ours, limit=MAX_LINE)
        except BaseException:  # also when it is stopped meanwhile
            ours.close()
            raise
        writer.writelines(self._unsaid)
        self._unsaid.clear()
        self._writer = writer
        return reader

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
