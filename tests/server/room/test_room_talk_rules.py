"""Words to the room and to one member, reports, announcements (PROTOCOL.md N, S-3, S-4, D-3)."""

import pytest
from room_kit import Log, refused, shown, staffed, two

from vbranch.protocol import messages as m
from vbranch.protocol.constants import (
    ANNOUNCEMENT_LIFE_S,
    ANNOUNCEMENTS_KEPT,
    PRIVATE_HISTORY,
    REPORTS_KEPT,
    Refusal,
    ReportReason,
    StaffRole,
)
from vbranch.room import entries as e

# ---- chat -------------------------------------------------------------------------------------


def test_what_is_said_is_shown_sealed_and_kept():
    log = two()
    applied = log.do(e.Said, "bo", text="sealed words")
    assert shown(applied) == [m.ChatEntry(seq=3, at=5, member="m_bo", text="sealed words")]
    assert applied.shown[0].visit == "v_bo"
    (chat,) = log.room.state.chat
    assert (chat.seq, chat.visit, chat.name, chat.text) == (3, "v_bo", "sealed bo", "sealed words")


def test_the_last_hundred_are_kept():
    """S-3."""
    log = two()
    for i in range(130):
        log.do(e.Said, "ann", text=str(i))
    assert [chat.text for chat in log.room.state.chat] == [str(i) for i in range(30, 130)]


def test_what_somebody_said_goes_with_their_visit():
    """S-3: who only moved to another room keeps their words here."""
    log = two()
    log.do(e.Said, "ann", text="sealed words")
    log.do(e.Said, "bo", text="sealed answer")
    log.do(e.Left, "ann", reason="moved")
    assert len(log.room.state.chat) == 2
    log.join("ann")
    log.do(e.Left, "ann", reason="left")
    assert [chat.visit for chat in log.room.state.chat] == ["v_bo"]


# ---- to one member ----------------------------------------------------------------------------


def three() -> Log:
    """Ann, Bo and Cy are in the room; Cy is staff."""
    log = two()
    log.join_staff("cy")
    return log


def test_what_is_said_to_one_is_shown_to_two():
    """N-1, S-4: and it is no part of what all are told."""
    log = three()
    applied = log.do(e.Said, "ann", text="sealed words", to="m_bo")
    assert shown(applied) == [
        m.ChatEntry(seq=4, at=5, member="m_ann", to="m_bo", text="sealed words")
    ]
    (told,) = applied.shown
    assert (told.visit, told.only) == ("v_ann", {"m_ann", "m_bo"})
    assert log.room.state.chat == []
    (private,) = log.room.state.private
    assert (private.said.text, private.to, private.to_name) == ("sealed words", "m_bo", "sealed bo")


def test_what_is_said_to_the_room_is_shown_to_all():
    assert two().do(e.Said, "ann", text="x").shown[0].only is None


@pytest.mark.parametrize("to", ["m_ann", "m_nobody", "v_bo"])
def test_one_speaks_to_another_who_is_here(to):
    log = two()
    assert refused(log.do(e.Said, "ann", text="x", to=to)) == Refusal.NO_SUCH_MEMBER
    assert log.room.state.private == []


def test_one_speaks_to_who_is_away_too():
    log = two()
    log.server(e.WentAway, member="m_bo", home="h2")
    assert log.do(e.Said, "ann", text="x", to="m_bo").accepted


def test_of_each_author_the_last_private_lines_are_kept():
    log = two()
    log.do(e.Said, "bo", text="once", to="m_ann")
    for i in range(PRIVATE_HISTORY + 5):
        log.do(e.Said, "ann", text=str(i), to="m_bo")
    kept = [private.said.text for private in log.room.state.private]
    assert kept == ["once", *(str(i) for i in range(5, PRIVATE_HISTORY + 5))]


def test_private_words_go_with_their_authors_visit():
    log = two()
    log.do(e.Said, "ann", text="by ann", to="m_bo")
    log.do(e.Said, "bo", text="by bo", to="m_ann")
    log.do(e.Left, "ann", reason="left")
    assert [private.said.text for private in log.room.state.private] == ["by bo"]


def test_nothing_private_stays_of_those_who_went_on_to_another_room():
    """S-4: where their visits end is not told here, so a room that many pass would keep it all."""
    log = two()
    for number in range(50):
        guest = f"guest{number}"
        log.join(guest)
        log.do(e.Said, guest, text="sealed words", to="m_ann")
        log.do(e.Left, guest, reason="moved")
    assert log.room.state.private == []


