"""What members say inside a room: commands and poses, and what they are told when it is wrong."""

import numpy as np
import pytest
from realtime_kit import until
from realtime_world import LOBBY, Person, World, desktop_frame, held_frame, living

from vbranch.protocol import codec, poses
from vbranch.protocol.constants import FrameKind, Role
from vbranch.realtime.allowance import Limits, Rate

CENTRE = (10.0, 0.0, 10.0)
NEAR = (10.5, 0.0, 10.0)


async def two(world: World) -> tuple[Person, Person]:
    """Ada, and Bob, who shall not feel what Ada does."""
    ada, bob = await world.arrive("Ada"), await world.arrive("Bob")
    await world.beat(2)
    return ada, bob


async def still_works(bob: Person) -> None:
    bob.ask("chat", text="all is well")
    await bob.world.beat(2)
    assert bob.last("ack")["outcome"] == "accepted"
    assert not bob.link.closed


# ---- the log lane ------------------------------------------------------------------------------


async def test_chat_is_acknowledged_with_its_number_and_shown_to_all() -> None:
    async with living() as world:
        ada, bob = await two(world)
        command = ada.ask("chat", text="こんにちは")
        await world.beat()
        ack = ada.last("ack")
        assert ack == {
            "type": "ack",
            "id": command,
            "seq": ack["seq"],
            "outcome": "accepted",
            "reason": None,
            "by": None,
            "repeat": False,
        }
        for person in (ada, bob):
            said = person.entries[-1].model_dump()
            assert (said["seq"], said["member"], said["text"]) == (
                ack["seq"],
                ada.member,
                "こんにちは",
            )
        assert all("こんにちは".encode() not in r.body for r in await world.records())


async def test_the_ack_may_leave_before_the_tick() -> None:
    """Acks leave with the drain, entries with the tick (F-1)."""
    async with living() as world:
        ada, bob = await two(world)
        ada.ask("chat", text="quick")
        world.hub.drain()
        await world.idle()
        assert ada.last("ack")["outcome"] == "accepted"
        assert bob.kinds() == []


async def test_all_commands_of_a_drain_are_one_append() -> None:
    async with living() as world:
        ada, bob = await two(world)
        world.log.batches.clear()
        for person in (ada, bob):
            person.ask("chat", text="one")
            person.ask("exhibit.hotspot", exhibit="card", hotspot="rate")
        await world.beat()
        assert world.log.batches == [4]


async def test_what_gathers_during_an_append_is_the_next_one() -> None:
    async with living() as world:
        ada, bob = await two(world)
        world.log.batches.clear()
        world.log.gate.clear()
        for text in ("first", "second", "third"):
            ada.ask("chat", text=text)
            world.hub.drain()
            await until(lambda: world.hub.rooms[LOBBY].ledger._writer is not None)
        world.log.gate.set()
        await world.beat()
        assert world.log.batches in ([1, 2], [3])
        assert [e.model_dump()["text"] for e in bob.entries] == ["first", "second", "third"]


async def test_a_repeat_gets_the_first_outcome_and_changes_nothing() -> None:
    """M-4."""
    async with living() as world:
        ada, bob = await two(world)
        command = ada.ask("chat", text="once")
        await world.beat()
        seq, before = ada.last("ack")["seq"], len(await world.records())
        ada.link.say({"type": "chat", "id": command, "text": "once"})
        await world.beat()
        assert len(await world.records()) == before
        assert (ada.last("ack")["seq"], ada.last("ack")["repeat"]) == (seq, True)
        assert bob.kinds() == ["chat"]


async def test_a_repeat_while_the_first_is_on_its_way() -> None:
    async with living() as world:
        ada, bob = await two(world)
        world.log.gate.clear()
        command = ada.ask("chat", text="once")
        world.hub.drain()
        ada.link.say({"type": "chat", "id": command, "text": "once"})
        world.hub.drain()
        world.log.gate.set()
        await world.beat()
        acks = ada.all("ack")
        assert [ack["repeat"] for ack in acks] == [False, True]
        assert acks[0]["seq"] == acks[1]["seq"]
        assert bob.kinds() == ["chat"]


