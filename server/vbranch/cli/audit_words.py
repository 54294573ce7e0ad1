"""What a record of the audit says, in words. What has no words here is shown as it is stored. Pure.

The acts are those of ``services.moderation``, ``services.sign_in_records`` and ``cli.staff``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from vbranch.ports.audit import AuditEntry, AuditOutcome

Words = Callable[[str], str]

_SPANS: Final = ((86_400, "days", "day"), (3600, "h", "h"), (60, "min", "min"))
_SECONDS: Final = re.compile(r"(\d+) s\b")
_WAYS: Final = {
    "password": "by password",
    "password and code": "by password and code",
    "provider": "by the identity provider",
}
_REASONS: Final = {
    "wrong": "wrong password",
    "code_needed": "right password, no code",
    "code_wrong": "wrong code",
    "disabled": "the account is disabled",
    "not_staff": "no role at the identity provider",
}


def cells(entry: AuditEntry, begun: AuditEntry | None, names: Mapping[str, str]) -> list[str]:
    """When, who, what, about whom, where, why and how it ended. ``begun`` is the record of which
    this one is the outcome, ``names`` what accounts are called."""
    when = datetime.fromtimestamp(entry.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    what = act_in_words(entry if begun is None else begun)
    about = names.get(entry.about or "", entry.about or "")
    why = ": ".join(filter(None, (_REASONS.get(entry.reason or "", entry.reason), entry.words)))
    who = entry.name or "somebody"
    return [when, who, what, about, entry.room or "", why, _outcome(entry)]


def act_in_words(entry: AuditEntry) -> str:
    """What is done, or was tried, and with which browser."""
    detail = entry.detail or ""
    if entry.outcome is AuditOutcome.REFUSED and entry.asked is not None:
        detail = ""  # there it is why
    tried = entry.act == "staff.sign_in" and entry.outcome is AuditOutcome.REFUSED
    said = _tried(detail) if tried else _told(entry.act, detail)
    return f"{said} ({entry.label})" if entry.label else said


def span(seconds: int) -> str:
    """A number of seconds in the largest unit that tells it whole."""
    for length, many, one in _SPANS:
        if seconds and seconds % length == 0:
            count = seconds // length
            return f"{count} {one if count == 1 else many}"
    return f"{seconds} s"


def _told(act: str, detail: str) -> str:
    if not detail and act in _ALONE:
        return _ALONE[act]
    words = _DETAILED.get(act)
    if words is None:
        return f"{act} {detail}".rstrip()
    return words(detail)


def _outcome(entry: AuditEntry) -> str:
    told = entry.outcome.value
    if entry.asked is None:
        return told
    if entry.outcome is AuditOutcome.REFUSED and entry.detail:
        told += f": {entry.detail.replace('_', ' ')}"
    return f"{told} (of {entry.asked})"


def _spans(detail: str) -> str:
    return _SECONDS.sub(lambda found: span(int(found[1])), detail)


def _either(on: str, off: str) -> Words:
    return lambda detail: on if detail == "on" else off


def _banned(detail: str) -> str:
    return f"kept out for {_spans(detail)}"


def _slowed(detail: str) -> str:
    if detail == "0 s":
        return "ended slow chat"
    return f"slowed chat to a line in {_spans(detail)}"


def _signed_in(detail: str) -> str:
    way, _, more = detail.partition(", ")
    return ", ".join(filter(None, (f"signed in {_WAYS.get(way, way)}", more)))


def _tried(detail: str) -> str:
    way, _, more = detail.partition(", ")
    return ", ".join(filter(None, (f"tried to sign in {_WAYS.get(way, way)}", _spans(more))))


def _made(detail: str) -> str:
    login, _, role = detail.partition(" ")
    return f"made the account {login}, {role}"


_ALONE: Final = {
    "announce": "announced",
    "member.mute": "muted, or let speak again",
    "member.remove": "took out of the room",
    "member.ban": "kept out",
    "member.unban": "ended a ban",
    "room.lock": "locked the room, or opened it",
    "chat.slow": "slowed chat, or ended that",
    "session.revoke": "ended a session",
    "staff.sign_out": "signed out",
    "staff.add": "made an account",
    "staff.disable": "disabled the account",
    "staff.enable": "enabled the account",
    "staff.reset": "gave another password",
    "staff.role": "gave another role",
    "staff.totp": "gave or took the second factor",
    "staff.revoke": "ended all sessions",
}
_DETAILED: Final[dict[str, Words]] = {
    "member.mute": _either("muted", "let speak again"),
    "member.ban": _banned,
    "room.lock": _either("locked the room", "opened the room"),
    "chat.slow": _slowed,
    "staff.sign_in": _signed_in,
    "staff.add": _made,
    "staff.role": lambda role: f"made them {role}",
    "staff.totp": lambda done: f"{'took' if done == 'removed' else 'gave'} the second factor",
    "staff.revoke": lambda session: f"ended the session {session}",
}
