"""Sessions of voice: who may signal, and what is due (PROTOCOL.md V-5, V-6)."""

from itertools import count

import pytest

from vbranch.ids import MemberId
from vbranch.protocol.constants import (
    VOICE_CANDIDATES,
    VOICE_RENEW_S,
    VOICE_SIGNALS,
    VoiceRefusal,
    VoiceSide,
)
from vbranch.room.voice_sessions import Passed, Sessions, StageNews

ADA, BOB, EVE = (MemberId(name) for name in ("ada", "bob", "eve"))


@pytest.fixture
def sessions() -> Sessions:
    numbers = count(1)
    made = Sessions(lambda: f"session-{next(numbers)}")
    made.begin((ADA, BOB), 100.0)
    return made


def test_an_offer_an_answer_and_candidates_go_to_the_other_side(sessions: Sessions) -> None:
    assert sessions.signal(ADA, "session-1", "offer") == Passed(BOB)
    assert sessions.signal(ADA, "session-1", "candidates") == Passed(BOB)
    assert sessions.signal(BOB, "session-1", "answer") == Passed(ADA)
    assert sessions.signal(BOB, "session-1", "candidates") == Passed(ADA)


@pytest.mark.parametrize(
    ("before", "who", "kind"),
    [
        ([], BOB, "offer"),
        ([], BOB, "answer"),
        ([], ADA, "answer"),
        ([], ADA, "candidates"),
        ([(ADA, "offer")], ADA, "offer"),
        ([(ADA, "offer")], ADA, "answer"),
        ([(ADA, "offer")], BOB, "offer"),
        ([(ADA, "offer"), (BOB, "answer")], BOB, "answer"),
        ([(ADA, "offer"), (BOB, "answer")], ADA, "offer"),
    ],
)
def test_out_of_turn(sessions: Sessions, before: list, who: MemberId, kind: str) -> None:
    """A hearer can never offer, so nobody can begin to send where they only hear."""
    for speaker, said in before:
        assert isinstance(sessions.signal(speaker, "session-1", said), Passed)
    assert sessions.signal(who, "session-1", kind) is VoiceRefusal.OUT_OF_TURN


def test_strangers_and_names_of_nothing_are_refused_alike(sessions: Sessions) -> None:
    for who, session in ((EVE, "session-1"), (ADA, "session-2"), (None, "session-1")):
        assert sessions.signal(who, session, "offer") is VoiceRefusal.NO_SUCH_SESSION
        assert sessions.renew(who, session, 1e9) is VoiceRefusal.NO_SUCH_SESSION


def test_each_side_has_so_many_candidates_and_no_more(sessions: Sessions) -> None:
    sessions.signal(ADA, "session-1", "offer")
    for _ in range(VOICE_SIGNALS):
        assert sessions.signal(ADA, "session-1", "candidates", 1) == Passed(BOB)
    assert sessions.signal(ADA, "session-1", "candidates", 1) is VoiceRefusal.TOO_MANY
    assert sessions.signal(BOB, "session-1", "candidates", VOICE_CANDIDATES) == Passed(ADA)
    assert sessions.signal(BOB, "session-1", "candidates", 1) is VoiceRefusal.TOO_MANY


def test_what_has_ended_is_no_session(sessions: Sessions) -> None:
    sessions.begin((BOB, ADA), 100.0)
    sessions.signal(ADA, "session-1", "offer")
    sessions.changed.clear()
    sessions.end_of(ADA, VoiceSide.SPEAKER)
    assert sessions.signal(BOB, "session-1", "answer") is VoiceRefusal.NO_SUCH_SESSION
    assert sessions.signal(BOB, "session-2", "offer") == Passed(ADA)
    assert list(sessions.changed) == [ADA, BOB]
    sessions.end_of(BOB)
    assert (len(sessions), sessions.of(ADA), sessions.of(BOB)) == (0, [], [])


def test_a_renewed_one_has_another_name_and_begins_anew(sessions: Sessions) -> None:
    sessions.signal(ADA, "session-1", "offer")
    soon = 100.0 + VOICE_RENEW_S
    assert sessions.renew(BOB, "session-1", soon - 0.1) is VoiceRefusal.TOO_SOON
    assert sessions.renew(BOB, "session-1", soon) == (ADA, BOB)
    assert sessions.signal(BOB, "session-1", "answer") is VoiceRefusal.NO_SUCH_SESSION
    assert sessions.signal(ADA, "session-2", "offer") == Passed(BOB)
    assert sessions.renew(ADA, "session-2", soon + 1) is VoiceRefusal.TOO_SOON


def test_the_stage_is_told_of_its_sessions_alone(sessions: Sessions) -> None:
    sessions.begin((ADA, None), 100.0)
    sessions.begin((None, EVE), 100.0)
    sessions.end_of(EVE)
    assert sessions.stage_news == [
        StageNews("session-2", ADA, VoiceSide.SPEAKER, begins=True),
        StageNews("session-3", EVE, VoiceSide.HEARER, begins=True),
        StageNews("session-3", EVE, VoiceSide.HEARER, begins=False),
    ]
    assert sessions.signal(ADA, "session-2", "offer") == Passed(None)
    assert sessions.signal(None, "session-2", "answer") == Passed(ADA)
