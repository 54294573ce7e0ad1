"""What members see of a room: opened seals (PROTOCOL.md S-1, S-3, E-5)."""

from room_kit import Log, staffed

from vbranch.protocol import messages as m
from vbranch.protocol.constants import ModerationReason, ReportReason, Role, StaffRole
from vbranch.room import entries as e
from vbranch.room.views import NAMELESS, own_view, room_state, wire_entry


class Keys:
    """Opens ``sealed X`` of the visits whose key still exists."""

    def __init__(self, *visits: str) -> None:
        self.visits = visits
        self.asked: list[tuple[str, str]] = []

    def open(self, visit: str, sealed: str) -> str | None:
        self.asked.append((visit, sealed))
        return sealed.removeprefix("sealed ") if visit in self.visits else None


def test_names_and_words_are_opened_with_their_visits_key():
    log, keys = Log(), Keys("v_ann")
    (joined,) = log.join("ann").shown
    (said,) = log.do(e.Said, "ann", text="sealed hello").shown
    assert wire_entry(joined, keys.open) == m.JoinEntry(
        seq=1, at=1, member="m_ann", slot=0, role=Role.VISITOR, name="ann", avatar=1
    )
    assert wire_entry(said, keys.open) == m.ChatEntry(seq=2, at=5, member="m_ann", text="hello")
    assert keys.asked == [("v_ann", "sealed ann"), ("v_ann", "sealed hello")]


def test_without_a_key_words_are_left_out_and_members_are_nameless():
    log, keys = Log(), Keys()
    (joined,) = log.join("ann").shown
    (said,) = log.do(e.Said, "ann", text="sealed hello").shown
    entry = wire_entry(joined, keys.open)
    assert isinstance(entry, m.JoinEntry)
    assert entry.name == NAMELESS
    assert wire_entry(said, keys.open) is None
    state = room_state(log.room, "e1", keys.open)
    assert [member.name for member in state.members] == [NAMELESS]
    assert state.chat == []


def test_entries_without_a_seal_are_as_they_are():
    log, keys = Log(), Keys()
    log.join("ann")
    (taken,) = log.do(e.Took, "ann", exhibit="card").shown
    assert wire_entry(taken, keys.open) == taken.entry
    assert keys.asked == []


def test_the_fresh_state_is_the_room_as_it_is():
    log, keys = Log(), Keys("v_ann", "v_cy")
    log.join("ann")
    log.join("bo", role=Role.BOT)
    log.join("cy")
    log.do(e.Took, "ann", exhibit="card")
    log.do(e.Said, "bo", text="sealed gone")
    log.do(e.Said, "cy", text="sealed hello")
    log.do(e.LockSet, "ann", locked=True, reason=ModerationReason.SAFETY)
    log.do(e.Left, "cy", reason="moved")
    log.server(e.WentAway, member="m_bo", home="h1")
    turn = (0.0, 0.0, 0.0, 1.0)
    assert room_state(log.room, "e1", keys.open) == m.RoomState(
        room="lobby",
        epoch="e1",
        seq=9,
        locked=True,
        lock_reason=ModerationReason.SAFETY,
        members=[
            m.MemberView(
                member="m_ann", slot=0, role=Role.VISITOR, name="ann", avatar=1, away=False
            ),
            m.MemberView(member="m_bo", slot=1, role=Role.BOT, name=NAMELESS, avatar=1, away=True),
        ],
        exhibits=[
            m.ExhibitView(exhibit="card", index=0, holder="m_ann", rotation=turn, hotspot=None),
            m.ExhibitView(exhibit="globe", index=1, holder=None, rotation=turn, hotspot=None),
        ],
        chat=[m.ChatView(seq=6, at=5, member="m_cy", name="cy", text="hello")],
    )


def test_nothing_that_outlives_the_visit_is_shown():
    """E-5."""
    log, keys = Log(), Keys("v_ann")
    told = [shown.entry for shown in log.join("ann", home="h-secret").shown]
    told_text = "".join(entry.model_dump_json() for entry in told)
    text = room_state(log.room, "e1", keys.open).model_dump_json() + told_text
    assert "v_ann" not in text
    assert "h-secret" not in text


