"""How each kind of entry is decided and what it changes: one row of ``REDUCERS`` a kind.

A new kind is an entry class, two functions in the ``..._rules`` of its matter, and a row here.
"""

from collections.abc import Mapping
from typing import Any, Final

from . import call_rules, exhibit_rules, member_rules, moderation_rules, talk_rules
from . import entries as e
from .reducer import Reducer

REDUCERS: Final[Mapping[type[e.Draft], Reducer[Any]]] = {
    e.Joined: member_rules.JOINED,
    e.Left: member_rules.LEFT,
    e.WentAway: member_rules.WENT_AWAY,
    e.CameBack: member_rules.CAME_BACK,
    e.HomeLost: member_rules.HOME_LOST,
    e.SatDown: member_rules.SAT_DOWN,
    e.GotUp: member_rules.GOT_UP,
    e.AsideSet: member_rules.ASIDE_SET,
    e.Said: talk_rules.SAID,
    e.Reported: talk_rules.REPORTED,
    e.Announced: talk_rules.ANNOUNCED,
    e.Took: exhibit_rules.TOOK,
    e.Settled: exhibit_rules.SETTLED,
    e.Released: exhibit_rules.RELEASED,
    e.Offered: exhibit_rules.OFFERED,
    e.HotspotShown: exhibit_rules.HOTSPOT_SHOWN,
    e.Guided: exhibit_rules.GUIDED,
    e.MediaSet: exhibit_rules.MEDIA_SET,
    e.LockSet: moderation_rules.LOCK_SET,
    e.SlowSet: moderation_rules.SLOW_SET,
    e.MuteSet: moderation_rules.MUTE_SET,
    e.Removed: moderation_rules.REMOVED,
    e.Greeted: moderation_rules.GREETED,
    e.Invited: moderation_rules.INVITED,
    e.CallAsked: call_rules.CALL_ASKED,
    e.CallCancelled: call_rules.CALL_CANCELLED,
    e.CallTaken: call_rules.CALL_TAKEN,
    e.CallDone: call_rules.CALL_DONE,
}
