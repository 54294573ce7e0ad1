"""What is wrong with a branch or a scene, in words that lead to mending it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """``where`` is a file and the place in it; ``remedy`` says what to do about ``what``.

    A scene with a warning can be opened, one with an error cannot; a note may well be meant so.
    """

    where: str
    what: str
    remedy: str
    severity: Severity = "error"

    def __post_init__(self) -> None:
        """Names from a stranger's file go to terminals and logs: nothing in them may act there."""
        for name in ("where", "what", "remedy"):
            object.__setattr__(self, name, _printable(getattr(self, name)))

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}"


class BranchError(Exception):
    """A branch or scene that cannot be used; ``problems`` says why (one or more)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def warning(where: str, what: str, remedy: str) -> Problem:
    return Problem(where, what, remedy, "warning")


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that prevent use."""
    return tuple(problem for problem in problems if problem.severity == "error")
