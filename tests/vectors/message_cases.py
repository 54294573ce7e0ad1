"""Cases of JSON messages, good and malformed; ``make.py`` writes them to ``messages.json``."""

import json
import math
from collections.abc import Iterator
from typing import Any

import staff_cases
import voice_cases
from record_cases import BOUNDS

from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import ErrorCode, Refusal, ReportReason, Role, StaffRole


def good_messages() -> list[dict[str, Any]]:
    id_, token = "c-000001", "A" * 43
    return [
        {"type": "join", "ticket": token, "name": "芽衣", "avatar": 65535},
        {"type": "join", "ticket": token, "name": "x" * 24},
        {"type": "resume", "token": token},
        {"type": "resume", "token": token, "pose": {"position": [1, 0.5, -2.25], "yaw": -3}},
        {"type": "resume", "token": token, "pose": None},
        {"type": "leave", "id": id_},
        {"type": "enter", "id": id_, "room": "education-centre"},
        {"type": "chat", "id": id_, "text": 'two\nlines, a\ttab, 👋 and "quotes"'},
        {"type": "chat", "id": "x" * 36, "text": "字" * 500},
        {"type": "exhibit.take", "id": id_, "exhibit": "card"},
        {"type": "exhibit.settle", "id": id_, "exhibit": "card", "rotation": [0, 0.6, 0, 0.8]},
        {
            "type": "exhibit.release",
            "id": id_,
            "exhibit": "card",
            "rotation": [0.5, -0.5, 0.5, -0.5],
        },
        {"type": "exhibit.hotspot", "id": id_, "exhibit": "card", "hotspot": "fees"},
        {"type": "exhibit.hotspot", "id": id_, "exhibit": "card", "hotspot": None},
        {"type": "chat", "id": id_, "text": "for you alone", "to": "m_2"},
        {"type": "chat", "id": id_, "text": "for all", "to": None},
        {"type": "exhibit.offer", "id": id_, "exhibit": "card", "to": "m_2"},
        {"type": "exhibit.offer", "id": id_, "exhibit": "card", "to": None},
        {"type": "exhibit.guide", "id": id_, "exhibit": "card", "on": True},
        {
            "type": "exhibit.media",
            "id": id_,
            "exhibit": "card",
            "playing": True,
            "position": 86400,
        },
        {"type": "seat.take", "id": id_, "seat": "seat:1"},
        {"type": "seat.leave", "id": id_},
        {"type": "aside.begin", "id": id_},
        {"type": "aside.end", "id": id_},
        {"type": "report", "id": id_, "member": "m_2", "reason": "harassment"},
        {"type": "report", "id": id_, "member": "m_2", "reason": "other", "text": "字" * 300},
        *staff_cases.GOOD,
        *voice_cases.GOOD,
    ]


