"""The generator finds out a server that sends what nobody sent; an honest one passes."""

import asyncio
import itertools
import json
import struct
from typing import Any

import numpy as np
import pytest
from bench import places, runner
from bench.build import build
from bench.orders import Orders
from bench.servers import SERVERS
from lying_servers import SLOTS_FROM, Branch, Raw, Ways, served

from vbranch.protocol import codec, poses
from vbranch.protocol.constants import FrameKind
from vbranch.room.checks import faults_of

pytestmark = pytest.mark.slow
CLIENTS = 3


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    build()


async def generate(dialect: str, port: int, *options: str) -> dict[str, Any]:
    """Findings of a short run with a few clients, all of them sampled."""
    command = [str(places.BIN / "generator"), dialect, str(port), str(CLIENTS)]
    command += ["--warm", "0.3", "--seconds", "1", *options]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    out, _ = await process.communicate(b"measured\n")
    *words, findings = out.decode().splitlines()
    assert words == ["joined", "begin", "end"]
    found: dict[str, Any] = json.loads(findings)
    return found


def honest(pose: bytes) -> bytes:
    return pose


def flip(byte: int, every: int = 1) -> Any:
    """Change one bit of each ``every``-th pose."""
    number = itertools.count(1)

    def twist(pose: bytes) -> bytes:
        if next(number) % every:
            return pose
        changed = bytearray(pose)
        changed[byte] ^= 1
        return bytes(changed)

    return twist


async def raw(twist: Any) -> dict[str, Any]:
    async with served(Raw(twist).app) as port:
        return await generate("raw", port)


async def branch(twist: Any, *, seconds: int = 1, outcome: str = "accepted") -> dict[str, Any]:
    async with served(Branch(twist, Ways(outcome)).app) as port:
        options = ("--key", "a-key", "--room", "hall", "--commands", "10")
        options += ("--seconds", str(seconds))
        return await generate("vbranch", port, *options)


async def test_an_honest_server_delivers_every_pose_to_everybody() -> None:
    found = await raw(honest)
    assert found["bad"] == found["dead"] == found["repeated"] == 0
    assert found["checked"] > 0
    assert 0.5 < found["delivered_ideal"] < 1.2
    assert 0 < found["p50_ms"] <= found["p99_ms"]


@pytest.mark.parametrize("byte", [0, 2, 6, 37])
async def test_a_changed_bit_is_found(byte: int) -> None:
    found = await raw(flip(byte))
    assert found["bad"] > 0
    assert found["checked"] == 0


async def test_a_pose_that_comes_again_counts_once() -> None:
    seen: list[bytes] = []

    def stuck(pose: bytes) -> bytes:
        seen.append(pose)
        return seen[0]

    found = await raw(stuck)
    assert found["bad"] == found["checked"] == 0
    assert found["repeated"] > 0


async def test_a_batch_of_another_length_is_bad() -> None:
    found = await raw(lambda pose: pose + b"\0")
    assert found["bad"] > 0


async def test_an_honest_branch_passes_and_its_acknowledgements_are_timed() -> None:
    found = await branch(honest, seconds=3)  # more poses than one of the hand's axes can number
    assert found["bad"] == found["strangers"] == found["errors"] == found["dead"] == 0
    assert found["checked"] > 0
    assert found["acks"] > 0
    assert found["ack_p99_ms"] > 0


@pytest.mark.parametrize("byte", [2, 4, 11, 15, 19, 20, 23])
async def test_a_changed_bit_of_a_record_is_found(byte: int) -> None:
    found = await branch(flip(byte, every=2))
    assert found["bad"] > 0
    assert found["checked"] > 0


async def test_a_member_whom_nobody_knows_is_told_apart() -> None:
    far = struct.pack("<H", SLOTS_FROM + CLIENTS + 1)
    found = await branch(lambda record: bytes([far[0], record[1] & 0xE0]) + record[2:])
    assert found["strangers"] > 0
    assert found["bad"] == found["checked"] == 0


async def test_a_refused_command_is_an_error() -> None:
    found = await branch(honest, outcome="refused")
    assert found["errors"] > 0
    assert found["acks"] == 0


async def test_its_poses_break_no_rule_and_are_all_different() -> None:
    """P-5 and P-6: what the branch would refuse or cut is never sent."""
    server = Branch(honest)
    async with served(server.app) as port:
        await generate("vbranch", port, "--key", "a-key", "--room", "hall")
    words = np.frombuffer(b"".join(server.records), "<u4").reshape(-1, 6)
    assert len(np.unique(words, axis=0)) == len(words)
    slots, steps = poses.slots_of(words), poses.steps_of(words)
    limit = poses.Quantiser(((-8.0, -0.2, -6.0), (8.0, 4.2, 6.0))).limit
    header = np.full((len(words), 1), FrameKind.POSE_VR, dtype="<u4")
    frames = np.hstack([header, words])
    assert not faults_of(frames, slots, np.zeros_like(frames), steps, limit).any()
    for slot in np.unique(slots):
        ways = np.diff(steps[slots == slot], axis=0)
        assert 0 < np.sqrt((ways**2).sum(axis=1)).max() * 0.01 * 20 < 1.4
    assert codec.parse_pose_frame(frames[0].tobytes())[0] is FrameKind.POSE_VR


@pytest.mark.parametrize("name", ["vbranch", "limit-lazy"])
def test_a_run_of_a_real_server_is_clean(name: str) -> None:
    orders = Orders("broadcast", 5, 0.5, 1.0, commands_per_s=5)
    row = runner.run(SERVERS[name], orders)
    assert "error" not in row
    assert row["bad"] == row["dead"] == row["strangers"] == row["errors"] == 0
    assert row["upd_per_cpu_s"] > 0
    if name == "vbranch":
        assert row["rejects"] == row["poses_cut"] == 0
        assert row["acks"] > 0


def test_rogues_come_are_thrown_out_and_nobody_else_suffers() -> None:
    orders = Orders("rogues", 5, 1.0, 4.0, commands_per_s=5, rogues=True)
    row = runner.run(SERVERS["vbranch"], orders)
    assert "error" not in row
    assert row["bad"] == row["dead"] == row["errors"] == 0
    ends = {rogue["kind"]: rogue["ends"] for rogue in row["rogues"]}
    assert ends["flood"]["4008"] > 0
    assert set(ends["garbage"]) <= {"1007", "1002", "4003", "lost"}
    assert len(ends["garbage"]) > 0
