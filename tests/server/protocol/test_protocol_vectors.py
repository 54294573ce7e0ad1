"""The vectors of ``tests/vectors``, which the TypeScript tests read too."""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vbranch.protocol import codec, held_records, poses
from vbranch.protocol.constants import FrameKind

HERE = Path(__file__).parents[2] / "vectors"
RECORDS = json.loads((HERE / "records.json").read_text())
FRAMES = json.loads((HERE / "frames.json").read_text())
MESSAGES = json.loads((HERE / "messages.json").read_text())
TOLERANCE = RECORDS["tolerance"]
QUANTISER = poses.Quantiser((tuple(RECORDS["bounds"]["min"]), tuple(RECORDS["bounds"]["max"])))
BY_NAME = {record["name"]: record for record in RECORDS["records"]}
WIDTHS = {"far": 2, "desktop": 3, "vr": 6, "held": 4, "reaction": 1}
KINDS = {
    FrameKind.POSE_DESKTOP: "desktop",
    FrameKind.POSE_VR: "vr",
    FrameKind.HELD: "held",
    FrameKind.REACTION: "reaction",
}
UNPACK = {
    "far": lambda words: poses.unpack_far(words, QUANTISER),
    "desktop": lambda words: poses.unpack_desktop(words, QUANTISER),
    "vr": lambda words: poses.unpack_vr(words, QUANTISER),
    "held": lambda words: held_records.unpack_held(words, RECORDS["bounds"]["min"]),
    "reaction": poses.unpack_reactions,
}


def cases(rows):
    return [pytest.param(row, id=row["name"]) for row in rows]


def words_of(kind: str, text: str) -> np.ndarray:
    return np.frombuffer(bytes.fromhex(text), "<u4").reshape(-1, WIDTHS[kind])


def check_hand(read: poses.Hands, said: dict | None) -> None:
    assert bool(read.tracked[0]) == (said is not None)
    if said is not None:
        assert np.abs(read.offset[0] - said["offset"]).max() <= TOLERANCE["offset_m"]
        check_turn(read.rotation[0], said["rotation"], TOLERANCE["rotation_deg"])


def check_turn(read, said, tolerance: float) -> None:
    likeness = abs(float(np.dot(read, said))) / np.linalg.norm(said)
    assert math.degrees(2 * math.acos(min(1.0, likeness))) <= tolerance


def check_fields(kind: str, read, fields: dict) -> None:
    for name, said in fields.items():
        value = getattr(read, name)
        if name in ("left", "right"):
            check_hand(value, said)
        elif name in ("head", "rotation"):
            held = kind == "held"
            check_turn(value[0], said, TOLERANCE["held_rotation_deg" if held else "rotation_deg"])
        elif name == "position":
            step = TOLERANCE["held_position_m" if kind == "held" else "position_m"]
            assert np.abs(value[0] - said).max() <= step
        elif name == "scale":
            assert abs(value[0] / said - 1) <= TOLERANCE["held_scale"]
        elif name == "yaw":
            assert abs(math.remainder(value[0] - said, 2 * math.pi)) <= TOLERANCE["yaw_rad"]
        elif name == "pitch":
            assert abs(value[0] - said) <= TOLERANCE["pitch_rad"]
        else:
            assert value[0] == said


def test_the_files_are_what_the_script_makes():
    script = [sys.executable, str(HERE / "make.py"), "--check"]
    made = subprocess.run(script, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.parametrize("case", cases(RECORDS["records"]))
def test_records_unpack_to_their_fields(case):
    kind = case["kind"]
    check_fields(kind, UNPACK[kind](words_of(kind, case["hex"])), case["fields"])


@pytest.mark.parametrize("case", cases(RECORDS["far_of"]))
def test_far_records_show_the_same_place(case):
    far = poses.unpack_far(words_of("far", case["far"]), QUANTISER)
    near = UNPACK[case["kind"]](words_of(case["kind"], case["hex"]))
    lower = 1.6 if case["kind"] == "vr" else 0.0
    expected = near.position[0] - [0, lower, 0]
    expected[1] = max(expected[1], RECORDS["bounds"]["min"][1])
    assert far.position[0] == pytest.approx(expected, abs=1e-9)
    assert (far.slot[0], far.jump[0]) == (near.slot[0], near.jump[0])


@pytest.mark.parametrize("case", cases(FRAMES["poses"]))
def test_pose_frames_hold_their_record(case):
    kind, seq, words = codec.parse_pose_frame(bytes.fromhex(case["hex"]))
    assert (KINDS[kind], seq) == (case["kind"], case["seq"])
    assert words.tobytes().hex() == BY_NAME[case["name"]]["hex"]
    assert codec.pose_frame(kind, seq, words).hex() == case["hex"]


@pytest.mark.parametrize("case", cases(FRAMES["ticks"]))
def test_tick_frames_hold_their_tables(case):
    frame = codec.parse_tick_frame(bytes.fromhex(case["hex"]))
    for name in ("tick", "time_ms", "full", "pace", "stride"):
        assert getattr(frame, name) == case[name]
    for kind in ("vr", "desktop", "far", "held", "reactions"):
        expected = "".join(BY_NAME[name]["hex"] for name in case[kind])
        assert getattr(frame, kind).tobytes().hex() == expected
    assert [json.loads(entry.model_dump_json()) for entry in frame.entries] == case["entries"]


@pytest.mark.parametrize("case", cases(FRAMES["malformed_ticks"]))
def test_malformed_tick_frames_are_refused(case):
    with pytest.raises(codec.ProtocolFault) as caught:
        codec.parse_tick_frame(bytes.fromhex(case["hex"]))
    assert caught.value.code == "bad_frame"


@pytest.mark.parametrize("case", cases(FRAMES["malformed_poses"]))
def test_malformed_pose_frames_are_refused(case):
    with pytest.raises(codec.ProtocolFault) as caught:
        codec.parse_pose_frame(bytes.fromhex(case["hex"]))
    assert caught.value.code == "bad_frame"


@pytest.mark.parametrize("message", MESSAGES["client"], ids=lambda message: message["type"])
def test_client_messages_are_read(message):
    hello = message["type"] in codec.HELLOS
    parse = codec.parse_hello if hello else codec.parse_command
    read = parse(json.dumps(message, ensure_ascii=False).encode())
    assert json.loads(read.model_dump_json(exclude_unset=True)) == message


@pytest.mark.parametrize("case", cases(MESSAGES["malformed"]))
def test_malformed_messages_name_their_fault(case):
    """M-1, M-2."""
    data = case["text"] if "text" in case else bytes.fromhex(case["hex"]) if "hex" in case else None
    parse = codec.parse_hello if case.get("hello") else codec.parse_command
    with pytest.raises(codec.ProtocolFault) as caught:
        parse(case["repeat"] * case["count"] if data is None else data)
    assert (caught.value.code, caught.value.field) == (case["code"], case["field"])


@pytest.mark.parametrize("case", MESSAGES["server"], ids=lambda case: case["message"]["type"])
def test_server_messages_are_encoded_byte_for_byte(case):
    message = codec.parse_server(case["text"])
    assert codec.encode(message).decode() == case["text"]
    assert json.loads(case["text"]) == case["message"]


def test_the_state_comes_in_its_chunks():
    chunks = [codec.parse_server(text) for text in MESSAGES["state"]["chunks"]]
    assert len(chunks) > 1
    state = codec.join_state(chunks)
    assert json.loads(codec.encode(state)) == MESSAGES["state"]["state"]
