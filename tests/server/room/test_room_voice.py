"""The rules of voice: who may speak, and who hears them (PROTOCOL.md V)."""

from itertools import count

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from vbranch.ids import MemberId
from vbranch.protocol.constants import VOICE_GROUP, VOICE_REACH_M, VoiceRefusal, VoiceSide
from vbranch.protocol.voice_forms import Answer, Offer
from vbranch.room.voice import Voices
from vbranch.room.voice_sessions import StageNews

ADA, BOB, EVE, HOST = (MemberId(name) for name in ("ada", "bob", "eve", "host"))
ALL = (ADA, BOB, EVE, HOST)
OFFER = Offer(kind="offer", sdp="m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendonly\r\n")
ANSWER = Answer(kind="answer", sdp="m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n")


class Talk:
    """A room in which all stand beside each other and hear, unless it is said otherwise."""

    def __init__(self, places: int = 3) -> None:
        numbers = count(1)
        self.voices = Voices(lambda: f"name-{next(numbers):04d}", places)
        self.at = {who: (float(x), 0.0, 0.0) for x, who in enumerate(ALL)}
        self.now = 0.0
        for who in ALL:
            self.voices.hear(who, True)

    def decide(self) -> set[tuple[str | None, str | None]]:
        """Who is heard by whom."""
        self.now += 0.5
        at = np.array(list(self.at.values())).reshape(-1, 3)
        self.voices.decide(list(self.at), at, self.now)
        return self.pairs()

    def pairs(self) -> set[tuple[str | None, str | None]]:
        found = set()
        for who in ALL:
            for session in self.voices.state_of(who).sessions:
                mine = session.side is VoiceSide.SPEAKER
                found.add((who, session.member) if mine else (session.member, who))
        return found

    def session(self, speaker: MemberId, hearer: MemberId) -> str:
        sessions = self.voices.state_of(speaker).sessions
        (found,) = [
            one.session
            for one in sessions
            if one.member == hearer and one.side is VoiceSide.SPEAKER
        ]
        return found

    def open_group(self, *members: MemberId) -> str:
        assert self.voices.group(HOST, members, set(ALL)) is None
        group = self.voices.state_of(HOST).group
        assert group is not None
        return group.group


@pytest.fixture
def talk() -> Talk:
    return Talk()


# ---- hearing and speaking ------------------------------------------------------------------------


def test_whoever_speaks_is_heard_by_all_who_hear(talk: Talk) -> None:
    talk.voices.hear(EVE, False)
    assert talk.decide() == set()
    assert talk.voices.speak(ADA, True, None) is None
    assert talk.decide() == {(ADA, BOB), (ADA, HOST)}
    talk.voices.speak(ADA, False, None)
    assert talk.pairs() == set()


def test_to_speak_is_to_hear_and_not_to_hear_is_not_to_speak(talk: Talk) -> None:
    talk.voices.hear(ADA, False)
    talk.voices.speak(ADA, True, None)
    talk.voices.speak(BOB, True, None)
    assert (BOB, ADA) in talk.decide()
    talk.voices.hear(ADA, False)
    assert talk.pairs() == {(BOB, EVE), (BOB, HOST)}
    state = talk.voices.state_of(ADA)
    assert (state.hear, state.speak) == (False, False)


def test_who_goes_is_heard_no_longer(talk: Talk) -> None:
    talk.voices.speak(ADA, True, None)
    talk.decide()
    talk.at[ADA] = (VOICE_REACH_M + 10.0, 0.0, 0.0)
    assert talk.decide() == set()


def test_sessions_last_and_their_names_too(talk: Talk) -> None:
    talk.voices.speak(ADA, True, None)
    talk.decide()
    name = talk.session(ADA, BOB)
    talk.voices.take_changed()
    talk.decide()
    assert talk.session(ADA, BOB) == name
    assert talk.voices.take_changed() == []
    assert len(talk.voices) == 3


