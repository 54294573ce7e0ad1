"""One room's log lane: decides entries in the order of the log (PROTOCOL.md E, M-4).

``check`` before the append is advice, ``apply`` after it is the decision. Both are deterministic:
whoever applies the same entries to the same plan has the same state.
"""

from dataclasses import dataclass
from typing import Final

from vbranch.ids import MemberId
from vbranch.protocol.constants import Refusal

from .entries import Draft
from .plan import RoomPlan
from .reducers import REDUCERS
from .state import REDUCER_VERSION, ForeignState, Outcome, Shown, State, empty_state
from .stored import dump_state, load_state

__all__ = ["REDUCER_VERSION", "Applied", "ForeignState", "LogBroken", "Room"]

OUTCOMES_KEPT: Final = 256  # M-4: of each visit


class LogBroken(Exception):
    """Entries did not come one after the other: a defect, the room must be read anew."""


@dataclass(frozen=True, slots=True)
class Applied:
    """How an entry ended.

    ``repeat``: it was a command that the room already knows; nothing changed, and the rest is the
    first outcome's (M-4). ``by`` is who has what is taken (K-3). ``shown`` is what members are to
    be told, in order; more than one entry of the same ``seq`` when there are consequences (X-2).
    """

    seq: int
    accepted: bool
    reason: Refusal | None
    repeat: bool
    shown: tuple[Shown, ...] = ()
    by: MemberId | None = None


class Room:
    """The state of a room and the only way to change it."""

    def __init__(self, plan: RoomPlan, state: State | None = None) -> None:
        self.plan = plan
        self.state = empty_state(plan) if state is None else state

    def check(self, draft: Draft) -> Refusal | None:
        """Why the entry would be refused now. Advice: others may be appended before it."""
        return REDUCERS[type(draft)].decide(self.state, self.plan, draft)

    def outcome(self, visit: str, command: str) -> Applied | None:
        """The earlier outcome of a command, if it is among those kept (M-4)."""
        known = self.state.outcomes.get(visit, {}).get(command)
        if known is None:
            return None
        accepted = known.reason is None
        return Applied(known.seq, accepted, known.reason, repeat=True, by=known.by)

    def apply(self, seq: int, entry: Draft) -> Applied:
        """Decide the entry ``seq`` of the log. Raises ``LogBroken`` unless it is the next one."""
        if seq != self.state.seq + 1:
            raise LogBroken(f"entry {seq} after entry {self.state.seq}")
        self.state.seq = seq
        if entry.visit is not None and entry.command is not None:
            known = self.outcome(entry.visit, entry.command)
            if known is not None:
                return known
        reducer = REDUCERS[type(entry)]
        reason = reducer.decide(self.state, self.plan, entry)
        if reason is None:
            shown = tuple(reducer.change(self.state, seq, entry))
            outcome = Applied(seq, True, None, repeat=False, shown=shown)
        else:
            by = reducer.taker(self.state, entry) if reason is Refusal.TAKEN else None
            outcome = Applied(seq, False, reason, repeat=False, by=by)
        self._remember(entry, outcome)
        return outcome

    def _remember(self, entry: Draft, outcome: Applied) -> None:
        """Keep the outcome as long as the visit is a member; who is not here has no row (M-4)."""
        kept = self.state.outcomes.get(entry.visit) if entry.visit is not None else None
        if kept is None or entry.command is None:
            return
        kept[entry.command] = Outcome(outcome.seq, outcome.reason, outcome.by)
        if len(kept) > OUTCOMES_KEPT:
            del kept[next(iter(kept))]

    def dump(self) -> bytes:
        """The state, to be stored with ``REDUCER_VERSION`` and ``state.seq``."""
        return dump_state(self.state)

    @classmethod
    def load(cls, plan: RoomPlan, seq: int, body: bytes) -> "Room":
        """The room from its stored state. Raises ``ForeignState`` or ``ValueError``."""
        return cls(plan, load_state(plan, seq, body))