def malformed_messages() -> Iterator[dict[str, Any]]:
    chat = {"type": "chat", "id": "c-000001", "text": "hello"}
    settle = {"type": "exhibit.settle", "id": "c-000001", "exhibit": "card"}
    join = {"type": "join", "ticket": "A" * 43, "name": "A"}

    def bad(name: str, code: str, field: str | None, message: Any, hello: bool = False) -> Any:
        text = message if isinstance(message, str) else json.dumps(message)
        case = {"name": name, "code": code, "field": field, "text": text}
        return {**case, "hello": True} if hello else case

    yield {"name": "no UTF-8", "code": "bad_json", "field": None, "hex": "7b22ff227d"}
    for name, text in {
        "nothing": "",
        "half an object": '{"type":',
        "a list": "[]",
        "a number": "1",
        "null": "null",
        "two objects": "{}{}",
        "a number of 5,000 digits": '{"type":' + "9" * 5000 + "}",
    }.items():
        yield bad(name, "bad_json", None, text)
    deep = {"code": "bad_json", "field": None, "count": 100_000}
    yield {"name": "100,000 lists deep", "repeat": "[", **deep}
    yield {"name": "100,000 objects deep", "repeat": '{"a":', **deep}
    yield bad("500 deep", "bad_json", None, '{"type":"chat","x":' + "[" * 500 + "]" * 500 + "}")
    yield bad("no type", "bad_form", "type", {})
    yield bad("a type that is a number", "bad_form", "type", {"type": 1})
    yield bad("an unknown type", "unknown_type", "type", {"type": "dance", "id": "c-000001"})
    yield bad("an entry's kind as type", "unknown_type", "type", {"type": "exhibit.taken"})
    yield bad("a second hello", "bad_form", "type", join)
    yield bad("a good command as hello", "not_joined", None, chat, hello=True)
    yield bad("a bad command as hello", "bad_form", "text", {**chat, "text": 1}, hello=True)
    yield bad("an unknown type as hello", "unknown_type", "type", {"type": "dance"}, hello=True)
    for name, field, change in (
        ("NUL", "text", {"text": "a\0b"}),
        ("escape", "text", {"text": "\x1b[2J"}),
        ("DEL", "text", {"text": "\x7f"}),
        ("a lone leading surrogate", "text", {"text": "\ud800"}),
        ("an override of the direction of text", "text", {"text": "a\u202eb"}),
        ("a control of the upper range", "text", {"text": "a\u0085b"}),
        ("a lone trailing surrogate", "text", {"text": "a\udc00b"}),
        ("blank", "text", {"text": " \n\u3000"}),
        ("empty", "text", {"text": ""}),
        ("501 characters", "text", {"text": "x" * 501}),
        ("null as text", "text", {"text": None}),
        ("a number as text", "text", {"text": 5}),
        ("a list as text", "text", {"text": ["a"]}),
        ("NaN as text", "text", {"text": math.nan}),
        ("an extra key", "member", {"member": "m_2"}),
        ("a surrogate in an extra key", "more", {"more": {"a": "\ud800"}}),
        ("an extra key that is no name", None, {"<b>": 1}),
        ("a short id", "id", {"id": "c-00001"}),
        ("a long id", "id", {"id": "x" * 37}),
        ("an id with a line end", "id", {"id": "c-000001\n"}),
        ("a number as id", "id", {"id": 12345678}),
    ):
        yield bad(f"chat: {name}", "bad_form", field, {**chat, **change})
    yield bad("chat: no id", "bad_form", "id", {"type": "chat", "text": "hello"})
    for name, field, rotation in (
        ("NaN", "rotation.0", [math.nan, 0, 0, 1]),
        ("Infinity", "rotation.3", [0, 0, 0, math.inf]),
        ("-Infinity", "rotation.1", [0, -math.inf, 0, 0]),
        ("the zero quaternion", "rotation", [0, 0, 0, 0]),
        ("too long a quaternion", "rotation", [0, 0, 0, 1.1]),
        ("three numbers", "rotation.3", [0, 0, 1]),
        ("five numbers", "rotation", [0, 0, 0, 1, 0]),
        ("a string", "rotation.0", ["0", 0, 0, 1]),
        ("a boolean", "rotation.3", [0, 0, 0, True]),
        ("an object", "rotation", {"x": 0}),
    ):
        yield bad(f"settle: {name}", "bad_form", field, {**settle, "rotation": rotation})
    overflow = json.dumps({**settle, "rotation": [1, 0, 0, 0]}).replace("[1,", "[1e999,")
    yield bad("settle: a number that overflows", "bad_form", "rotation.0", overflow)
    for name, field, other in (*staff_cases.malformed(), *voice_cases.malformed()):
        yield bad(name, "bad_form", field, other)
    shaped = {
        "chat": {"text": "hi"},
        "exhibit.media": {"exhibit": "card", "playing": True, "position": 0},
        "seat.take": {"seat": "seat:1"},
        "aside.begin": {},
        "report": {"member": "m_2", "reason": "spam"},
        "exhibit.guide": {"exhibit": "card", "on": True},
    }
    for name, type_, field, value in (
        ("to nobody's name", "chat", "to", ""),
        ("to two", "chat", "to", ["m_1", "m_2"]),
        ("before the beginning", "exhibit.media", "position", -0.1),
        ("NaN", "exhibit.media", "position", math.nan),
        ("beyond a day", "exhibit.media", "position", 86400.5),
        ("a seat with a space", "seat.take", "seat", "seat 1"),
        ("no seat", "seat.take", "seat", None),
        ("for how long", "aside.begin", "seconds", 60),
        ("a reason of its own", "report", "reason", "boring"),
        ("too much to say", "report", "text", "x" * 301),
        ("nothing to say", "report", "text", ""),
        ("perhaps", "exhibit.guide", "on", "yes"),
    ):
        message = {"type": type_, "id": "c-000001", **shaped[type_], field: value}
        yield bad(f"{type_}: {name}", "bad_form", field, message)
    offer = {"type": "exhibit.offer", "id": "c-000001", "exhibit": "card"}
    yield bad("exhibit.offer: to is missing", "bad_form", "to", offer)
    for name, field, change in (
        ("no name", "name", {"name": None}),
        ("25 characters", "name", {"name": "x" * 25}),
        ("two lines", "name", {"name": "a\nb"}),
        ("a role", "role", {"role": "staff"}),
        ("an avatar out of range", "avatar", {"avatar": 65536}),
        ("a negative avatar", "avatar", {"avatar": -1}),
        ("half an avatar", "avatar", {"avatar": 1.5}),
        ("a boolean as avatar", "avatar", {"avatar": True}),
        ("a short ticket", "ticket", {"ticket": "abc"}),
    ):
        yield bad(f"join: {name}", "bad_form", field, {**join, **change}, hello=True)
    resume = {"type": "resume", "token": "A" * 43}
    pose = {"position": [0, 0, math.nan], "yaw": 0}
    yield bad("resume: NaN", "bad_form", "pose.position.2", {**resume, "pose": pose}, hello=True)