def test_whoever_is_concerned_is_told(talk: Talk) -> None:
    talk.voices.take_changed()
    talk.voices.speak(ADA, True, None)
    assert talk.voices.take_changed() == [ADA]
    talk.decide()
    assert sorted(talk.voices.take_changed()) == sorted(ALL)


# ---- what takes the right away -------------------------------------------------------------------


def test_a_mute_ends_what_they_say_at_once_and_leaves_what_they_hear(talk: Talk) -> None:
    """V-6."""
    for who in (ADA, BOB):
        talk.voices.speak(who, True, None)
    talk.decide()
    session = talk.session(ADA, BOB)
    talk.voices.mute(ADA, True)
    assert (ADA, BOB) not in talk.pairs()
    assert (BOB, ADA) in talk.pairs()
    refused = VoiceRefusal.NO_SUCH_SESSION
    assert talk.voices.signal(ADA, session, OFFER) is refused
    assert talk.voices.signal(BOB, session, ANSWER) is refused
    assert talk.voices.renew(ADA, session, 1e9) is refused
    assert talk.voices.speak(ADA, True, None) is VoiceRefusal.MUTED
    assert talk.voices.stage(ADA, True) is VoiceRefusal.MUTED
    assert not any(speaker == ADA for speaker, _ in talk.decide())
    assert talk.voices.state_of(ADA).muted


def test_no_longer_muted_they_are_silent_until_they_say_otherwise(talk: Talk) -> None:
    talk.voices.speak(ADA, True, None)
    talk.voices.mute(ADA, True)
    talk.voices.mute(ADA, False)
    assert talk.decide() == set()
    assert talk.voices.speak(ADA, True, None) is None
    assert (ADA, BOB) in talk.decide()


def test_who_is_aside_is_in_nothing(talk: Talk) -> None:
    for who in (ADA, BOB):
        talk.voices.speak(who, True, None)
    talk.decide()
    talk.voices.aside(ADA)
    assert all(ADA not in pair for pair in talk.pairs())
    back = talk.at.pop(ADA)
    assert all(ADA not in pair for pair in talk.decide())
    talk.at[ADA] = back
    assert {pair for pair in talk.decide() if ADA in pair} == {(BOB, ADA)}


def test_a_lost_connection_takes_all_and_what_was_wanted(talk: Talk) -> None:
    for who in (ADA, BOB):
        talk.voices.speak(who, True, None)
    talk.decide()
    talk.voices.lost(ADA)
    assert all(ADA not in pair for pair in talk.decide())
    talk.voices.hear(ADA, True)
    assert {pair for pair in talk.decide() if ADA in pair} == {(BOB, ADA)}


def test_who_comes_again_is_a_stranger_to_voice(talk: Talk) -> None:
    talk.voices.mute(ADA, True)
    talk.open_group(ADA)
    talk.voices.left(ADA)
    talk.voices.hear(ADA, True)
    state = talk.voices.state_of(ADA)
    assert (state.muted, state.group) == (False, None)


# ---- closed groups -------------------------------------------------------------------------------


def test_a_closed_group_hears_itself_and_nobody_else_hears_it(talk: Talk) -> None:
    """V-7: both ways, however near they stand, and however far from each other."""
    talk.at[HOST] = (100.0, 0.0, 0.0)
    for who in (ADA, BOB):
        talk.voices.speak(who, True, None)
    talk.decide()
    group = talk.open_group(ADA)
    assert all(ADA not in pair for pair in talk.pairs()), "at once"
    talk.voices.speak(ADA, True, group)
    talk.voices.speak(HOST, True, group)
    assert talk.decide() == {(ADA, HOST), (HOST, ADA), (BOB, EVE)}


def test_whoever_comes_into_a_group_says_so_before_being_heard_in_it(talk: Talk) -> None:
    """Staff cannot make a microphone that was open for the neighbours open for themselves."""
    talk.voices.speak(ADA, True, None)
    talk.decide()
    group = talk.open_group(ADA)
    assert talk.decide() == set()
    assert talk.voices.speak(ADA, True, None) is VoiceRefusal.OTHER_GROUP
    assert talk.voices.speak(ADA, True, "another") is VoiceRefusal.OTHER_GROUP
    assert talk.voices.speak(ADA, True, group) is None
    assert talk.decide() == {(ADA, HOST)}


