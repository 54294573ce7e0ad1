"""People who must not notice what a rogue does in their room."""

import asyncio
import itertools

import numpy as np
from visitor import Visitor

STANDSTILL_MS = 1500
"""Longer than a busy machine delays a tick, shorter than what a server that waits for one rogue
message after message would take."""


class Bystanders:
    """Two people and one who walks and talks; what the two get must not depend on a rogue."""

    def __init__(self, watchers: list[Visitor], walker: Visitor) -> None:
        self.watchers = watchers
        self.walker = walker
        self.said: list[str] = []
        self._begin = 0
        self._place = np.zeros(3)
        self._task = asyncio.create_task(self._walk())

    async def settled(self) -> None:
        """From here on both watchers are due the same frames; before, newcomers got their own."""
        for watcher in self.watchers:
            got = len(watcher.ticks) + 5
            await watcher.until(
                lambda w=watcher, n=got: len(w.ticks) > n, "the walker's first ticks"
            )
        self._begin = max(watcher.ticks[-1] for watcher in self.watchers)

    async def _walk(self) -> None:
        place = self.walker.welcome["place"]["position"]
        for step in itertools.count():
            self._place = np.add(place, (0.01 * (step % 50), 0, 0))
            await self.walker.stand(self._place)
            if step % 40 == 0:
                self.said.append(f"line {step}")
                await self.walker.post("chat", text=self.said[-1])
            await asyncio.sleep(1 / 50)

    async def undisturbed(self) -> None:
        """Ends the walk. Both saw the same ticks, all of the talk, and the walker's last place."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        for watcher in self.watchers:
            await watcher.until(lambda w=watcher: self._seen_by(w), "the walker's last place")
            await watcher.until(
                lambda w=watcher: (
                    len([t for _, t in w.chats() if t in self.said]) == len(self.said)
                ),
                "all that was said",
            )
            assert [t for _, t in watcher.chats() if t in self.said] == self.said
            assert not watcher.errors
        first, second = (w.ticks for w in self.watchers)
        begin, end = self._begin, min(first[-1], second[-1])
        assert [t for t in first if begin <= t <= end] == [t for t in second if begin <= t <= end]
        assert first == sorted(set(first))
        gaps = np.diff(self.watchers[0].packed_ms)
        assert gaps.max() < STANDSTILL_MS, "one rogue must not stop the beat for the others"

    def _seen_by(self, watcher: Visitor) -> bool:
        seen = watcher.seen_at(self.walker)
        return seen is not None and bool(np.allclose(seen, self._place, atol=0.011))
