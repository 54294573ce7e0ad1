"""Port: the audit, which says who did what to whom, and in which nothing can be changed unseen.

Records are numbered from 1 and chained: ``hash = SHA-256(hash before || body)``, where the body is
the record's canonical JSON with its number in it. The *head*, how many there are and the last hash,
is kept twice beside the records, so that a tail that is cut off is found too. Whoever can write
everything can also make everything anew; against that an operator keeps a head elsewhere (an
*anchor*), which the chain must still contain.

A record never holds a visitor's name or address: ``about`` and ``visit`` are pseudonyms.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from vbranch.ids import AccountId, RoomId

FIRST_HASH: Final = bytes(32)
"""What stands before the first record."""


class AuditUnavailable(Exception):
    """The audit cannot be written or read now. What was to be recorded must not be done."""


class AuditOutcome(StrEnum):
    """``asked`` comes before the act and one of the others after it; ``done`` stands alone, as does
    ``refused`` of a try to sign in."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What is to be recorded; ``at`` in ms since 1970 (UTC).

    ``account`` and ``name`` are of the one who acts, the name as it was then; no account is the
    operator at the machine, and no name somebody who did not get in. ``about`` is whom or what it
    concerns (a member, an account, a ban), ``visit`` the visit of a member. ``reason`` is a code,
    ``words`` are the actor's own. ``asked`` is the number of the record whose outcome this is.
    ``label`` names the browser of who signs in or out, or of the session that was ended. ``detail``
    has words of its own for each act, with commas between them.
    """

    at: int
    account: AccountId | None
    name: str
    act: str
    outcome: AuditOutcome
    about: str | None = None
    visit: str | None = None
    room: RoomId | None = None
    reason: str | None = None
    words: str | None = None
    detail: str | None = None
    command: str | None = None
    asked: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """A record as it is stored."""

    number: int
    body: str
    hash: bytes

    @property
    def entry(self) -> AuditEntry:
        """What it says. ``ValueError`` if it was not written by this code."""
        try:
            fields: dict[str, Any] = json.loads(self.body)
            fields.pop("number")
            outcome = AuditOutcome(fields.pop("outcome"))
            return AuditEntry(outcome=outcome, **{"account": None, **fields})
        except (TypeError, KeyError, AttributeError) as fault:
            raise ValueError(f"record {self.number} has no readable body") from fault


@dataclass(frozen=True, slots=True)
class Head:
    """How many records there are and the last one's hash."""

    count: int
    hash: bytes


NO_RECORDS: Final = Head(0, FIRST_HASH)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold: the first record that is wrong (or missing), and why."""

    number: int
    why: str


def body_of(number: int, entry: AuditEntry) -> str:
    """The canonical JSON: keys in order, no spaces, nothing that is None."""
    fields = {name: value for name, value in asdict(entry).items() if value is not None}
    return json.dumps(
        {"number": number, **fields}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def hash_after(before: bytes, body: str) -> bytes:
    """The hash of a record with this body behind one of hash ``before``."""
    return hashlib.sha256(before + body.encode()).digest()


def chained(head: Head, entry: AuditEntry) -> AuditRecord:
    """The next record."""
    number = head.count + 1
    body = body_of(number, entry)
    return AuditRecord(number, body, hash_after(head.hash, body))


class _Check:
    """Reads a chain from its beginning and says where it breaks.

    ``head`` is the one beside the records, which tells of all of them; each of ``anchors`` is a
    head of now or of before.
    """

    def __init__(self, head: Head, anchors: Mapping[str, Head]) -> None:
        self._told = head
        self._anchors = {"the head in the database": head, **anchors}
        self._head = NO_RECORDS

    @property
    def head(self) -> Head:
        """How far the chain was found whole."""
        return self._head

    def take(self, record: AuditRecord) -> Broken | None:
        """The next record, in the order of numbers."""
        number = self._head.count + 1
        if record.number != number:
            return Broken(number, "the record is missing")
        if hash_after(self._head.hash, record.body) != record.hash:
            return Broken(number, "the record was changed")
        if number > self._told.count:
            return Broken(number, "the head in the database does not know the record")
        self._head = Head(number, record.hash)
        return self._held_against_anchors()

    def end(self) -> Broken | None:
        """No more records: whether all that the anchors know of were there."""
        for name, anchor in self._anchors.items():
            if anchor.count > self._head.count:
                return Broken(self._head.count + 1, f"{name} knows of {anchor.count} records")
        return None if self._head.count else self._held_against_anchors()

    def _held_against_anchors(self) -> Broken | None:
        for name, anchor in self._anchors.items():
            if anchor.count == self._head.count and anchor.hash != self._head.hash:
                return Broken(anchor.count, f"{name} knows another record")
        return None


def check_chain(
    records: Iterable[AuditRecord], head: Head, anchors: Mapping[str, Head]
) -> tuple[Head, Broken | None]:
    """Read all of it: how far it is whole, and where it breaks first."""
    check = _Check(head, anchors)
    broken = next((found for record in records if (found := check.take(record))), None)
    return check.head, broken or check.end()


@dataclass(frozen=True, slots=True)
class Verdict:
    """``broken`` is None when the chain is whole up to ``head``. ``behind``: so many records were
    committed and the head beside the database did not get to know; a crash leaves it so."""

    head: Head
    broken: Broken | None
    behind: int = 0


class AuditStore(Protocol):
    """All methods may raise ``AuditUnavailable``. Several processes may append at once."""

    async def append(self, entry: AuditEntry) -> AuditRecord:
        """Record it; record and head are durable when it returns.

        If it raises, the record may be there all the same; what it tells of must not be done.
        """

    async def read(self, *, before: int | None = None, limit: int = 100) -> list[AuditRecord]:
        """The newest ``limit`` records (with numbers below ``before``), in their order."""

    async def verify(self, anchor: Head | None = None) -> Verdict:
        """Read the whole chain and both heads. Changes nothing."""

    async def ready(self) -> None:
        """Raise ``AuditUnavailable`` unless it can be written."""

    async def close(self) -> None:
        """Finish what is queued, then let go of files and connections."""