@pytest.mark.parametrize("how", ["opener", "last", "fewer"])
def test_nobody_is_heard_outside_when_a_group_ends(talk: Talk, how: str) -> None:
    """V-8."""
    group = talk.open_group(ADA, BOB)
    for who in (ADA, BOB, HOST):
        talk.voices.speak(who, True, group)
    talk.decide()
    if how == "opener":
        talk.voices.ungroup(HOST)
    elif how == "last":
        talk.voices.ungroup(ADA)
        assert talk.decide() == {(BOB, HOST), (HOST, BOB)}
        talk.voices.ungroup(BOB)
    else:
        assert talk.voices.group(HOST, [BOB], set(ALL)) is None
        assert talk.decide() == {(BOB, HOST), (HOST, BOB)}
        talk.voices.left(HOST)
    assert talk.decide() == set()
    assert talk.voices.speak(ADA, True, group) is VoiceRefusal.OTHER_GROUP
    assert talk.voices.state_of(ADA).group is None
    assert talk.voices.ungroup(ADA) is VoiceRefusal.OTHER_GROUP


def test_a_group_waits_for_who_lost_the_line_and_is_heard_by_nobody_else(talk: Talk) -> None:
    group = talk.open_group(ADA)
    talk.voices.lost(ADA)
    talk.voices.hear(ADA, True)
    assert talk.voices.speak(ADA, True, None) is VoiceRefusal.OTHER_GROUP
    assert talk.voices.speak(ADA, True, group) is None
    assert talk.decide() == {(ADA, HOST)}


def test_a_server_that_starts_again_lets_nobody_speak_into_the_open(talk: Talk) -> None:
    group = talk.open_group(ADA)
    assert Talk().voices.speak(ADA, True, group) is VoiceRefusal.OTHER_GROUP


def test_what_no_group_can_be(talk: Talk) -> None:
    voices, here = talk.voices, set(ALL)
    many = [MemberId(f"m{i}") for i in range(VOICE_GROUP)]
    assert voices.group(HOST, many, {*here, *many}) is VoiceRefusal.TOO_MANY
    assert voices.group(HOST, [MemberId("gone")], here) is VoiceRefusal.NO_SUCH_MEMBER
    assert voices.group(HOST, [HOST], here) is VoiceRefusal.NO_SUCH_MEMBER
    talk.open_group(ADA)
    assert voices.group(EVE, [ADA], here) is VoiceRefusal.IN_GROUP
    assert voices.group(ADA, [EVE], here) is VoiceRefusal.IN_GROUP
    assert voices.stage(EVE, True) is None
    assert voices.group(HOST, [ADA, EVE], here) is VoiceRefusal.ON_STAGE
    assert voices.stage(ADA, True) is VoiceRefusal.IN_GROUP


def test_a_group_that_grows_keeps_its_name_and_its_talk(talk: Talk) -> None:
    group = talk.open_group(ADA)
    talk.voices.speak(ADA, True, group)
    talk.decide()
    assert talk.open_group(ADA, BOB) == group
    assert talk.decide() == {(ADA, HOST), (ADA, BOB)}
    circle = talk.voices.state_of(BOB).group
    assert circle is not None
    assert (circle.opener, circle.members) == (HOST, [HOST, ADA, BOB])


# ---- the stage -----------------------------------------------------------------------------------


def test_who_is_on_the_stage_is_heard_by_all_and_not_twice(talk: Talk) -> None:
    """V-9."""
    talk.at[EVE] = (1000.0, 0.0, 0.0)
    talk.voices.speak(HOST, True, None)
    talk.decide()
    assert talk.voices.stage(HOST, True) is None
    assert talk.pairs() == set()
    assert talk.decide() == {(HOST, None), (None, ADA), (None, BOB), (None, EVE)}
    assert talk.voices.speak(HOST, True, None) is VoiceRefusal.ON_STAGE
    assert talk.voices.stage(ADA, True) is VoiceRefusal.TAKEN
    assert talk.voices.stage(HOST, True) is None
    assert talk.voices.state_of(EVE).stage == HOST


