"""What staff do, through the whole hub: recorded first, decided by the log; out is out."""

from typing import Any

import pytest
from realtime_world import HALL, LOBBY, Person, World, living

from vbranch.access.tokens import token_hash
from vbranch.ids import SessionId, VisitId
from vbranch.protocol.constants import StaffRole

REASON: dict[str, Any] = {"reason": "harassment", "text": "twice asked to stop"}


async def acts(world: World) -> list[tuple[str, str]]:
    """What the audit has: act and outcome, in order."""
    return [(entry.act, entry.outcome.value) for entry in await world.audit.told()]


def visit_of(person: Person) -> VisitId:
    assert person.connection.visit is not None
    return person.connection.visit.id


def remove(by: Person, whom: Person) -> str:
    return by.ask("member.remove", member=whom.member, **REASON)


def ban(by: Person, whom: Person, seconds: int = 600, *, network: bool = False) -> str:
    return by.ask("member.ban", member=whom.member, seconds=seconds, network=network, **REASON)


# ---- the order --------------------------------------------------------------------------------


async def test_an_act_is_recorded_before_it_is_done_and_with_how_it_ended() -> None:
    """D-2; nowhere is the visitor's name."""
    async with living() as world:
        kim, ada = await world.arrive_staff(StaffRole.HOST), await world.arrive("Adalbert")
        visit = visit_of(ada)
        command = kim.ask("member.mute", member=ada.member, on=True, **REASON)
        await world.beat()
        assert kim.last("ack") | {"seq": 0} == {
            "type": "ack",
            "id": command,
            "seq": 0,
            "outcome": "accepted",
            "reason": None,
            "by": None,
            "repeat": False,
        }
        asked, ended = await world.audit.told()
        assert (asked.account, asked.name, asked.act) == ("account-kim", "Kim", "member.mute")
        assert (asked.outcome, ended.outcome) == ("asked", "accepted")
        assert (asked.about, asked.visit, asked.room) == (ada.member, visit, LOBBY)
        assert (asked.reason, asked.words, asked.detail) == (*REASON.values(), "on")
        assert (asked.command, ended.asked) == (command, 1)
        assert asked.at <= ended.at
        assert all("Adalbert" not in record.body for record in await world.audit.read())


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("room.lock", {"locked": True, **REASON}),
        ("chat.slow", {"seconds": 30, **REASON}),
        ("announce", {"text": "We close in ten minutes"}),
        ("member.mute", {"on": True, **REASON}),
        ("member.remove", REASON),
        ("member.ban", {"seconds": 600, "network": False, **REASON}),
    ],
)
async def test_what_cannot_be_recorded_is_not_done(kind: str, fields: dict[str, Any]) -> None:
    """Nothing of it; once it can be, the same command is done."""
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        fields = fields | ({"member": ada.member} if kind.startswith("member") else {})
        before = await world.records()
        world.audit.broken = True
        command = kim.ask(kind, **fields)
        await world.beat(2)
        assert [(e["code"], e["id"]) for e in kim.all("error")] == [("try_again", command)]
        assert await world.records() == before
        assert await world.bans.in_force(0) == []
        assert [person.link.closed for person in (kim, ada)] == [False, False]
        world.audit.broken = False
        kim.link.say({"type": kind, "id": command, **fields})
        await world.beat(2)
        assert kim.last("ack")["outcome"] == "accepted"
        assert await acts(world) == [(kind, "asked"), (kind, "accepted")]


async def test_what_the_log_cannot_take_is_recorded_as_failed_and_bans_nobody() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        world.log.broken = True
        ban(kim, ada)
        await world.beat(2)
        assert kim.errors() == ["try_again"]
        assert await acts(world) == [("member.ban", "asked"), ("member.ban", "failed")]
        assert await world.bans.in_force(0) == []
        assert not ada.link.closed


async def test_a_ban_that_cannot_be_kept_removes_nobody() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        world.bans.broken = True
        ban(kim, ada)
        await world.beat(2)
        assert kim.errors() == ["try_again"]
        assert await acts(world) == [("member.ban", "asked"), ("member.ban", "failed")]
        assert not ada.link.closed
        assert "leave" not in kim.kinds()