async def test_a_resumed_visit_repeats_what_had_no_ack() -> None:
    """R-4."""
    async with living() as world:
        ada, bob = await two(world)
        world.log.gate.clear()
        command = ada.ask("chat", text="on the way")
        world.hub.drain()
        ada.link.lose()
        world.hub.drain()
        world.log.gate.set()
        await world.beat()
        assert ada.all("ack") == []
        again = await world.resume(ada)
        again.link.say({"type": "chat", "id": command, "text": "on the way"})
        await world.beat()
        assert again.last("ack")["repeat"] is True
        assert bob.kinds().count("chat") == 1


async def test_a_burst_of_entries_is_spread_over_ticks_in_order() -> None:
    """A frame stays small, whatever is said in one tick."""
    async with living(Limits(chat=Rate(100, 100), commands=Rate(100, 100))) as world:
        ada, bob = await two(world)
        for _ in range(60):
            ada.ask("chat", text="長" * 500)
        await world.beat()
        assert len(ada.all("ack")) == 60
        assert 10 < len(bob.kinds()) < 60
        cyd = await world.arrive("Cyd")
        await world.beat(4)
        assert [e.seq for e in bob.entries] == list(range(3, 64))
        assert len(cyd.state.chat) == 60
        assert cyd.entries == []


async def test_a_refusal_carries_its_reason() -> None:
    async with living() as world:
        ada, bob = await two(world)
        ada.ask("exhibit.take", exhibit="card")
        bob.ask("exhibit.take", exhibit="card")
        bob.ask("exhibit.take", exhibit="nothing")
        await world.beat()
        assert ada.last("ack")["outcome"] == "accepted"
        assert [a["reason"] for a in bob.all("ack")] == ["held_by_other", "no_such_exhibit"]
        assert ada.kinds() == ["join", "exhibit.taken"]


async def test_a_log_that_fails_says_try_again_and_the_same_id_succeeds_later() -> None:
    async with living() as world:
        ada, bob = await two(world)
        world.log.broken = True
        command = ada.ask("chat", text="hello")
        await world.beat()
        assert (ada.last("error")["code"], ada.last("error")["id"]) == ("try_again", command)
        await world.hub.sweep()
        assert world.hub.ready() is not None
        world.log.broken = False
        ada.link.say({"type": "chat", "id": command, "text": "hello"})
        await world.beat()
        assert ada.last("ack")["repeat"] is False
        assert bob.kinds() == ["chat"]
        await world.hub.sweep()
        assert world.hub.ready() is None


async def test_a_leave_that_cannot_be_stored_may_be_tried_again() -> None:
    async with living() as world:
        ada, _ = await two(world)
        world.log.broken = True
        command = ada.ask("leave")
        await world.beat()
        assert ada.errors() == ["try_again"]
        world.log.broken = False
        ada.link.say({"type": "leave", "id": command})
        await world.beat(2)
        assert ada.link.code == 1000


async def test_what_the_log_missed_is_appended_later() -> None:
    """Away, and the end of a visit, while the log cannot be written."""
    async with living() as world:
        ada, bob = await two(world)
        world.log.broken = True
        ada.link.lose()
        await world.beat(2)
        assert bob.kinds() == []
        world.log.broken = False
        await world.hub.sweep()
        await world.beat()
        assert bob.kinds() == ["away"]
        world.clock.now += 121
        world.log.broken = True
        await world.hub.sweep()
        await world.beat()
        world.log.broken = False
        await world.hub.sweep()
        await world.beat()
        assert bob.kinds() == ["away", "leave"]


