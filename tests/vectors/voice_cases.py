"""Cases of messages about voice, good and malformed (PROTOCOL.md V)."""

from collections.abc import Iterator
from typing import Any, Final

from vbranch.protocol import messages as m
from vbranch.protocol.constants import MAX_SDP, VoiceRefusal, VoiceSide
from vbranch.protocol.voice_forms import Offer, VoiceCircle

SESSION: Final = "s" * 22
HEAD: Final = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
OFFER: Final = HEAD + "a=sendonly\r\n"
ANSWER: Final = HEAD + "a=recvonly\r\n"
CANDIDATE: Final = {
    "candidate": "candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host",
    "mid": "0",
    "line": 0,
}
LAST: Final = {"candidate": "", "mid": None, "line": None}
_ID: Final = {"id": "c-000001"}

GOOD: Final[list[dict[str, Any]]] = [
    {"type": "voice.hear", **_ID, "on": True},
    {"type": "voice.speak", **_ID, "on": True},
    {"type": "voice.speak", **_ID, "on": True, "group": "g" * 22},
    {"type": "voice.speak", **_ID, "on": False, "group": None},
    *(
        {"type": "voice.signal", **_ID, "session": SESSION, "data": data}
        for data in (
            {"kind": "offer", "sdp": OFFER},
            {"kind": "offer", "sdp": OFFER + "a" * (MAX_SDP - len(OFFER))},
            {"kind": "answer", "sdp": ANSWER},
            {"kind": "answer", "sdp": HEAD + "a=inactive\r\n"},
            {"kind": "candidates", "candidates": [CANDIDATE, LAST]},
            {"kind": "candidates", "candidates": [CANDIDATE] * 20},
        )
    ),
    {"type": "voice.renew", **_ID, "session": SESSION},
    {"type": "voice.group", **_ID, "members": ["m_2"]},
    {"type": "voice.group", **_ID, "members": [f"m_{i}" for i in range(7)]},
    {"type": "voice.ungroup", **_ID},
    {"type": "voice.stage", **_ID, "on": True},
]


def malformed() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, field, message."""
    yield "voice.hear: perhaps", "on", {"type": "voice.hear", **_ID, "on": 1}
    speak = {"type": "voice.speak", **_ID, "on": True}
    yield "voice.speak: a group that is no name", "group", {**speak, "group": "us"}
    group = {"type": "voice.group", **_ID}
    yield "voice.group: nobody", "members", {**group, "members": []}
    yield "voice.group: nine", "members", {**group, "members": ["m"] * 8}
    yield "voice.group: no name", "members.0", {**group, "members": [""]}
    signal = {"type": "voice.signal", **_ID, "session": SESSION}
    yield "voice.signal: to somebody", "to", {**signal, "to": "m_2", "data": CANDIDATES}
    yield "voice.signal: no session", "session", {**signal, "session": "x", "data": CANDIDATES}
    for name, field, data in (
        ("of no kind", "data", {"sdp": OFFER}),
        ("of another kind", "data", {"kind": "rollback", "sdp": OFFER}),
        ("both ways", "data.offer.sdp", _offer(HEAD + "a=sendrecv\r\n")),
        ("no way", "data.offer.sdp", _offer(HEAD)),
        ("two ways", "data.offer.sdp", _offer(OFFER + "a=sendrecv\r\n")),
        ("an offer to hear", "data.offer.sdp", _offer(ANSWER)),
        ("an answer that sends", "data.answer.sdp", {"kind": "answer", "sdp": OFFER}),
        ("a picture too", "data.offer.sdp", _offer(OFFER + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n")),
        ("a picture", "data.offer.sdp", _offer(OFFER.replace("audio", "video"))),
        ("two sounds", "data.offer.sdp", _offer(OFFER + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n")),
        ("too long", "data.offer.sdp", _offer(OFFER + "a" * MAX_SDP)),
        ("a character of no SDP", "data.offer.sdp", _offer(OFFER + "声")),
        ("NUL", "data.offer.sdp", _offer(OFFER + "\0")),
        ("no candidate", "data.candidates.candidates", {"kind": "candidates", "candidates": []}),
        ("too many", "data.candidates.candidates", _candidates(*([CANDIDATE] * 21))),
        (
            "a line in a candidate",
            "data.candidates.candidates.0.candidate",
            _candidates({**CANDIDATE, "candidate": "candidate:1\r\na=sendrecv"}),
        ),
        (
            "a candidate of a thousand",
            "data.candidates.candidates.0.line",
            _candidates({**CANDIDATE, "line": 1000}),
        ),
    ):
        yield f"voice.signal: {name}", field, {**signal, "data": data}


def _offer(sdp: str) -> dict[str, Any]:
    return {"kind": "offer", "sdp": sdp}


def _candidates(*candidates: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "candidates", "candidates": list(candidates)}


CANDIDATES: Final = _candidates(CANDIDATE)

MESSAGES: Final[list[m.Message]] = [
    m.VoiceIce(
        servers=[
            m.IceServer(urls=["stun:turn.example:3478"]),
            m.IceServer(
                urls=["turn:turn.example:3478"], username="1790003600:abc", credential="c2VjcmV0"
            ),
        ],
        relay_only=False,
        life_s=3600,
    ),
    m.VoiceState(hear=True, speak=False, muted=True, group=None, stage=None, sessions=[]),
    m.VoiceState(
        hear=True,
        speak=True,
        muted=False,
        group=VoiceCircle(group="g" * 22, opener="m_1", members=["m_1", "m_2"]),
        stage="m_3",
        sessions=[
            m.VoiceSession(session=SESSION, member="m_2", side=VoiceSide.SPEAKER),
            m.VoiceSession(
                session="t" * 22,
                member=None,
                side=VoiceSide.HEARER,
                door=m.StageDoor(url="wss://livekit.example", token="abc.def.ghi"),
            ),
        ],
    ),
    m.VoiceSignalled(session=SESSION, data=Offer(kind="offer", sdp=OFFER)),
    m.VoiceAnswer(id="c-000001", outcome="accepted"),
    m.VoiceAnswer(id="c-000001", outcome="refused", reason=VoiceRefusal.MUTED),
]