# ---- what only some see -----------------------------------------------------------------------


def told_some() -> Log:
    """Ann said something to Bo, Bo answered, and reported her; Cy is staff, Dee came later."""
    log = Log()
    log.join("ann")
    log.join("bo")
    log.join_staff("cy")
    log.do(e.Said, "ann", text="sealed psst", to="m_bo")
    log.do(e.Said, "bo", text="sealed yes", to="m_ann")
    log.do(e.Reported, "bo", about="m_ann", reason=ReportReason.OTHER, text="sealed rude")
    log.join("dee")
    return log


def test_own_has_what_one_said_and_was_told_alone():
    """S-4: and the state that all get has nothing of it."""
    log, keys = told_some(), Keys("v_ann", "v_bo", "v_cy")
    lines = [
        m.ChatView(seq=4, at=5, member="m_ann", name="ann", to="m_bo", to_name="bo", text="psst"),
        m.ChatView(seq=5, at=5, member="m_bo", name="bo", to="m_ann", to_name="ann", text="yes"),
    ]
    for member in ("m_ann", "m_bo"):
        assert own_view(log.room, member, keys.open) == m.Own(seq=7, chat=lines, reports=[])
    for member in ("m_dee", "m_nobody"):
        assert own_view(log.room, member, keys.open) == m.Own(seq=7, chat=[], reports=[])
    shared = room_state(log.room, "e1", keys.open).model_dump_json()
    assert not any(word in shared for word in ("psst", "yes", "rude", "reports"))


def test_staff_see_the_reports():
    """N-2."""
    log, keys = told_some(), Keys("v_ann", "v_bo", "v_cy")
    (report,) = own_view(log.room, "m_cy", keys.open).reports
    assert (report.name, report.about_name, report.reason, report.text) == (
        "bo",
        "ann",
        "other",
        "rude",
    )


def test_what_cannot_be_opened_any_more_is_left_out_or_nameless():
    log, keys = told_some(), Keys("v_ann", "v_cy")
    (line,) = own_view(log.room, "m_ann", keys.open).chat
    assert (line.text, line.to, line.to_name) == ("psst", "m_bo", NAMELESS)
    (report,) = own_view(log.room, "m_cy", keys.open).reports
    assert (report.name, report.about_name, report.text) == (NAMELESS, "ann", None)


def test_a_reports_words_are_opened_with_the_reporters_key():
    log, keys = told_some(), Keys("v_bo")
    (shown,) = log.do(
        e.Reported, "bo", about="m_cy", reason=ReportReason.SPAM, text="sealed x"
    ).shown
    assert wire_entry(shown, keys.open) == m.ReportEntry(
        seq=8, at=5, member="m_bo", about="m_cy", reason=ReportReason.SPAM, text="x"
    )
    (silent,) = log.do(e.Reported, "bo", about="m_cy", reason=ReportReason.SPAM, text=None).shown
    entry = wire_entry(silent, keys.open)
    assert isinstance(entry, m.ReportEntry)
    assert entry.text is None


def test_the_state_says_who_sits_leads_offers_and_what_plays():
    log, keys = Log(), Keys()
    log.join("ann")
    log.join("bo")
    log.do(e.SatDown, "ann", seat="seat:1")
    log.do(e.Took, "ann", exhibit="card")
    log.do(e.Offered, "ann", exhibit="card", to="m_bo")
    log.do(e.Guided, "bo", exhibit="card", on=True)
    log.do(e.MediaSet, "bo", exhibit="card", playing=False, position=3.5)
    state = room_state(log.room, "e1", keys.open)
    assert [member.seat for member in state.members] == ["seat:1", None]
    card = state.exhibits[0]
    assert (card.holder, card.offered, card.guide) == ("m_ann", "m_bo", "m_bo")
    assert card.media == m.MediaView(playing=False, position=3.5, at=5)


# ---- what staff do, and calls -----------------------------------------------------------------

KEYS = Keys("v_ann", "v_bo", "v_hal", "v_mia")


