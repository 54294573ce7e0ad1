"""What waits to be written on a link: reliable messages in order, the newest poses (L-1, F-4)."""

from typing import Final

from .link import Wire

WRITE_CHUNK: Final = 32 * 1024


class Outbox:
    __slots__ = ("_queue", "pose", "queued")

    def __init__(self) -> None:
        self._queue: list[tuple[bytes, int]] = []  # bytes, and how many of them count
        self.queued = 0
        """Bytes that count towards the limit (L-1)."""
        self.pose: Wire | None = None
        """Goes after the queue; a newer one takes its place."""

    def __bool__(self) -> bool:
        return bool(self._queue) or self.pose is not None

    def add(self, data: bytes, counted: int) -> None:
        """What must arrive; ``counted`` is its weight."""
        self._queue.append((data, counted))
        self.queued += counted

    def clear(self) -> None:
        self._queue.clear()
        self.queued = 0
        self.pose = None

    def next_chunk(self) -> bytes:
        """Some of what waits, to be written at once; it does not wait here any more."""
        if not self._queue:
            pose, self.pose = self.pose, None
            return pose or b""
        size = taken = 0
        chunk: list[bytes] = []
        for data, counted in self._queue:
            chunk.append(data)
            size += len(data)
            self.queued -= counted
            taken += 1
            if size >= WRITE_CHUNK:
                break
        del self._queue[:taken]
        if not self._queue and self.pose is not None:
            chunk.append(self.pose)
            self.pose = None
        return b"".join(chunk) if len(chunk) > 1 else chunk[0]