async def test_unknown_type_bad_form_and_not_allowed_are_three_errors() -> None:
    """M-2, M-3."""
    async with living() as world:
        ada, bob = await two(world)
        ada.ask("dance")
        ada.ask("chat", text="")
        ada.ask("room.lock", locked=True, reason="other")
        for text in ("{", "[" * 100_000, '{"type":"chat","id":"command-9","text":"\\ud800"}'):
            ada.link.say(text)
        await world.beat()
        assert ada.errors() == [
            "unknown_type",
            "bad_form",
            "not_allowed",
            "bad_json",
            "bad_json",
            "bad_form",
        ]
        assert ada.all("error")[1]["field"] == "text"
        assert ada.all("error")[2]["id"] == "command-0003"
        assert not ada.link.closed
        await still_works(bob)


async def test_ten_bad_messages_within_ten_seconds_are_4003() -> None:
    """L-4; nine are not, nor ten in a longer time."""
    async with living() as world:
        ada, bob = await two(world)
        for _ in range(9):
            ada.link.say("{")
        await world.beat()
        assert not ada.link.closed
        world.clock.now += 10
        for _ in range(9):
            ada.link.say("{")
        await world.beat()
        assert not ada.link.closed
        ada.link.say("{")
        ada.ask("chat", text="not heard any more")
        await world.beat()
        assert ada.link.code == 4003
        assert ada.link.order[-1] == "goodbye"
        await still_works(bob)


async def test_what_is_not_allowed_is_no_strike() -> None:
    async with living() as world:
        ada, _ = await two(world)
        for _ in range(20):
            ada.ask("room.lock", locked=True, reason="other")
        await world.beat()
        assert ada.errors() == ["not_allowed"] * 20
        assert not ada.link.closed


async def test_too_many_commands_are_too_fast_by_id_and_fifty_of_them_4008() -> None:
    """L-2."""
    async with living(Limits(commands=Rate(10, 30))) as world:
        ada, bob = await two(world)
        ids = [ada.ask("exhibit.take", exhibit="card") for _ in range(31)]
        await world.beat()
        assert ada.errors() == ["too_fast"]
        assert ada.last("error")["id"] == ids[-1]
        for _ in range(60):
            ada.ask("exhibit.take", exhibit="card")
        await world.beat()
        assert ada.link.code == 4008
        assert world.metric("rejects_total", reason="too_fast") == 50
        await still_works(bob)


async def test_nobody_is_too_fast_to_leave() -> None:
    """L-2: otherwise a page that floods and leaves would linger as away."""
    async with living(Limits(commands=Rate(10, 1))) as world:
        ada, _ = await two(world)
        for _ in range(3):
            ada.ask("exhibit.take", exhibit="card")
        leaving = ada.ask("leave")
        await world.beat()
        assert ada.errors() == ["too_fast"] * 2
        assert ada.last("ack")["id"] == leaving
        assert ada.link.code == 1000


async def test_chat_has_a_bucket_of_its_own_which_a_new_connection_does_not_refill() -> None:
    async with living() as world:
        ada, _ = await two(world)
        for _ in range(6):
            ada.ask("chat", text="again")
        await world.beat()
        assert ada.errors() == ["too_fast"]
        again = await world.resume(ada)
        again.ask("chat", text="and again")
        await world.beat()
        assert again.errors() == ["too_fast"]


async def test_bots_have_limits_of_their_own() -> None:
    """L-3."""
    limits = Limits(commands=Rate(1, 2), address_factor=1, bot_factor=10)
    async with living(limits) as world:
        bot = await world.arrive("Bot", role=Role.BOT)
        for _ in range(20):
            bot.ask("exhibit.take", exhibit="card")
        await world.beat()
        assert bot.errors() == []


async def test_an_address_has_a_limit_too() -> None:
    limits = Limits(commands=Rate(1, 10), address_factor=1.5)
    async with living(limits) as world:
        ada, bob = await two(world)
        for person in (ada, bob):
            for _ in range(10):
                person.ask("exhibit.take", exhibit="card")
        await world.beat()
        assert len(ada.errors() + bob.errors()) == 5


