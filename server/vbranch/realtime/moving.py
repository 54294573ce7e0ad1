"""Members who are moving, among all sockets of the plane.

Their poses come twenty times a second and are wanted at the tick alone, so epoll is told to be
silent about their sockets (SO_RCVLOWAT, socket(7)) while nothing but one pose waits there: commands
are longer. Whoever sends no pose for a few ticks stands still and is waited for like all others.
"""

import socket
from collections.abc import Iterator
from typing import Final

STILL_TICKS: Final = 4  # so long without a pose, and one is not moving any more


class Moving:
    """Rows of the plane, each with its socket. ``pose_bytes`` is the longest that a pose can be."""

    def __init__(self, pose_bytes: int) -> None:
        self._low_water = pose_bytes + 1
        self._sockets: dict[int, socket.socket] = {}
        self._silent: dict[int, int] = {}  # ticks in which no pose came

    def __len__(self) -> int:
        return len(self._sockets)

    def __iter__(self) -> Iterator[int]:
        return iter(self._sockets)

    def __contains__(self, row: int) -> bool:
        return row in self._sockets

    def with_others(self, rows: list[int]) -> list[int]:
        """These and all who move, each once."""
        moving = self._sockets
        if not rows:
            return list(moving)
        return [*moving, *(row for row in rows if row not in moving)]

    def new_among(self, rows: set[int]) -> set[int]:
        """A pose of each of these came; those who did not move before are to ``begin``."""
        if self._silent:
            for row in self._silent.keys() & rows:
                del self._silent[row]
        return rows - self._sockets.keys()

    def begin(self, row: int, sock: socket.socket) -> None:
        self._sockets[row] = sock
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, self._low_water)

    def note_silence(self, row: int) -> None:
        """Nothing came at a tick."""
        if row in self._sockets:
            self._silent[row] = silence = self._silent.get(row, 0) + 1
            if silence >= STILL_TICKS:
                self.end(row)

    def end(self, row: int) -> None:
        """Be told of everything again."""
        sock = self.forget(row)
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)

    def forget(self, row: int) -> socket.socket | None:
        """The socket is closed."""
        self._silent.pop(row, None)
        return self._sockets.pop(row, None)
