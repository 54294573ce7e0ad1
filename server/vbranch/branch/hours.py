"""When a branch is open: spans of the week in its own time zone, ``[hours]`` of ``branch.toml``."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from .forms import Form

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_LOOK_AHEAD: Final = range(-1, 9)  # days: yesterday may not be over there, next week is like this


def _in_order(span: str) -> str:
    opens, closes = span.split("-")
    if opens >= closes:
        raise PydanticCustomError("span_order", "does not close after it opens")
    return span


def _apart(spans: tuple[str, ...]) -> tuple[str, ...]:
    if any(later < earlier.split("-")[1] for earlier, later in pairwise(spans)):
        raise PydanticCustomError("span_overlap", "has spans that overlap or are not in order")
    return spans


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("zone", "is no time zone that is known here") from None
    return name


Span = Annotated[
    str, StringConstraints(pattern=f"^{_HOUR}-({_HOUR}|24:00)$"), AfterValidator(_in_order)
]
Spans = Annotated[tuple[Span, ...], Field(max_length=8), AfterValidator(_apart)]
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]


class Hours(Form):
    """``timezone`` is a name of the IANA database; a day that is not named is closed."""

    timezone: Zone
    monday: Spans = ()
    tuesday: Spans = ()
    wednesday: Spans = ()
    thursday: Spans = ()
    friday: Spans = ()
    saturday: Spans = ()
    sunday: Spans = ()

    @model_validator(mode="after")
    def _open_at_all(self) -> Self:
        if not any(self.of_day(day) for day in DAYS):
            raise PydanticCustomError("never_open", "has no day on which the branch opens")
        return self

    def of_day(self, day: str) -> tuple[str, ...]:
        """The spans of a day of the week, as ``"09:00-17:00"``."""
        spans: tuple[str, ...] = getattr(self, day)
        return spans

    def opens_at(self, now: float) -> datetime | None:
        """None while it is open at ``now`` (Unix seconds); else when it will open, local time."""
        zone = ZoneInfo(self.timezone)
        today = datetime.fromtimestamp(now, zone).date()
        later: list[float] = []
        for opens, closes in self._around(today, zone):
            if opens <= now < closes:
                return None
            if opens > now:
                later.append(opens)
        return datetime.fromtimestamp(min(later), zone)

    def describe(self) -> dict[str, Any]:
        """For pages: the zone and the week's spans in order."""
        week = [
            {"day": day, "opens": span.split("-")[0], "closes": span.split("-")[1]}
            for day in DAYS
            for span in self.of_day(day)
        ]
        return {"timezone": self.timezone, "week": week}

    def _around(self, today: date, zone: ZoneInfo) -> Iterator[tuple[float, float]]:
        """The spans of the days around ``today``, Unix seconds."""
        for offset in _LOOK_AHEAD:
            day = today + timedelta(days=offset)
            for span in self.of_day(DAYS[day.weekday()]):
                opens, closes = span.split("-")
                yield _moment(day, opens, zone), _moment(day, closes, zone)


def _moment(day: date, clock: str, zone: ZoneInfo) -> float:
    """That time of the day there; an hour that a clock change leaves out is the one after it."""
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(clock), zone).timestamp()