async def test_an_outcome_that_cannot_be_recorded_at_once_is_recorded_later() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        world.audit.holds = 1
        remove(kim, ada)
        await world.beat(2)
        assert kim.last("ack")["outcome"] == "accepted"
        assert await acts(world) == [("member.remove", "asked")]
        world.audit.holds = None
        world.audit.broken = False
        await world.hub.sweep()
        assert await acts(world) == [("member.remove", "asked"), ("member.remove", "accepted")]


async def test_a_repeat_is_answered_and_neither_done_nor_recorded_again() -> None:
    """M-4."""
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        command, member = ban(kim, ada), ada.member
        await world.beat(2)
        kim.link.say(
            {
                "type": "member.ban",
                "id": command,
                "member": member,
                "seconds": 600,
                "network": False,
                **REASON,
            }
        )
        await world.beat(2)
        assert kim.last("ack")["repeat"]
        assert len(await world.audit.told()) == 2
        assert len(await world.bans.in_force(world.clock.unix())) == 1


async def test_who_was_signed_out_a_moment_ago_does_nothing_any_more() -> None:
    """Before the next look at who is signed in (staff_watch)."""
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        await world.sessions.revoke(SessionId("session-kim"))
        remove(kim, ada)
        await world.beat(2)
        assert kim.errors() == ["not_allowed"]
        assert not ada.link.closed
        assert await world.audit.told() == []


async def test_who_has_no_right_is_neither_recorded_nor_waited_for() -> None:
    async with living() as world:
        host, ada = await world.arrive_staff(StaffRole.HOST), await world.arrive()
        bob = await world.arrive("Bob")
        remove(host, ada)
        remove(bob, ada)
        await world.beat(2)
        assert host.errors() == bob.errors() == ["not_allowed"]
        assert await world.audit.told() == []


# ---- removed ----------------------------------------------------------------------------------


async def test_who_is_removed_is_told_why_and_cannot_resume() -> None:
    """D-7."""
    async with living() as world:
        kim, ada, bob = await world.arrive_staff(), await world.arrive(), await world.arrive("Bob")
        visit, member = visit_of(ada), ada.member
        remove(kim, ada)
        await world.beat(2)
        goodbye = ada.last("goodbye")
        assert (goodbye["code"], goodbye["reason"], goodbye["until"]) == (4007, "harassment", None)
        assert ada.link.code == 4007
        assert ada.link.order[-1] == "goodbye"
        (left,) = [entry for entry in bob.entries if entry.kind == "leave"]
        assert (left.member, left.reason) == (member, "removed")
        assert await world.sessions.find_visit(visit) is None, "its key is destroyed"
        again = await world.resume(ada)
        assert (again.errors(), again.link.code) == (["resume_refused"], 4009)


async def test_who_was_removed_may_come_again_as_somebody_new() -> None:
    """D-7: by a new ticket, in a new visit."""
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        visit, member = visit_of(ada), ada.member
        remove(kim, ada)
        await world.beat(2)
        again = await world.arrive("Ada", cookie=ada.cookie)
        assert not again.link.closed
        assert visit_of(again) != visit
        assert again.member != member


async def test_who_is_away_can_be_removed_and_cannot_resume() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        ada.link.lose()
        await world.beat(2)
        remove(kim, ada)
        await world.beat(2)
        assert kim.last("ack")["outcome"] == "accepted"
        again = await world.resume(ada)
        assert again.link.code == 4009


async def test_a_resume_that_is_under_way_meanwhile_is_refused() -> None:
    """The token was good when it was shown; the visit was ended before the way in was free."""
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        ada.link.lose()
        await world.beat(2)
        world.log.gate.clear()
        remove(kim, ada)
        again = world.connect(ada.cookie)
        again.link.say({"type": "resume", "token": ada.welcome["resume"]})
        world.hub.drain()
        await world.spin()
        world.log.gate.set()
        await world.beat(3)
        assert kim.last("ack")["outcome"] == "accepted"
        assert (again.errors(), again.link.code) == (["resume_refused"], 4009)


