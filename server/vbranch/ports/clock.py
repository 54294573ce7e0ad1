"""Port: what time it is. Everything that needs time is given one, so tests can turn it by hand."""

from typing import Protocol


class Clock(Protocol):
    """Both in seconds."""

    def unix(self) -> float:
        """Since 1970 (UTC); may be set back. For stamps that outlive the process."""

    def monotonic(self) -> float:
        """Never goes back; its zero is arbitrary. For limits, deadlines and intervals."""
