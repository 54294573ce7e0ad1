"""Opening hours: spans of a week in a zone, over midnight, over changes of the clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from vbranch.branch.hours import DAYS, Hours

ZURICH = "Europe/Zurich"
OFFICE = Hours(
    timezone=ZURICH,
    monday=("09:00-12:30", "13:30-17:00"),
    friday=("22:00-24:00",),
    saturday=("00:00-02:00",),
)


def unix(text: str, zone: str = ZURICH) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def opens(hours: Hours, text: str, zone: str = ZURICH) -> str | None:
    at = hours.opens_at(unix(text, zone))
    return None if at is None else at.isoformat()


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("2026-11-30T08:59:59", "2026-11-30T09:00:00+01:00"),  # a Monday
        ("2026-11-30T09:00:00", None),
        ("2026-11-30T12:29:59", None),
        ("2026-11-30T12:30:00", "2026-11-30T13:30:00+01:00"),
        ("2026-11-30T13:30:00", None),
        ("2026-11-30T17:00:00", "2026-12-04T22:00:00+01:00"),
        ("2026-12-04T23:59:59", None),
        ("2026-12-05T00:00:00", None),  # on over midnight
        ("2026-12-05T02:00:00", "2026-12-07T09:00:00+01:00"),
    ],
)
def test_it_is_open_in_its_spans_and_says_when_it_opens(now: str, at: str | None) -> None:
    assert opens(OFFICE, now) == at


def test_one_day_a_week_is_found_from_its_own_evening() -> None:
    weekly = Hours(timezone=ZURICH, wednesday=("09:00-10:00",))
    assert opens(weekly, "2026-12-02T10:00:00") == "2026-12-09T09:00:00+01:00"


def test_the_zone_decides_and_not_the_askers_clock() -> None:
    """Monday in Tokyo begins when it is Sunday in London."""
    tokyo = Hours(timezone="Asia/Tokyo", monday=("00:00-24:00",))
    assert opens(tokyo, "2026-11-29T14:59:59", "Europe/London") == "2026-11-30T00:00:00+09:00"
    assert opens(tokyo, "2026-11-29T15:00:00", "Europe/London") is None


def test_the_clock_change_moves_the_opening_with_it() -> None:
    """On the last Sunday of March two o'clock is three in Zurich."""
    daily = Hours(timezone=ZURICH, **dict.fromkeys(DAYS, ("09:00-17:00",)))
    assert opens(daily, "2026-03-28T20:00:00") == "2026-03-29T09:00:00+02:00"
    night = Hours(timezone=ZURICH, sunday=("02:30-05:00",))
    assert opens(night, "2026-03-28T20:00:00") == "2026-03-29T03:30:00+02:00"


def test_it_is_described_in_order() -> None:
    assert OFFICE.describe() == {
        "timezone": ZURICH,
        "week": [
            {"day": "monday", "opens": "09:00", "closes": "12:30"},
            {"day": "monday", "opens": "13:30", "closes": "17:00"},
            {"day": "friday", "opens": "22:00", "closes": "24:00"},
            {"day": "saturday", "opens": "00:00", "closes": "02:00"},
        ],
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"timezone": "Mars/Olympus", "monday": ("09:00-17:00",)}, "zone"),
        ({"timezone": "../etc/passwd", "monday": ("09:00-17:00",)}, "zone"),
        ({"timezone": ZURICH}, "never_open"),
        ({"timezone": ZURICH, "monday": ("17:00-09:00",)}, "span_order"),
        ({"timezone": ZURICH, "monday": ("09:00-09:00",)}, "span_order"),
        ({"timezone": ZURICH, "monday": ("9:00-17:00",)}, "string_pattern_mismatch"),
        ({"timezone": ZURICH, "monday": ("09:00-24:01",)}, "string_pattern_mismatch"),
        ({"timezone": ZURICH, "monday": ("09:00-12:00", "11:59-17:00")}, "span_overlap"),
        ({"timezone": ZURICH, "monday": ("13:00-17:00", "09:00-12:00")}, "span_overlap"),
        ({"timezone": ZURICH, "montag": ("09:00-17:00",)}, "extra_forbidden"),
    ],
)
def test_what_is_no_week_is_refused(fields: dict[str, object], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Hours.model_validate(fields)
    assert kind in [error["type"] for error in caught.value.errors()]