async def test_nobody_slips_into_another_room_while_being_removed() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        world.log.gate.clear()
        remove(kim, ada)
        ada.ask("enter", room="hall")
        world.hub.drain()
        await world.spin()
        world.log.gate.set()
        await world.beat(3)
        assert ada.link.code == 4007
        assert [member.name for member in kim.state.members if member.member == ada.member] == []
        await world.hub.sweep()
        await world.beat(2)
        for runtime in world.hub.rooms.values():
            assert all(member.member != ada.member for member in runtime.state.members.values())


async def test_who_moved_on_before_is_found_by_no_act_in_the_old_room() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        ada.ask("enter", room="hall")
        await world.beat(3)
        ban(kim, ada)
        await world.beat(2)
        ack = kim.last("ack")
        assert (ack["outcome"], ack["reason"]) == ("refused", "no_such_member")
        assert not ada.link.closed
        assert await world.bans.in_force(0) == []
        entries = await world.audit.told()
        assert (entries[1].outcome, entries[1].detail) == ("refused", "no_such_member")


async def test_two_who_remove_the_same_person_at_once() -> None:
    """One is accepted, the other refused; the audit has both."""
    async with living() as world:
        kim, rei = await world.arrive_staff(), await world.arrive_staff(login="rei")
        ada = await world.arrive()
        remove(kim, ada)
        remove(rei, ada)
        await world.beat(3)
        acks = [person.last("ack") for person in (kim, rei)]
        assert sorted(ack["outcome"] for ack in acks) == ["accepted", "refused"]
        assert {ack["reason"] for ack in acks} == {None, "no_such_member"}
        told = await world.audit.told()
        assert [entry.outcome for entry in told].count("asked") == 2
        assert {entry.outcome for entry in told[2:]} == {"accepted", "refused"}
        assert {entry.name for entry in told} == {"Kim", "Rei"}
        assert ada.link.code == 4007


async def test_staff_are_not_removed() -> None:
    async with living() as world:
        kim, rei = await world.arrive_staff(), await world.arrive_staff(login="rei")
        ban(kim, rei)
        await world.beat(2)
        assert kim.last("ack")["reason"] == "is_staff"
        assert not rei.link.closed
        assert await world.bans.in_force(0) == []


# ---- muted ------------------------------------------------------------------------------------


async def test_who_is_muted_stays_so_in_another_room_and_after_being_away() -> None:
    """D-5."""
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        kim.ask("member.mute", member=ada.member, on=True, **REASON)
        await world.beat(2)
        ada.ask("enter", room="hall")
        await world.beat(3)
        ada.link.lose()
        await world.beat(2)
        ada = await world.resume(ada)
        ada.ask("chat", text="hello?")
        await world.beat(2)
        assert ada.last("ack")["reason"] == "muted"


async def test_who_is_muted_stays_so_on_another_visit_in_the_same_browser() -> None:
    """D-5: going and coming again, or being taken out, ends no mute; only staff do."""
    async with living() as world:
        kim, ada = await world.arrive_staff(StaffRole.MODERATOR), await world.arrive()
        kim.ask("member.mute", member=ada.member, on=True, **REASON)
        await world.beat(2)
        ada.ask("leave")
        await world.beat(2)
        again = await world.arrive("Eve", HALL, cookie=ada.cookie)
        assert again.member != ada.member
        assert again.last("own")["muted"] == [again.member]
        remove(kim, again)  # from another room: refused, and nothing of the mute
        again.ask("chat", text="here I am again")
        await world.beat(2)
        assert again.last("ack")["reason"] == "muted"
        sol = await world.arrive_staff(StaffRole.HOST, room=HALL, login="sol")
        sol.ask("member.mute", member=again.member, on=False, **REASON)
        await world.beat(2)
        again.ask("leave")
        await world.beat(2)
        third = await world.arrive("Eve", cookie=ada.cookie)
        assert third.last("own")["muted"] == []
        other = await world.arrive("Ada")
        assert other.last("own")["muted"] == [], "another browser is somebody else"


