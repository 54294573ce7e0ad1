"""What a log line holds of an exception and of another library's words: nothing personal."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from vbranch import logs

SECRET = "Ann lives at 198.51.100.7"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_exception_is_types_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as cause:
            raise FileNotFoundError(2, SECRET, SECRET) from cause
    except OSError:
        structlog.get_logger("x").exception("failed", room="lobby")
    (record,) = said(capsys)
    assert record["event"] == "failed"
    assert record["room"] == "lobby"
    exception = record["fault"]
    assert isinstance(exception, dict)
    assert exception["type"] == "builtins.FileNotFoundError"
    assert exception["errno"] == "ENOENT"
    assert exception["cause"] == "builtins.ValueError"
    (place,) = exception["at"]
    assert place.startswith("test_logs.py:")
    assert SECRET not in json.dumps(record)


def test_libraries_keep_their_template(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        logging.getLogger("aiohttp.server").exception("Error from %s", SECRET)
    (record,) = said(capsys)
    assert record["event"] == "Error from %s"
    assert SECRET not in json.dumps(record)
    exception = record["fault"]
    assert isinstance(exception, dict)
    assert exception["type"] == "builtins.RuntimeError"


@pytest.mark.parametrize("form", ["console", "json"])
def test_level_holds_for_all(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning", form)  # type: ignore[arg-type]
    structlog.get_logger("x").info("ours")
    logging.getLogger("theirs").info("theirs")
    structlog.get_logger("x").warning("told")
    text = capsys.readouterr().err
    assert "ours" not in text
    assert "theirs" not in text
    assert "told" in text