def test_the_state_says_who_is_there_for_what_slow_mode_and_announcements():
    """D-1, D-3, D-6: and who is muted is nobody's business."""
    log = staffed()
    log.do(e.SlowSet, "hal", seconds=30, reason=ModerationReason.SPAM)
    log.do(e.MuteSet, "hal", about="m_ann", on=True, reason=ModerationReason.SPAM)
    log.do(e.Announced, "hal", text="soon")
    state = room_state(log.room, "e1", KEYS.open)
    assert [member.staff for member in state.members] == [
        *(None, None, StaffRole.HOST, StaffRole.MODERATOR)
    ]
    assert state.slow == 30
    assert state.announcements == [m.AnnouncementView(seq=7, at=5, member="m_hal", text="soon")]
    assert "muted" not in state.model_dump_json()


def test_who_is_muted_is_told_to_staff_and_to_themselves():
    """D-5."""
    log = staffed()
    for about in ("m_ann", "m_bo"):
        log.do(e.MuteSet, "hal", about=about, on=True, reason=ModerationReason.SPAM)
    log.join("cy")
    muted = {
        name: own_view(log.room, f"m_{name}", KEYS.open).muted
        for name in ("ann", "bo", "cy", "hal", "mia", "nobody")
    }
    assert muted == {
        **{"ann": ["m_ann"], "bo": ["m_bo"], "cy": [], "nobody": []},
        **{"hal": ["m_ann", "m_bo"], "mia": ["m_ann", "m_bo"]},
    }


def test_calls_are_told_to_staff_who_answer_and_each_caller_of_their_own():
    """K-2."""
    log = staffed()
    log.join_staff("dee", StaffRole.ADVISER, ())
    log.join("cy")
    log.do(e.CallAsked, "bo", topic="sealed loan")
    log.do(e.CallAsked, "cy", topic="sealed card")
    log.do(e.CallAsked, "ann", topic=None)
    log.do(e.CallTaken, "hal", caller="m_cy")
    bo = m.CallView(seq=7, at=5, caller="m_bo", topic="loan", place=1, by=None)
    cy = m.CallView(seq=8, at=5, caller="m_cy", topic=None, place=None, by="m_hal")
    ann = m.CallView(seq=9, at=5, caller="m_ann", topic=None, place=2, by=None)
    told = {
        name: own_view(log.room, f"m_{name}", KEYS.open).calls
        for name in ("ann", "bo", "cy", "dee", "hal", "mia", "nobody")
    }
    assert told == {
        **{"ann": [ann], "bo": [bo], "cy": [cy], "dee": [], "nobody": []},
        **{"hal": [bo, cy, ann], "mia": [bo, cy, ann]},
    }
    assert "loan" not in room_state(log.room, "e1", KEYS.open).model_dump_json()


def test_a_calls_topic_is_opened_with_the_callers_key():
    log = staffed()
    (asked,) = log.do(e.CallAsked, "bo", topic="sealed loan").shown
    entry = wire_entry(asked, KEYS.open)
    assert isinstance(entry, m.CallAsked)
    assert entry.topic == "loan"
    gone = wire_entry(asked, Keys().open)
    assert isinstance(gone, m.CallAsked)
    assert gone.topic is None


def test_staff_who_may_not_read_reports_see_none():
    """N-2."""
    log = staffed()
    log.do(e.Reported, "bo", about="m_ann", reason=ReportReason.OTHER, text=None)
    assert own_view(log.room, "m_hal", KEYS.open).reports == []
    assert len(own_view(log.room, "m_mia", KEYS.open).reports) == 1


def test_staff_are_told_since_when_everybody_is_here():
    log = Log()
    log.join("ann", at=70)
    log.join("hal", role=Role.STAFF, at=90)
    assert own_view(log.room, "m_hal", KEYS.open).since == {"m_ann": 70, "m_hal": 90}
    assert own_view(log.room, "m_ann", KEYS.open).since == {}
    log.room.state.members["m_ann"].since = None
    assert own_view(log.room, "m_hal", KEYS.open).since == {"m_hal": 90}