# ---- reports ----------------------------------------------------------------------------------


def report(log: Log, name: str, about: str, text: str | None = "sealed why"):
    return log.do(e.Reported, name, about=about, reason=ReportReason.SPAM, text=text)


def test_a_report_is_shown_to_staff_alone():
    """N-2."""
    log = three()
    applied = report(log, "ann", "m_bo")
    assert shown(applied) == [
        m.ReportEntry(
            seq=4, at=5, member="m_ann", about="m_bo", reason=ReportReason.SPAM, text="sealed why"
        )
    ]
    (told,) = applied.shown
    assert (told.visit, told.only) == ("v_ann", {"m_cy"})
    (kept,) = log.room.state.reports
    assert (kept.by.visit, kept.about.visit, kept.reason) == ("v_ann", "v_bo", "spam")


def test_staff_who_may_not_read_reports_get_none():
    """N-2: what they are told of stands in their join entry."""
    log = three()
    log.join_staff("hal", StaffRole.HOST, ("calls",))
    assert report(log, "ann", "m_bo").shown[0].only == {"m_cy"}


def test_a_report_without_staff_is_for_nobody_now_and_kept():
    log = two()
    assert report(log, "ann", "m_bo").shown[0].only == frozenset()
    assert len(log.room.state.reports) == 1


@pytest.mark.parametrize("about", ["m_ann", "m_nobody"])
def test_one_reports_another_who_is_here(about):
    assert refused(report(two(), "ann", about)) == Refusal.NO_SUCH_MEMBER


def test_the_last_hundred_reports_are_kept():
    log = two()
    for i in range(REPORTS_KEPT + 3):
        report(log, "ann", "m_bo", str(i))
    assert [one.text for one in log.room.state.reports][::50] == ["3", "53"]
    assert len(log.room.state.reports) == REPORTS_KEPT


def test_a_report_lasts_as_long_as_whom_it_is_about_and_its_words_as_the_reporter():
    """N-2."""
    log = three()
    report(log, "ann", "m_bo")
    report(log, "bo", "m_ann")
    log.do(e.Left, "ann", reason="moved")
    assert len(log.room.state.reports) == 2
    log.join("ann")
    log.do(e.Left, "ann", reason="left")
    (left,) = log.room.state.reports
    assert (left.by.member, left.about.member, left.text) == ("m_ann", "m_bo", None)


# ---- announcements ----------------------------------------------------------------------------


def announce(log: Log, text: str, at: int = 5):
    return log.do(e.Announced, "hal", at=at, text=text)


def kept(log: Log) -> list[str]:
    return [said.text for said in log.room.state.announcements]


def test_an_announcement_is_shown_to_all_in_clear():
    """D-3: it is the bank's own word, sealed with nobody's key."""
    log = staffed()
    applied = announce(log, "We close in ten minutes.")
    assert shown(applied) == [
        m.Announced(seq=5, at=5, member="m_hal", text="We close in ten minutes.")
    ]
    (told,) = applied.shown
    assert (told.visit, told.only) == (None, None)
    assert log.room.state.chat == []


def test_the_last_announcements_are_kept_also_when_who_made_them_is_gone():
    log = staffed()
    for i in range(ANNOUNCEMENTS_KEPT + 2):
        announce(log, str(i))
    log.do(e.Left, "hal", reason="left")
    assert kept(log) == [str(i) for i in range(2, ANNOUNCEMENTS_KEPT + 2)]


LIFE = 1000 * ANNOUNCEMENT_LIFE_S


@pytest.mark.parametrize(("later", "there"), [(LIFE - 1, ["x"]), (LIFE, [])])
def test_who_comes_later_is_told_of_it_for_ten_minutes(later, there):
    """D-3: by the times of the entries."""
    log = staffed()
    announce(log, "x", at=1000)
    log.join("cy", at=1000 + later)
    assert kept(log) == there


@pytest.mark.parametrize(("later", "there"), [(LIFE - 1, ["x"]), (LIFE, [])])
def test_so_is_who_comes_back(later, there):
    log = staffed()
    announce(log, "x", at=1000)
    log.add(e.CameBack(at=1000 + later, member="m_ann", home="h1"))
    assert kept(log) == there


def test_an_old_one_goes_when_there_is_a_new_one():
    log = staffed()
    announce(log, "x", at=1000)
    announce(log, "y", at=1000 + LIFE)
    assert kept(log) == ["y"]
