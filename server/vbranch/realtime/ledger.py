"""The log lane of one room on this server: the room's state bound to its log.

Entries are appended by one task a room: what gathers while an append is on its way goes into the
next one, so nobody waits for anybody and the store commits in groups. State changes only in
``_follow``, which the log calls in order, whoever appended (E-1 to E-3).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from vbranch.ids import RoomId
from vbranch.ports.log import LogRecord, LogUnavailable, RoomLog, StoredState
from vbranch.room.entries import ENTRY, Draft, Entry
from vbranch.room.plan import RoomPlan
from vbranch.room.room import REDUCER_VERSION, Applied, ForeignState, Room

STORE_EVERY: Final = 1000  # entries between two stored states
MAX_PENDING: Final = 4096  # drafts that may wait for a log that does not answer

_log = structlog.get_logger(__name__)

Done = Callable[[Applied | None], None]
"""Told what became of a draft; None: nothing was acknowledged, it may be tried again."""


class StateUnreadable(Exception):
    """A room cannot be continued: its stored state is of another history or other reducers."""


@dataclass(slots=True)
class _Pending:
    draft: Draft
    done: Done


class Ledger:
    """``applied`` is called for every entry that is applied after ``open``, in order."""

    def __init__(
        self, plan: RoomPlan, log: RoomLog, applied: Callable[[Entry, Applied], None]
    ) -> None:
        self.id: RoomId = plan.room
        self.room = Room(plan)
        self.epoch = ""
        self._plan = plan
        self._log = log
        self._applied = applied
        self._pending: list[_Pending] = []
        self._outcomes: dict[int, Applied] = {}
        self._writer: asyncio.Task[None] | None = None
        self._storer: asyncio.Task[None] | None = None
        self._store_at = STORE_EVERY
        self._unfollow: Callable[[], None] = lambda: None

    async def open(self) -> None:
        """Bring the state to the log's end and follow it.

        Raises ``LogUnavailable`` and ``StateUnreadable``.
        """
        self.epoch = await self._log.open(self.id)
        stored = await self._log.load_state(self.id)
        if stored is not None:
            self.room = self._load(stored)
            self._store_at = stored.seq + STORE_EVERY
        while records := await self._log.read(self.id, self.room.state.seq):
            for record in records:
                self.room.apply(record.seq, ENTRY.validate_json(record.body))
        self._unfollow = self._log.follow(self.id, self.room.state.seq, self._follow)

    def submit(self, draft: Draft, done: Done | None = None) -> None:
        """Append soon; ``done`` is told the outcome.

        A repeat of a command whose outcome is known gets it at once and is not appended (M-4). One
        whose first is still on its way is appended, and ``Room.apply`` finds it to be a repeat.
        """
        done = done or _nobody
        first = self._outcome_of(draft)
        if first is not None:
            done(first)
        elif len(self._pending) >= MAX_PENDING:
            done(None)
        else:
            self._pending.append(_Pending(draft, done))
            if self._writer is None or self._writer.done():
                self._writer = asyncio.get_running_loop().create_task(self._write())

    async def append(self, draft: Draft) -> Applied:
        """Append and wait for the outcome. Raises ``LogUnavailable``."""
        future: asyncio.Future[Applied | None] = asyncio.get_running_loop().create_future()

        def done(outcome: Applied | None) -> None:
            if not future.done():
                future.set_result(outcome)

        self.submit(draft, done)
        outcome = await future
        if outcome is None:
            raise LogUnavailable
        return outcome

    async def close(self) -> None:
        """Finish what is on its way, then stop following."""
        await self.settle()
        if self._storer is not None:
            await asyncio.wait([self._storer])
        self._unfollow()

    async def settle(self) -> None:
        """Wait until everything submitted has its outcome."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])

    # ---- appending ---------------------------------------------------------------------------

    def _outcome_of(self, draft: Draft) -> Applied | None:
        if draft.visit is None or draft.command is None:
            return None
        return self.room.outcome(draft.visit, draft.command)

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending, []
            outcomes = await self._append_all(batch)
            for pending, outcome in zip(batch, outcomes, strict=True):
                self._tell(pending, outcome)

    async def _append_all(self, batch: Sequence[_Pending]) -> Sequence[Applied | None]:
        """The outcomes of a batch; all None when the log could not take it."""
        bodies = [pending.draft.model_dump_json().encode() for pending in batch]
        self._outcomes = {}
        try:
            seqs = await self._log.append(self.id, bodies)
        except LogUnavailable:
            _log.warning("append_failed", room=self.id, entries=len(batch))
            return [None] * len(batch)
        except Exception:
            _log.exception("append_broken", room=self.id, entries=len(batch))
            return [None] * len(batch)
        return [self._outcomes.get(seq) for seq in seqs]

    def _tell(self, pending: _Pending, outcome: Applied | None) -> None:
        try:
            pending.done(outcome)
        except Exception:
            _log.exception("outcome_not_taken", room=self.id)

    # ---- following ---------------------------------------------------------------------------

    def _follow(self, records: Sequence[LogRecord]) -> None:
        for record in records:
            entry = ENTRY.validate_json(record.body)
            outcome = self.room.apply(record.seq, entry)
            self._outcomes[record.seq] = outcome
            try:
                self._applied(entry, outcome)
            except Exception:
                _log.exception("entry_not_shown", room=self.id, seq=record.seq)
        if self._writer is None or self._writer.done():
            self._outcomes = {}
        if self.room.state.seq >= self._store_at and self._storer is None:
            self._store_at = self.room.state.seq + STORE_EVERY
            self._storer = asyncio.get_running_loop().create_task(self._store())

    async def _store(self) -> None:
        """Store the state as it is now; the log up to it is trimmed. If that fails, the log keeps
        everything and the next round tries again."""
        seq = self.room.state.seq
        stored = StoredState(seq, self.epoch, REDUCER_VERSION, self.room.dump())
        try:
            await self._log.save_state(self.id, stored)
        except LogUnavailable:
            _log.warning("state_not_stored", room=self.id, seq=seq)
        finally:
            self._storer = None

    def _load(self, stored: StoredState) -> Room:
        if stored.epoch != self.epoch:
            raise StateUnreadable(f"room {self.id}: its state and its log do not belong together")
        try:
            return Room.load(self._plan, stored.seq, stored.body)
        except (ForeignState, ValueError) as problem:
            raise StateUnreadable(
                f"room {self.id}: its state was written by reducers {stored.version}, "
                f"this server has {REDUCER_VERSION} and cannot read it"
            ) from problem


def _nobody(outcome: Applied | None) -> None:
    """Nobody waits for this outcome."""
