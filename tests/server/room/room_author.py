"""Writes logs for the properties of a room: drafts of every kind that mostly fit what it is."""

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

from room_kit import Log, joined

from vbranch.protocol.constants import ModerationReason, ReportReason, Role, StaffRole
from vbranch.room import entries as e
from vbranch.room.room import Room

NAMES = "abcdef"
PRESENT = NAMES[:3]  # in the room from the start
COMMANDS = [f"command-{i}" for i in range(8)]
EXHIBITS = ["card", "globe", "chair"]  # the plan has no chair
HOTSPOTS = [None, "fees", "terms", "rates"]  # and its card no rates
TURNS = [(0.0, 0.6, 0.0, 0.8), (0.1, 0.3, 0.3, 0.9)]  # unit quaternions
HOMES = ["h1", "h2"]
SEATS = ["seat:1", "seat:2", "seat:9"]  # the plan has no ninth
LENGTH = 120


class Author:
    """Writes drafts that mostly fit what a room is at present; now and then any choice is off.

    Drafts drawn blindly are nearly all refused: nobody holds what they settle.
    """

    def __init__(self, chance: Random, room: Room) -> None:
        self.chance = chance
        self.room = room
        self.kinds: dict[Callable[[], e.Draft], int] = {
            self.join: 4,
            self.leave: 1,
            self.part: 1,
            self.come_back: 2,
            self.lose_home: 1,
            self.say: 3,
            self.take: 4,
            self.settle: 3,
            self.release: 3,
            self.show: 2,
            self.lock: 1,
            self.report: 2,
            self.offer: 4,
            self.guide: 2,
            self.play: 2,
            self.sit: 3,
            self.get_up: 3,
            self.set_aside: 2,
            self.announce: 1,
            self.slow: 2,
            self.mute: 1,
            self.remove: 1,
            self.invite: 2,
            self.greet: 2,
            self.call: 4,
            self.cancel_call: 2,
            self.take_call: 3,
            self.end_call: 2,
        }

    def draft(self) -> e.Draft:
        return self.chance.choices(list(self.kinds), list(self.kinds.values()))[0]()

    def pick(self, fitting: Iterable[Any], others: Sequence[Any]) -> Any:
        fit = list(fitting)
        return self.chance.choice(fit if fit and self.chance.random() < 0.95 else others)

    def name(self, away: bool | None = None) -> str:
        """Who is aside does nothing (Q-4), and is named where somebody comes back."""
        members = (m for m in self.room.state.members.values() if away or not m.aside)
        return self.pick((m.member[2:] for m in members if away in (None, m.away)), NAMES)

    def command(self) -> str | None:
        return self.chance.choice([None] * 2 * len(COMMANDS) + COMMANDS)

    def by(self, kind: type[e.Draft], name: str, **fields: Any) -> e.Draft:
        """A member's own command."""
        at, visit = self.chance.randint(0, 99), f"v_{self.pick([name], NAMES)}"
        return kind(at=at, visit=visit, member=f"m_{name}", command=self.command(), **fields)

    def of_server(self, kind: type[e.Draft], **fields: Any) -> e.Draft:
        return kind(at=self.chance.randint(0, 99), **fields)

    def join(self) -> e.Draft:
        absent = [name for name in NAMES if f"m_{name}" not in self.room.state.members]
        staff = self.chance.choice([None, StaffRole.HOST, StaffRole.MODERATOR])
        role = Role.VISITOR if staff is None else Role.STAFF
        told = {None: (), StaffRole.HOST: ("calls",), StaffRole.MODERATOR: ("reports", "calls")}
        more = {"role": role, "staff": staff, "told": told[staff]}
        if staff is None and self.chance.random() < 0.1:
            more["mute"] = e.Mute("m_elsewhere", self.reason())
        home = self.chance.choice(HOMES)
        return joined(self.pick(absent, NAMES), home=home, command=self.command(), **more)

    def leave(self) -> e.Draft:
        name = self.name()
        if self.chance.random() < 0.3:
            return self.of_server(e.Left, member=f"m_{name}", reason="expired")
        return self.by(e.Left, name, reason=self.chance.choice(["left", "moved"]))

    def part(self) -> e.Draft:
        member = f"m_{self.name(away=False)}"
        known = self.room.state.members.get(member)
        home = self.pick([known.home] if known else [], HOMES)
        return self.of_server(e.WentAway, member=member, home=home)

    def come_back(self) -> e.Draft:
        home = self.chance.choice(HOMES)
        return self.of_server(e.CameBack, member=f"m_{self.name(away=True)}", home=home)

    def lose_home(self) -> e.Draft:
        homes = (m.home for m in self.room.state.members.values() if not m.away)
        return self.of_server(e.HomeLost, home=self.pick(homes, HOMES))

    def say(self) -> e.Draft:
        text = "".join(self.chance.choice("aé\u2028🙂") for _ in range(3))
        name = self.name()
        return self.by(e.Said, name, text=text, to=self.pick([None, self.other(name)], [None]))

    def take(self) -> e.Draft:
        name = self.name(away=False)
        free = [
            exhibit.id
            for exhibit in self.room.state.exhibits
            if exhibit.holder is None or exhibit.offered == f"m_{name}"
        ]
        return self.by(e.Took, name, exhibit=self.pick(free, EXHIBITS))

    def settle(self) -> e.Draft:
        return self._turn(e.Settled)

    def release(self) -> e.Draft:
        return self._turn(e.Released)

    def other(self, name: str, away: bool | None = None) -> str | None:
        """Somebody else who is here, if there is anybody."""
        members = self.room.state.members.values()
        others = [m.member for m in members if m.member != f"m_{name}" and away in (None, m.away)]
        return self.chance.choice(others) if others else None

    def report(self) -> e.Draft:
        name, reason = self.name(), self.chance.choice(list(ReportReason))
        text = self.chance.choice([None, "why"])
        about = self.other(name) or "m_nobody"
        return self.by(e.Reported, name, about=about, reason=reason, text=text)

    def offer(self) -> e.Draft:
        held = {x.id: x.holder for x in self.room.state.exhibits if x.holder is not None}
        exhibit = self.pick(held, EXHIBITS)
        name = self.pick([held[exhibit][2:]] if exhibit in held else [], NAMES)
        return self.by(e.Offered, name, exhibit=exhibit, to=self.other(name, away=False))

    def guide(self) -> e.Draft:
        exhibit = self.chance.choice(self.room.state.exhibits)
        name = self.name(away=False) if exhibit.guide is None else exhibit.guide[2:]
        return self.by(e.Guided, name, exhibit=exhibit.id, on=exhibit.guide is None)

    def play(self) -> e.Draft:
        playing, position = self.chance.random() < 0.5, self.chance.randint(0, 90) / 2
        fields = {"exhibit": self.pick(EXHIBITS[:2], EXHIBITS), "playing": playing}
        return self.by(e.MediaSet, self.name(away=False), **fields, position=position)

    def sit(self) -> e.Draft:
        taken = {member.seat for member in self.room.state.members.values()}
        seat = self.pick([seat for seat in SEATS[:2] if seat not in taken], SEATS)
        return self.by(e.SatDown, self.name(away=False), seat=seat)

    def get_up(self) -> e.Draft:
        members = self.room.state.members.values()
        return self.by(e.GotUp, self.pick((m.member[2:] for m in members if m.seat), NAMES))

    def set_aside(self) -> e.Draft:
        """Whoever is aside comes back first: they could do nothing else."""
        aside = [m.member[2:] for m in self.room.state.members.values() if m.aside and not m.away]
        name = self.pick(aside, [self.name(away=False)])
        watching = self.chance.random() < 0.3
        return self.by(e.AsideSet, name, on=name not in aside, watching=watching)

    def _turn(self, kind: type[e.Draft]) -> e.Draft:
        held = {x.id: x.holder for x in self.room.state.exhibits if x.holder is not None}
        exhibit = self.pick(held, EXHIBITS)
        name = self.pick([held[exhibit][2:]] if exhibit in held else [], NAMES)
        return self.by(kind, name, exhibit=exhibit, rotation=self.chance.choice(TURNS))

    def show(self) -> e.Draft:
        exhibit = self.pick(["card"], EXHIBITS)
        known = self.room.state.exhibit(exhibit)
        new = [spot for spot in HOTSPOTS[:3] if known and spot != known.hotspot]
        return self.by(
            e.HotspotShown, self.name(), exhibit=exhibit, hotspot=self.pick(new, HOTSPOTS)
        )

    def lock(self) -> e.Draft:
        new = not self.room.state.locked
        locked, reason = self.pick([new], [not new]), self.chance.choice([None, *ModerationReason])
        return self.by(e.LockSet, self.name(), locked=locked, reason=reason)

    def reason(self) -> ModerationReason:
        return self.chance.choice(list(ModerationReason))

    def announce(self) -> e.Draft:
        return self.by(e.Announced, self.name(), text=self.chance.choice(["soon", "now"]))

    def slow(self) -> e.Draft:
        new = [0] if self.room.state.slow else [1, 30]  # entries are within a tenth of a second
        seconds = self.pick(new, [0, 1])
        return self.by(e.SlowSet, self.name(), seconds=seconds, reason=self.reason())

    def guest(self, name: str) -> str:
        """Somebody else who is no staff."""
        members = self.room.state.members.values()
        guests = (m.member for m in members if m.role != Role.STAFF and m.member != f"m_{name}")
        return self.pick(guests, [f"m_{other}" for other in NAMES])

    def mute(self) -> e.Draft:
        name = self.name()
        about = self.guest(name)
        known = self.room.state.members.get(about)
        on = self.pick([] if known is None else [not known.muted], [True, False])
        return self.by(e.MuteSet, name, about=about, on=on, reason=self.reason())

    def remove(self) -> e.Draft:
        name, banned = self.name(), self.chance.random() < 0.5
        about = self.guest(name)
        return self.by(e.Removed, name, about=about, banned=banned, reason=self.reason())

    def greet(self) -> e.Draft:
        """Mostly a visitor whom nobody has greeted: all others are refused."""
        members = self.room.state.members.values()
        new = [
            m.member
            for m in members
            if m.role is Role.VISITOR and m.greeted is None and not (m.away or m.aside)
        ]
        return self.by(e.Greeted, self.name(), to=self.pick(new, [f"m_{name}" for name in NAMES]))

    def invite(self) -> e.Draft:
        name = self.name()
        to = self.other(name, away=False) or "m_nobody"
        taken = {member.seat for member in self.room.state.members.values()}
        seats = [None, *(seat for seat in SEATS[:2] if seat not in taken)]
        seat = self.pick(seats, SEATS)
        place = self.pick([None, (1.0, 0.0, 1.0)], [(99.0, 0.0, 0.0)]) if seat is None else None
        return self.by(e.Invited, name, to=to, seat=seat, place=place)

    def call(self) -> e.Draft:
        members = self.room.state.members.values()
        calling = {call.caller for call in self.room.state.calls}
        quiet = [m.member[2:] for m in members if m.member not in calling and not m.away]
        topic = self.chance.choice([None, "a card"])
        return self.by(e.CallAsked, self.pick(quiet, NAMES), topic=topic)

    def caller(self, by: Sequence[str | None]) -> str:
        """Whoever waits on those of staff; None: on anybody."""
        calls = (call.caller for call in self.room.state.calls if call.by in by)
        return self.pick(calls, [f"m_{other}" for other in NAMES])

    def cancel_call(self) -> e.Draft:
        calls = (call.caller[2:] for call in self.room.state.calls)
        return self.by(e.CallCancelled, self.pick(calls, NAMES))

    def take_call(self) -> e.Draft:
        return self.by(e.CallTaken, self.name(away=False), caller=self.caller([None]))

    def end_call(self) -> e.Draft:
        name = self.name()
        return self.by(e.CallDone, name, caller=self.caller([None, f"m_{name}"]))


def write_log(chance: Random, length: int) -> list[e.Draft]:
    """Three members join, then ``length`` drafts follow, each written for the room it meets."""
    log = Log(capacity=4)
    for name in PRESENT:
        assert log.join(name).accepted
    author = Author(chance, log.room)
    for _ in range(length):
        log.add(author.draft())
    return log.entries
