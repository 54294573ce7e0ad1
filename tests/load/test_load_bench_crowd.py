"""The generator's crowds: records of all kinds, tiers, frames that are due, storms at the door."""

import asyncio
import itertools
import json
import struct
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from bench import places, runner
from bench.build import build
from bench.orders import Frames, Orders
from bench.servers import SERVERS
from lying_servers import SLOTS_FROM, Branch, Twist, Ways, as_said, from_afar, served

from vbranch.protocol import poses
from vbranch.protocol.constants import FrameKind
from vbranch.room.checks import faults_of

pytestmark = pytest.mark.slow
CLIENTS = 6
MIX = ("--layout", "spread", "--headsets", "0.5")
PACES = {1: 10, 2: 5, 3: 1}
CLEAN = (
    *("bad", "dead", "errors", "entries_lost", "entries_doubled"),
    *("strangers", "rejects", "poses_cut"),
)
BOUNDS = ((-8.0, -0.2, -6.0), (8.0, 4.2, 6.0))


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    build()


async def crowd(branch: Branch, *options: str) -> dict[str, Any]:
    """Findings of a short run in which everybody is sampled."""
    async with served(branch.app) as port:
        command = [str(places.BIN / "generator"), "vbranch", str(port), str(CLIENTS)]
        command += ["--key", "a-key", "--room", "hall", "--warm", "0.5", "--seconds", "2"]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, *options, stdin=pipe, stdout=pipe)
        out, _ = await process.communicate(b"measured\n")
    found: dict[str, Any] = json.loads(out.decode().splitlines()[-1])
    return found


def flipped(byte: int, bit: int) -> Twist:
    """One bit of every other record is another."""
    number = itertools.count()

    def twist(record: bytes) -> bytes:
        changed = bytearray(record)
        changed[byte] ^= (next(number) % 2) << bit
        return bytes(changed)

    return twist


@pytest.mark.parametrize("form", [as_said, from_afar])
async def test_an_honest_branch_passes_with_records_of_every_kind(form: Twist) -> None:
    found = await crowd(Branch(as_said, Ways(form=form)), *MIX)
    assert found["bad"] == found["strangers"] == found["errors"] == found["dead"] == 0
    assert found["checked"] > 0
    far, full = found["far_records_per_s"], found["headset_records_per_s"]
    assert (far > 0, full > 0) == ((False, True) if form is as_said else (True, False))
    assert (found["screen_records_per_s"] > 0) == (form is as_said)


@pytest.mark.parametrize(("byte", "bit"), [(1, 5), (4, 0), (6, 3), (6, 6), (7, 4), (7, 7)])
async def test_a_changed_bit_of_a_far_record_is_found(byte: int, bit: int) -> None:
    """Of x, z, yaw and jump, whoever wears what."""
    found = await crowd(Branch(flipped(byte, bit), Ways(form=from_afar)), *MIX)
    assert found["bad"] > 0
    assert found["checked"] > 0


@pytest.mark.parametrize("byte", [2, 4, 7, 8, 9])
async def test_a_changed_bit_of_a_screen_record_is_found(byte: int) -> None:
    found = await crowd(Branch(flipped(byte, 0)), "--layout", "spread", "--headsets", "0")
    assert found["bad"] > 0
    assert found["checked"] > 0


async def test_nobody_may_be_in_a_frame_twice() -> None:
    found = await crowd(Branch(as_said, Ways(times=2)), *MIX)
    assert found["bad"] > 0


