"""Records of the audit in words."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from vbranch import cli
from vbranch.cli.audit_words import act_in_words, cells, span
from vbranch.ids import AccountId
from vbranch.ports.audit import AuditEntry, AuditOutcome

ASKED, REFUSED = AuditOutcome.ASKED, AuditOutcome.REFUSED
ENTRY = AuditEntry(0, AccountId("a"), "Kim", "member.mute", ASKED)


@pytest.mark.parametrize(
    ("act", "detail", "words"),
    [
        ("announce", None, "announced"),
        ("member.mute", "on", "muted"),
        ("member.mute", "off", "let speak again"),
        ("member.mute", None, "muted, or let speak again"),
        ("member.remove", None, "took out of the room"),
        ("member.ban", "600 s", "kept out for 10 min"),
        ("member.ban", "86400 s, address too", "kept out for 1 day, address too"),
        ("member.ban", "90 s, address not known", "kept out for 90 s, address not known"),
        ("member.unban", None, "ended a ban"),
        ("room.lock", "on", "locked the room"),
        ("room.lock", "off", "opened the room"),
        ("chat.slow", "0 s", "ended slow chat"),
        ("chat.slow", "30 s", "slowed chat to a line in 30 s"),
        ("session.revoke", None, "ended a session"),
        ("staff.sign_in", "password", "signed in by password"),
        ("staff.sign_in", "password and code", "signed in by password and code"),
        (
            "staff.sign_in",
            "provider, role host to adviser",
            "signed in by the identity provider, role host to adviser",
        ),
        ("staff.sign_out", None, "signed out"),
        ("staff.add", "ana.lima host", "made the account ana.lima, host"),
        ("staff.role", "moderator", "made them moderator"),
        ("staff.totp", "given", "gave the second factor"),
        ("staff.totp", "removed", "took the second factor"),
        ("staff.revoke", "abc", "ended the session abc"),
        ("staff.revoke", None, "ended all sessions"),
        ("of.later", "7", "of.later 7"),
    ],
)
def test_every_act_has_words(act: str, detail: str | None, words: str) -> None:
    assert act_in_words(replace(ENTRY, act=act, detail=detail)) == words


def test_every_act_of_staffs_accounts_has_words() -> None:
    """Those that ``vbranch staff`` records."""
    source = (Path(cli.__file__).parent / "staff.py").read_text()
    acts = set(re.findall(r'"(staff\.[a-z_]+)"', source))
    assert len(acts) == 7
    for act in acts:
        assert act_in_words(replace(ENTRY, act=act)) != act


def test_a_try_says_how_long_the_account_is_locked_and_by_which_browser() -> None:
    entry = replace(
        ENTRY,
        account=None,
        name="",
        act="staff.sign_in",
        outcome=REFUSED,
        about="a1",
        reason="wrong",
        detail="password, locked 120 s",
        label="Firefox, Linux",
    )
    assert cells(entry, None, {"a1": "ana"}) == [
        "1970-01-01 00:00:00",
        "somebody",
        "tried to sign in by password, locked 2 min (Firefox, Linux)",
        "ana",
        "",
        "wrong password",
        "refused",
    ]


def test_an_outcome_says_of_what_and_why_it_was_refused() -> None:
    asked = replace(ENTRY, detail="on", about="m1", reason="spam", words="again")
    end = replace(asked, outcome=REFUSED, detail="no_such_member", asked=7, words=None)
    told = cells(end, asked, {})
    assert told[2:] == ["muted", "m1", "", "spam", "refused: no such member (of 7)"]
    assert cells(end, None, {})[2] == "muted, or let speak again"
    assert cells(asked, None, {})[5] == "spam: again"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (90, "90 s"), (7200, "2 h"), (172_800, "2 days")],
)
def test_spans(seconds: int, words: str) -> None:
    assert span(seconds) == words
