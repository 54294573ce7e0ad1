"""What staff see of a room from outside."""

from room_kit import Log

from vbranch.protocol.constants import ModerationReason, Role
from vbranch.room import entries as e
from vbranch.room.glance import Glance, glance


def test_an_empty_room():
    assert glance(Log().room, 0) == Glance("lobby", 0, 0, 0, 0, None, False, 0)


def test_who_is_there_who_waits_and_since_when_somebody_calls():
    log = Log()
    for name in ("ann", "bo", "cy"):
        log.join(name)
    log.join("bot", role=Role.BOT)
    log.join("hal", role=Role.STAFF, watching=True)
    log.server(e.WentAway, member="m_cy", home="h1")
    log.do(e.CallAsked, "ann", topic=None, at=70)
    log.do(e.CallAsked, "bo", topic=None, at=90)
    log.do(e.SlowSet, "hal", seconds=20, reason=ModerationReason.SPAM)
    log.do(e.LockSet, "hal", locked=True, reason=ModerationReason.SAFETY)
    assert glance(log.room, 6) == Glance("lobby", 4, 1, 6, 2, 70, True, 20)
    log.do(e.CallTaken, "hal", caller="m_ann")
    seen = glance(log.room, 0)
    assert (seen.calls, seen.called) == (1, 90)