@pytest.mark.parametrize("how", ["off", "mute", "aside", "lost", "left", "gone", "hear"])
def test_the_stage_ends_for_all_when_its_speaker_may_not_or_cannot(talk: Talk, how: str) -> None:
    talk.voices.stage(HOST, True)
    talk.decide()
    {
        "off": lambda: talk.voices.stage(HOST, False),
        "mute": lambda: talk.voices.mute(HOST, True),
        "aside": lambda: talk.voices.aside(HOST),
        "lost": lambda: talk.voices.lost(HOST),
        "left": lambda: talk.voices.left(HOST),
        "gone": lambda: (talk.at.pop(HOST), talk.decide()),
        "hear": lambda: talk.voices.hear(HOST, False),
    }[how]()
    assert talk.pairs() == set()
    assert talk.voices.state_of(ADA).stage is None
    assert talk.voices.stage(HOST, False) is VoiceRefusal.NO_STAGE


def test_a_closed_group_does_not_hear_the_stage(talk: Talk) -> None:
    talk.open_group(ADA)
    talk.voices.stage(EVE, True)
    assert talk.decide() == {(EVE, None), (None, BOB)}


def test_a_stage_that_is_full_keeps_whom_it_has() -> None:
    talk = Talk(places=1)
    talk.voices.hear(ADA, False)
    talk.voices.stage(HOST, True)
    assert (None, BOB) in talk.decide()
    talk.voices.hear(ADA, True)
    assert talk.decide() == {(HOST, None), (None, BOB)}


def test_where_there_is_no_stage_nobody_is_on_it() -> None:
    assert Talk(places=0).voices.stage(HOST, True) is VoiceRefusal.NO_STAGE


def test_the_stage_is_told_and_can_begin_anew(talk: Talk) -> None:
    talk.voices.hear(EVE, False)
    talk.voices.hear(BOB, False)
    talk.voices.stage(HOST, True)
    talk.decide()
    first = talk.voices.take_stage_news()
    assert [(one.member, one.side, one.begins) for one in first] == [
        (HOST, VoiceSide.SPEAKER, True),
        (ADA, VoiceSide.HEARER, True),
    ]
    talk.voices.renew_stage(talk.now)
    ended, begun = talk.voices.take_stage_news()[:2], talk.voices.take_stage_news()
    assert begun == []
    assert ended == [StageNews(one.session, one.member, one.side, False) for one in first]
    assert talk.pairs() == {(HOST, None), (None, ADA)}


def test_a_speaker_who_begins_anew_does_so_for_all(talk: Talk) -> None:
    """V-6: also where another server carries it, and an earlier token is good for nothing."""
    talk.voices.stage(HOST, True)
    talk.decide()
    before = {who: talk.voices.state_of(who).sessions for who in ALL}
    assert talk.voices.renew(HOST, before[HOST][0].session, talk.now + 60) is None
    for who in ALL:
        (after,) = talk.voices.state_of(who).sessions
        assert (after.member, after.side) == (None, before[who][0].side)
        assert after.session != before[who][0].session


def test_who_is_refused_another_group_goes_on_in_their_own(talk: Talk) -> None:
    """V-2. Found by the machine below."""
    talk.voices.group(BOB, [ADA], set(ALL))
    circle = talk.voices.state_of(ADA).group
    assert circle is not None
    assert talk.voices.speak(ADA, True, circle.group) is None
    talk.decide()
    assert talk.voices.speak(ADA, True, None) is VoiceRefusal.OTHER_GROUP
    assert talk.pairs() == {(ADA, BOB)}


# ---- whatever happens, in whatever order ---------------------------------------------------------