def judged(records: list[bytes], kind: FrameKind, size: int) -> np.ndarray:
    """Records of one kind as words, of which no rule is broken (P-5)."""
    some = b"".join(record for record in records if len(record) == size)
    words = np.frombuffer(some, "<u4").reshape(-1, size // 4)
    frames = np.zeros((len(words), 7), dtype="<u4")
    frames[:, 0], frames[:, 1 : 1 + size // 4] = kind, words
    limit = poses.Quantiser(BOUNDS).limit
    slots, steps = poses.slots_of(words), poses.steps_of(words)
    assert len(words) > 0
    assert not faults_of(frames, slots, np.zeros_like(frames), steps, limit).any()
    return words


@pytest.mark.parametrize("layout", ["spread", "stage", "breathing"])
async def test_their_poses_break_no_rule_and_they_jump_once_to_their_places(layout: str) -> None:
    """P-6 and P-7: nobody is faster than allowed, but for one jump that is told."""
    branch = Branch(as_said)
    await crowd(branch, "--layout", layout, "--headsets", "0.5")
    for kind, size, word in ((FrameKind.POSE_VR, 24, 2), (FrameKind.POSE_DESKTOP, 12, 1)):
        words = judged(branch.records, kind, size)
        slots, jumps = poses.slots_of(words), words[:, word] >> 29
        for slot in np.unique(slots):
            own = slots == slot
            raised = np.diff(jumps[own].astype(int))
            assert raised.sum() == raised.max() == 1
            ways = np.diff(poses.steps_of(words[own]), axis=0)[raised == 0]
            assert np.sqrt((ways**2).sum(axis=1)).max() * 0.01 * 20 <= 4.5


def sent_by(branch: Branch) -> dict[int, list[bytes]]:
    said: dict[int, list[bytes]] = {}
    for record in branch.records:
        said.setdefault(struct.unpack_from("<I", record)[0] & 0x1FFF, []).append(record)
    return said


@pytest.mark.parametrize("pace", PACES)
async def test_adaptive_clients_send_as_often_as_they_are_told(pace: int) -> None:
    branch = Branch(as_said, Ways(flags=pace << 1))
    found = await crowd(branch, *MIX, "--adaptive", "1", "--sampled", "1")
    assert found["bad"] == 0
    for records in sent_by(branch).values():
        assert len(records) <= 2.5 * PACES[pace] + 4
        assert len(records) >= 2.5 * PACES[pace] / 2


async def test_others_send_as_often_as_ever() -> None:
    branch = Branch(as_said, Ways(flags=3 << 1))
    await crowd(branch, *MIX)
    assert min(len(records) for records in sent_by(branch).values()) > 2.5 * 20 / 2


async def test_who_stands_says_the_same_once_a_second() -> None:
    branch = Branch(as_said)
    found = await crowd(branch, "--layout", "breathing", "--adaptive", "1", "--seconds", "4")
    assert found["bad"] == 0
    for records in sent_by(branch).values():
        assert len(records) < 20 + 5 + 4  # until the jump, and then at rest
        assert records[-1] == records[-2]


async def test_a_stride_halves_what_is_due() -> None:
    whole = await crowd(Branch(as_said), *MIX)
    half = await crowd(Branch(as_said, Ways(flags=1 << 3)), *MIX)
    assert half["frames_due_share"] == pytest.approx(2 * whole["frames_due_share"], rel=0.3)


async def test_somebody_of_whom_nothing_is_told_is_a_gap() -> None:
    honest = await crowd(Branch(as_said), *MIX)
    silent = await crowd(Branch(as_said, Ways(silent_of=SLOTS_FROM + 2)), *MIX)
    assert silent["worst_gap_ms"] > 1900 > 2 * honest["worst_gap_ms"]


@pytest.mark.parametrize(
    ("seqs", "lost", "doubled"),
    [((1, 2, 3, 4), 0, 0), ((1, 2, 5), 2, 0), ((1, 2, 2, 3), 0, 1), ((1, 3, 2), 1, 1)],
)
async def test_entries_that_are_lost_or_come_twice_are_counted(
    seqs: tuple[int, ...], lost: int, doubled: int
) -> None:
    found = await crowd(Branch(as_said, Ways(seqs=seqs)), *MIX, "--sampled", "1")
    assert (found["entries_lost"], found["entries_doubled"]) == (lost, doubled)


STORM = ("--joins", "9", "--joins-over", "0.5", *MIX)


async def test_a_storm_comes_in_and_walks_with_the_others() -> None:
    branch = Branch(as_said)
    found = await crowd(branch, *STORM)
    assert (found["entered"], found["refused"], found["dead"], found["bad"]) == (9, 0, 0, 0)
    assert 0 < found["entry_p50_ms"] <= found["entry_p99_ms"]
    assert len(sent_by(branch)) == CLIENTS + 9


async def test_who_gets_no_ticket_is_refused() -> None:
    found = await crowd(Branch(as_said, Ways(tickets=CLIENTS + 7)), *STORM)
    assert (found["entered"], found["refused"]) == (7, 2)


async def test_who_misses_a_part_of_the_state_is_not_in() -> None:
    found = await crowd(Branch(as_said, Ways(parts=(0,))), *STORM)
    assert (found["entered"], found["refused"]) == (0, 9)


def test_the_limit_sends_what_it_is_told_to() -> None:
    orders = Orders("spread", 8, 0.5, 2.0, layout="spread", lazy=True, frames=Frames(2000, 10.0))
    row = runner.run(SERVERS["limit-same"], orders)
    assert "error" not in row
    assert row["bad"] == row["dead"] == 0
    assert row["kb_per_client_s"] == pytest.approx(20, rel=0.15)
    assert row["frames_per_s"] == pytest.approx(10, rel=0.15)
    assert row["delivered_ideal"] == pytest.approx(1, rel=0.15)


@pytest.mark.parametrize("adaptive", [False, True])
def test_a_crowd_of_a_real_server_is_clean(adaptive: bool) -> None:
    orders = Orders("spread", 12, 2.0, 3.0, layout="spread", headsets=0.3, lazy=True)
    row = runner.run(SERVERS["vbranch"], replace(orders, adaptive=adaptive))
    assert "error" not in row
    assert [name for name in CLEAN if row[name]] == []
    assert row["far_records_per_s"] > 0
    assert row["headset_records_per_s"] > 0
    assert row["screen_records_per_s"] > 0


def test_a_storm_upon_a_real_server_is_clean() -> None:
    orders = Orders("storm", 5, 2.0, 4.0, layout="spread", headsets=0.3, joins=20, joins_over_s=2)
    row = runner.run(SERVERS["vbranch"], orders)
    assert "error" not in row
    assert [name for name in CLEAN if row[name] and name != "strangers"] == []
    assert (row["entered"], row["refused"]) == (20, 0)