def server_messages() -> list[m.Message]:
    place = m.Place(position=(1.0, 0.0, -2.0), yaw=0.5)
    return [
        m.Welcome(
            room="lobby",
            scene="/api/v1/scenes/lobby",
            you=m.You(member="m_1", slot=3, role=Role.STAFF, staff=StaffRole.HOST, name="Ren"),
            bounds=m.Bounds(min=BOUNDS[0], max=BOUNDS[1]),
            place=place,
            epoch="e1",
            resume="r" * 43,
            resumed=False,
            tick_hz=20,
            capacity=50,
            time=1_790_000_000_000,
            frame_time=900,
        ),
        m.Waiting(room="lobby", reason=Refusal.FULL, capacity=50, place=2, waiting=3),
        m.Waiting(
            room="lobby",
            reason=Refusal.LOCKED,
            lock_reason=staff_cases.SAFETY,
            capacity=50,
            place=1,
            waiting=1,
        ),
        m.Ack(id="c-000001", seq=17, outcome="accepted"),
        m.Ack(id="c-000001", seq=17, outcome="refused", reason=Refusal.HELD_BY_OTHER, repeat=True),
        m.Error(code=ErrorCode.BAD_FORM, message="is blank", id="c-000001", field="text"),
        m.Error(code=ErrorCode.BAD_POSE, message="go back", detail="jump", at=(0.0, 0.0, 1.0)),
        m.Goodbye(code=1012, message="the server restarts", retry_after=1.5),
        m.StateChunk(part=0, of=2, data='{"room":"'),
        m.Own(seq=17, chat=[private_line()], reports=[a_report()]),
        m.Own(seq=17, chat=[], reports=[]),
        *staff_cases.MESSAGES,
        *voice_cases.MESSAGES,
    ]


def private_line() -> m.ChatView:
    return m.ChatView(
        seq=9,
        at=1_790_000_000_000,
        member="m_1",
        name="芽衣",
        to="m_2",
        to_name="Ren",
        text="你好",
    )


def a_report() -> m.ReportView:
    return m.ReportView(
        seq=10,
        at=1_790_000_000_001,
        member="m_1",
        name="芽衣",
        about="m_3",
        about_name="…",
        reason=ReportReason.SPAM,
        text=None,
    )


def messages() -> dict[str, Any]:
    about = (
        "`client`: messages that parse. `malformed`: texts (or `hex` bytes, or `repeat` said "
        "`count` times) with the error's `code` and `field`; `hello` marks those said before the "
        "hello. `server`: messages as the server encodes them, `text` byte for byte. `state`: a "
        "fresh state and the chunk texts that bring it (S-2)."
    )
    state = m.RoomState(
        room="lobby",
        epoch="e1",
        seq=9,
        locked=True,
        lock_reason=staff_cases.SAFETY,
        slow=30,
        announcements=[staff_cases.ANNOUNCEMENT],
        members=[
            m.MemberView(
                member="m_1",
                slot=0,
                role=Role.VISITOR,
                name="芽衣",
                avatar=0x5A21,
                away=False,
                seat="seat:1",
            ),
            m.MemberView(
                member="m_2",
                slot=1,
                role=Role.STAFF,
                staff=StaffRole.HOST,
                name="Ren",
                avatar=1,
                away=False,
                aside=True,
            ),
        ],
        exhibits=[
            m.ExhibitView(
                exhibit="card",
                index=0,
                holder="m_1",
                rotation=(0.0, 0.0, 0.0, 1.0),
                hotspot=None,
                offered="m_2",
                guide="m_1",
                media=m.MediaView(playing=True, position=12.5, at=1_790_000_000_000),
            )
        ],
        chat=[
            m.ChatView(
                seq=n, at=1_790_000_000_000 + n, member="m_1", name="芽衣", text='\\"你好👋\n' * 70
            )
            for n in range(12)
        ],
    )
    return {
        "about": about,
        "client": good_messages(),
        "malformed": list(malformed_messages()),
        "server": [
            {"message": json.loads(codec.encode(message)), "text": codec.encode(message).decode()}
            for message in server_messages()
        ],
        "state": {
            "state": json.loads(codec.encode(state)),
            "chunks": [chunk.decode() for chunk in codec.state_chunks(state)],
        },
    }