WHO = st.sampled_from(ALL)


class Anything(RuleBasedStateMachine):
    """The room's own view beside the rules': who is muted, aside, grouped."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk(places=2)
        self.voices = self.talk.voices
        self.muted: set[MemberId] = set()
        self.apart: set[MemberId] = set()
        self.wanted: set[MemberId] = set()
        """Who has asked to be heard since they were silent last."""

    @rule(who=WHO, on=st.booleans())
    def hear(self, who: MemberId, on: bool) -> None:
        self.voices.hear(who, on)
        if not on:
            self.wanted.discard(who)

    @rule(who=WHO, on=st.booleans(), right=st.booleans())
    def speak(self, who: MemberId, on: bool, right: bool) -> None:
        group = self.voices.state_of(who).group
        name = group.group if group and right else None
        refused = self.voices.speak(who, on, name)
        if refused is None:  # else all stays as it was: whoever is heard goes on
            (self.wanted.add if on else self.wanted.discard)(who)

    @rule(who=WHO, on=st.booleans())
    def mute(self, who: MemberId, on: bool) -> None:
        self.voices.mute(who, on)
        (self.muted.add if on else self.muted.discard)(who)
        if on:
            self.wanted.discard(who)

    @rule(who=WHO, how=st.sampled_from(["aside", "lost", "left"]))
    def gone(self, who: MemberId, how: str) -> None:
        getattr(self.voices, how)(who)
        self.apart.add(who)
        self.wanted.discard(who)
        if how == "left":
            self.muted.discard(who)

    @rule(who=WHO)
    def back(self, who: MemberId) -> None:
        self.apart.discard(who)

    @rule(who=WHO, members=st.lists(WHO, max_size=3))
    def group(self, who: MemberId, members: list[MemberId]) -> None:
        before = {one: self.circle(one) for one in ALL}
        self.voices.group(who, members, set(ALL) - self.apart)
        self.wanted -= {one for one in ALL if self.circle(one) != before[one]}

    @rule(who=WHO)
    def ungroup(self, who: MemberId) -> None:
        before = {one: self.circle(one) for one in ALL}
        self.voices.ungroup(who)
        self.wanted -= {one for one in ALL if self.circle(one) != before[one]}

    @rule(who=WHO, on=st.booleans())
    def stage(self, who: MemberId, on: bool) -> None:
        if self.voices.stage(who, on) is None:
            self.wanted.discard(who)

    @rule()
    def renew_stage(self) -> None:
        self.voices.renew_stage(self.talk.now)

    @rule(who=WHO, x=st.floats(0, 30))
    def walk(self, who: MemberId, x: float) -> None:
        self.talk.at[who] = (x, 0.0, 0.0)

    @rule()
    def decide(self) -> None:
        here = [who for who in ALL if who not in self.apart]
        at = np.array([self.talk.at[who] for who in here]).reshape(-1, 3)
        self.talk.now += 0.5
        self.voices.decide(here, at, self.talk.now)

    def circle(self, who: MemberId) -> str | None:
        group = self.voices.state_of(who).group
        return None if group is None else group.group

    @invariant()
    def nobody_is_heard_who_may_not_be(self) -> None:
        for speaker, hearer in self.talk.pairs():
            assert speaker not in self.muted
            assert self.apart.isdisjoint({speaker, hearer})
            if None not in (speaker, hearer):
                assert speaker in self.wanted
                assert self.circle(MemberId(str(speaker))) == self.circle(MemberId(str(hearer)))
            elif speaker is None:
                assert self.circle(MemberId(str(hearer))) is None

    @invariant()
    def both_sides_know_the_same_sessions(self) -> None:
        seen: dict[str, list[str | None]] = {}
        for who in ALL:
            for session in self.voices.state_of(who).sessions:
                seen.setdefault(session.session, []).append(session.member)
        assert len(seen) == len(self.voices)
        for members in seen.values():
            assert len(members) == (1 if None in members else 2)


Anything.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnything = Anything.TestCase
