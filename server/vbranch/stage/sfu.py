"""The stage's side of its sessions, with aiortc: hears one of a room, and speaks to the others.

Each session has a task of its own that does what comes for it in order; one that fails is over,
and touches no other. Nothing is written down, neither sound nor who it was.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.sdp import candidate_from_sdp

from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.forms import Message
from vbranch.protocol.messages import IceServer, Signal
from vbranch.protocol.voice_forms import Answer, Candidate, Candidates, Offer

from .fan import Ear, Fan
from .wire import Begin, Broken, End, Said

_CANDIDATE: Final = "candidate:"


class Session:
    """One connection with a member; ``fan`` is that of the room."""

    def __init__(self, begin: Begin, fan: Fan, say: Callable[[Message], None]) -> None:
        self._id = begin.session
        self._fan = fan
        self._say = say
        self._peer = RTCPeerConnection(_configuration(begin.servers))
        self._ear: Ear | None = None
        self._carrying: asyncio.Task[None] | None = None
        self._inbox: asyncio.Queue[Signal] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(begin.side))

    def take(self, signal: Signal) -> None:
        self._inbox.put_nowait(signal)

    async def close(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self._let_go()

    async def _run(self, side: VoiceSide) -> None:
        try:
            if side is VoiceSide.HEARER:
                await self._offer()
            while True:
                await self._do(await self._inbox.get())
        except Exception as fault:  # whatever a peer can bring about in a library
            self._say(Broken(session=self._id, fault=type(fault).__name__))
            await self._let_go()

    async def _offer(self) -> None:
        self._ear = self._fan.ear()
        self._peer.addTransceiver(self._ear, direction="sendonly")
        await self._peer.setLocalDescription(await self._peer.createOffer())
        sdp = self._peer.localDescription.sdp
        self._say(Said(session=self._id, signal=Offer(kind="offer", sdp=sdp)))

    async def _do(self, signal: Signal) -> None:
        if isinstance(signal, Candidates):
            for candidate in signal.candidates:
                await self._add(candidate)
            return
        await self._peer.setRemoteDescription(RTCSessionDescription(signal.sdp, signal.kind))
        if isinstance(signal, Offer):
            self._hear()
            await self._peer.setLocalDescription(await self._peer.createAnswer())
            sdp = self._peer.localDescription.sdp
            self._say(Said(session=self._id, signal=Answer(kind="answer", sdp=sdp)))

    def _hear(self) -> None:
        """What they send goes to all ears."""
        tracks: list[MediaStreamTrack] = [one.track for one in self._peer.getReceivers()]
        self._carrying = asyncio.create_task(self._fan.carry(tracks[0]))

    async def _add(self, candidate: Candidate) -> None:
        if not candidate.candidate.startswith(_CANDIDATE):
            return  # the end of them
        found = candidate_from_sdp(candidate.candidate.removeprefix(_CANDIDATE))
        found.sdpMid, found.sdpMLineIndex = candidate.mid, candidate.line
        await self._peer.addIceCandidate(found)

    async def _let_go(self) -> None:
        if self._carrying is not None:
            self._carrying.cancel()
        if self._ear is not None:
            self._fan.close(self._ear)
        await self._peer.close()


class Sfu:
    """All sessions of all rooms; ``say`` tells the server."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self._say = say
        self._sessions: dict[str, Session] = {}
        self._fans: dict[str, Fan] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def take(self, line: Begin | Said | End | Broken) -> None:
        """What the server wants."""
        if isinstance(line, Begin):
            fan = self._fans.setdefault(line.room, Fan())
            self._sessions[line.session] = Session(line, fan, self._say)
        elif isinstance(line, Said):
            session = self._sessions.get(line.session)
            if session is not None:
                session.take(line.signal)
        elif (session := self._sessions.pop(line.session, None)) is not None:
            task = asyncio.create_task(session.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


def _configuration(servers: Sequence[IceServer]) -> RTCConfiguration:
    return RTCConfiguration(
        iceServers=[RTCIceServer(one.urls, one.username, one.credential) for one in servers]
    )