# ---- the crowd lane ----------------------------------------------------------------------------


async def test_a_pose_is_in_the_next_frame_of_the_others() -> None:
    async with living() as world:
        ada, bob = await two(world)
        ada.pose(1, NEAR)
        await world.beat()
        frame = bob.link.frames[-1]
        read = poses.unpack_desktop(frame.desktop, poses.Quantiser(((0, 0, 0), (40, 4, 40))))
        row = np.flatnonzero(np.asarray(read.slot) == ada.slot)[0]
        assert np.asarray(read.position)[row] == pytest.approx(NEAR, abs=0.011)
        await world.beat(11)  # counted twice a second
        assert world.metric("poses_total") == 1


def with_word(frame: bytes, word: int, value: int) -> bytes:
    data = bytearray(frame)
    data[4 + 4 * word : 8 + 4 * word] = value.to_bytes(4, "little")
    return bytes(data)


def zero_quaternion(slot: int) -> bytes:
    """A headset whose head rotation has components that no unit quaternion has (P-5)."""
    record = np.array([[slot, 0, (1 << 29) - 1 & ~3, 0, 0, 0]], dtype=np.uint32)
    return codec.pose_frame(FrameKind.POSE_VR, 1, record)


async def test_bad_poses_each_get_their_typed_error_and_the_neighbour_feels_nothing() -> None:
    """P-5, P-7, X-1."""
    async with living() as world:
        ada, bob = await two(world)
        ada.ask("exhibit.take", exhibit="card")
        ada.pose(100, CENTRE)
        await world.beat()
        cases = {
            "reserved": with_word(desktop_frame(ada.slot, 101, CENTRE), 2, 0xFFFFFFFF),
            "not_yours": desktop_frame(bob.slot, 102, CENTRE),
            "stale": desktop_frame(ada.slot, 100, CENTRE),
            "rotation": zero_quaternion(ada.slot)[:2] + b"\x70\x00" + zero_quaternion(ada.slot)[4:],
            "bounds": desktop_frame(ada.slot, 105, (163.0, 0.0, 10.0)),
        }
        for frame in cases.values():
            ada.link.say(frame)
            await world.beat()
        bob.link.say(held_frame(bob.slot, 1, 0))
        await world.beat()
        assert ada.errors() == list(cases)
        assert bob.errors() == ["not_holder"]
        assert {error["code"] for error in ada.all("error")} == {"bad_pose"}
        await still_works(bob)


async def test_a_refused_jump_says_where_one_stands() -> None:
    """P-7: at most three at once."""
    async with living() as world:
        ada, _ = await two(world)
        ada.pose(1, CENTRE)
        await world.beat()
        for i in range(4):
            ada.pose(i + 2, (1.0 + 8 * i, 0.0, 20.0), jump=2 + i)
            await world.beat(1, 0.0)
        error = ada.last("error")
        assert error["detail"] == "jump"
        assert error["at"][0] == pytest.approx(17.0, abs=0.011)
        assert not ada.link.closed


async def test_an_error_about_poses_is_told_once_a_second_for_each_fault() -> None:
    """M-5; and ten strikes are 4003 although not each is told."""
    async with living() as world:
        ada, bob = await two(world)
        for i in range(9):
            ada.link.say(desktop_frame(bob.slot, i + 1, CENTRE))
            ada.link.say(b"\x09")
            await world.beat()
            if ada.link.closed:
                break
        assert ada.errors() == ["bad_frame", "not_yours"]
        assert ada.link.code == 4003
        await still_works(bob)


async def test_stale_poses_are_no_strike() -> None:
    async with living() as world:
        ada, _ = await two(world)
        for _ in range(30):
            ada.pose(7, CENTRE)
            await world.beat()
        assert not ada.link.closed
        assert ada.errors() == ["stale", "stale"]