async def test_a_mute_that_was_refused_holds_nowhere() -> None:
    async with living() as world:
        kim, sol = await world.arrive_staff(), await world.arrive_staff(login="sol")
        kim.ask("member.mute", member=sol.member, on=True, **REASON)
        await world.beat(2)
        assert kim.last("ack")["reason"] == "is_staff"
        visit = await world.sessions.find_visit(visit_of(sol))
        assert visit is not None
        assert visit.mute is None


async def test_who_moves_while_being_muted_is_muted_there() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        world.log.gate.clear()
        kim.ask("member.mute", member=ada.member, on=True, **REASON)
        ada.ask("enter", room="hall")
        world.hub.drain()
        await world.spin()
        world.log.gate.set()
        await world.beat(3)
        muted = {
            room: member.muted
            for room, runtime in world.hub.rooms.items()
            for member in runtime.state.members.values()
            if member.member == ada.member
        }
        accepted = kim.last("ack")["outcome"] == "accepted"
        assert muted == {HALL: accepted}, "either it came too late, or it holds"


# ---- banned -----------------------------------------------------------------------------------


async def test_who_is_banned_is_told_until_when_and_gets_in_by_no_ticket() -> None:
    """D-8: also not by one that was got before, and again when the ban is over."""
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        before = await world.ticket(ada.cookie)
        until = world.clock.unix() + 600
        ban(kim, ada)
        await world.beat(2)
        goodbye = ada.last("goodbye")
        assert (goodbye["code"], goodbye["reason"]) == (4011, "harassment")
        assert goodbye["until"] == pytest.approx(until * 1000, abs=100)
        again = world.connect(ada.cookie)
        again.link.say({"type": "join", "ticket": before, "name": "Ada", "avatar": 0})
        await world.beat(2)
        assert again.last("goodbye")["until"] == goodbye["until"]
        assert (again.errors(), again.link.code) == (["ticket_refused"], 4011)
        world.clock.now += 601
        later = await world.arrive("Ada", cookie=ada.cookie)
        assert not later.link.closed


async def test_a_ban_is_of_the_session_and_of_the_address_only_if_that_was_asked() -> None:
    async with living() as world:
        kim, ada, bob = await world.arrive_staff(), await world.arrive(), await world.arrive("Bob")
        session = await world.sessions.find_session(token_hash(ada.cookie), world.clock.unix())
        ban(kim, ada)
        await world.beat(2)
        bans, now = world.moderation.bans, world.clock.unix()
        found = await bans.of(session.id, now)  # type: ignore[union-attr]
        assert found is not None
        assert found.network is None
        assert await bans.at("192.0.2.1", now) is None
        ban(kim, bob, network=True)
        await world.beat(2)
        assert await bans.at("192.0.2.1", now) is not None
        assert await bans.at("192.0.2.2", now) is None
        details = [entry.detail for entry in await world.audit.told() if entry.detail]
        assert details == ["600 s", "600 s, address too"]
        assert all("192.0.2" not in record.body for record in await world.audit.read())


async def test_who_is_away_has_no_address_and_the_audit_says_so() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        ada.link.lose()
        await world.beat(2)
        ban(kim, ada, network=True)
        await world.beat(2)
        (banned,) = await world.bans.in_force(world.clock.unix())
        assert banned.network is None
        assert (await world.audit.told())[0].detail == "600 s, address not known"


async def test_a_ban_that_is_over_is_destroyed_by_the_sweep() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        ban(kim, ada)
        await world.beat(2)
        world.clock.now += 601
        await world.hub.sweep()
        assert await world.bans.in_force(0) == []


async def test_tickets_wait_for_bans_that_cannot_be_read() -> None:
    async with living() as world:
        ada = await world.arrive()
        ticket = await world.ticket(ada.cookie)
        world.bans.broken = True
        again = world.connect(ada.cookie)
        again.link.say({"type": "join", "ticket": ticket, "name": "Ada", "avatar": 0})
        await world.beat(2)
        assert (again.errors(), again.link.code) == (["try_again"], 1012)
