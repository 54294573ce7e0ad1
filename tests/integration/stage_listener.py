"""Members at a real server's stage: one hums into it, others hear it, with aiortc for a browser."""

from typing import Any

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from visitor import Visitor

from humming import Tone


class AtStage:
    """One member's connection with the stage; after ``speak`` or ``hear`` it is agreed on."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.peer = RTCPeerConnection()
        self.session = ""

    @property
    def sound(self) -> MediaStreamTrack:
        return self.peer.getReceivers()[0].track

    @property
    def told(self) -> dict[str, Any] | None:
        """Of the session with the stage, as the server said last; nothing once that has ended."""
        states = [one for one in self.visitor.voice if one["type"] == "voice.state"]
        sessions = states[-1]["sessions"] if states else []
        return next((one for one in sessions if one["member"] is None), None)

    async def speak(self) -> None:
        """Onto the stage."""
        await self.visitor.post("voice.speak", on=True)
        await self.visitor.post("voice.stage", on=True)
        await self._begin()
        self.peer.addTransceiver(Tone(), direction="sendonly")
        await self.peer.setLocalDescription(await self.peer.createOffer())
        await self._say("offer")
        await self._hear_from_it()

    async def hear(self) -> None:
        await self.visitor.post("voice.hear", on=True)
        await self._begin()
        await self._hear_from_it()
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        await self._say("answer")

    async def close(self) -> None:
        await self.peer.close()

    async def _begin(self) -> None:
        begun = await self.visitor.until(lambda: self.told, "a session with the stage")
        self.session = begun["session"]

    async def _say(self, kind: str) -> None:
        data = {"kind": kind, "sdp": self.peer.localDescription.sdp}
        await self.visitor.post("voice.signal", session=self.session, data=data)

    async def _hear_from_it(self) -> None:
        def said() -> dict[str, Any] | None:
            return next(
                (
                    one["data"]
                    for one in self.visitor.voice
                    if one["type"] == "voice.signalled" and one["session"] == self.session
                ),
                None,
            )

        data = await self.visitor.until(said, "what the stage says")
        await self.peer.setRemoteDescription(RTCSessionDescription(data["sdp"], data["kind"]))