@pytest.mark.parametrize("frame", [b"", b"\x01", b"\x02\x00\x00\x00", b"\x02" * 17, b"\xff" * 28])
async def test_other_binary_messages_are_bad_frames(frame: bytes) -> None:
    """F-2."""
    async with living() as world:
        ada, _ = await two(world)
        ada.link.say(frame)
        await world.beat()
        assert ada.errors() == ["bad_frame"]


async def test_running_too_fast_is_cut_and_counted_not_punished() -> None:
    """P-6."""
    async with living() as world:
        ada, bob = await two(world)
        for i in range(20):
            ada.pose(i + 1, (10.0 + i, 0.0, 10.0))
            await world.beat()
        assert ada.errors() == []
        await world.beat(11)
        assert world.metric("poses_cut_total") > 0
        await still_works(bob)


async def test_poses_beyond_the_limit_are_dropped_and_a_lasting_flood_is_4008() -> None:
    """L-2."""
    async with living() as world:
        ada, bob = await two(world)
        for i in range(150):
            ada.pose(i, CENTRE)
        await world.beat()
        assert ada.errors() == []
        assert world.metric("rejects_total", reason="pose_too_fast") == 30
        for i in range(3000):
            ada.pose(i, CENTRE)
        await world.beat()
        assert ada.link.code == 4008
        await still_works(bob)


async def test_the_holder_turns_an_exhibit_and_whoever_is_lost_lets_go() -> None:
    """X-1, X-2."""
    async with living() as world:
        ada, bob = await two(world)
        ada.ask("exhibit.take", exhibit="safe")
        await world.beat()
        ada.link.say(held_frame(ada.slot, 1, 1))
        await world.beat()
        assert len(bob.link.frames[-1].held) == 1
        ada.link.lose()
        await world.beat(2)
        assert bob.kinds() == ["exhibit.taken", "exhibit.released", "away"]
        bob.ask("exhibit.take", exhibit="safe")
        await world.beat()
        bob.link.say(held_frame(bob.slot, 1, 1))
        await world.beat()
        assert bob.errors() == []


async def test_what_is_carried_too_far_is_told_to_the_holder_and_no_strike() -> None:
    """X-7: whoever is cut on their way (P-6) is honest."""
    async with living() as world:
        ada, bob = await two(world)
        ada.ask("exhibit.take", exhibit="safe")
        await world.beat()
        x, y, z = CENTRE
        for seq in range(30):
            ada.link.say(held_frame(ada.slot, seq, 1, (x, y + 1.0, z + 4.0)))
            await world.beat()
        assert ada.link.code is None
        assert set(ada.errors()) == {"reach"}
        ada.link.say(held_frame(ada.slot, 99, 1, (x, y + 1.0, z + 1.0)))
        await world.beat()
        assert len(bob.link.frames[-1].held) == 1


async def test_entries_reach_a_reader_who_is_behind_without_poses() -> None:
    """F-4."""
    async with living() as world:
        ada, bob = await two(world)
        bob.link.behind = True
        ada.pose(1, NEAR)
        ada.ask("chat", text="for you too")
        await world.beat()
        frame = bob.link.frames[-1]
        assert [e.kind for e in frame.entries] == ["chat"]
        assert len(frame.desktop) == 0


async def test_a_defect_in_one_connection_closes_it_and_touches_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with living() as world:
        ada, bob = await two(world)

        def broken() -> list[str]:
            raise RuntimeError("a defect")

        monkeypatch.setattr(ada.link, "receive", broken)
        ada.link.say("anything")
        bob.ask("chat", text="still heard")
        await world.beat(2)
        assert ada.link.code == 1011
        assert "away" in bob.kinds()
        await still_works(bob)


async def test_at_least_a_frame_a_second() -> None:
    """F-6."""
    async with living() as world:
        ada, _ = await two(world)
        await world.beat(45)
        before = len(ada.link.frames)
        await world.beat(21)
        assert len(ada.link.frames) > before
