"""The identifier types that every part shares; nothing else is here, so anything may import it."""

from typing import NewType

RoomId = NewType("RoomId", str)
"""Slug of a running room in its branch, for example ``lobby``."""

SessionId = NewType("SessionId", str)
"""One browser (or bot) that holds a session cookie; never shown to other members."""

AccountId = NewType("AccountId", str)
"""An account of a member of staff; outlives their sessions and a change of their name."""

VisitId = NewType("VisitId", str)
"""One visit: from the first join until 120 s after the last connection. Pseudonym in the log."""

MemberId = NewType("MemberId", str)
"""A member as the other members see it; one for each visit, public, says nothing about a person."""

ExhibitId = NewType("ExhibitId", str)
"""Slug of an exhibit in its scene."""

CommandId = NewType("CommandId", str)
"""Chosen by the client for each command; makes a repeat harmless (PROTOCOL.md M-4)."""

Home = NewType("Home", str)
"""One incarnation of one server process: the place where a member's connection lives."""

Slot = NewType("Slot", int)
"""A member's row in the room's pose table, 0 to 8191 (PROTOCOL.md P-2)."""

BanId = NewType("BanId", str)
"""One ban, as staff name it to lift it."""
