"""The command line: it answers at once, teaches, and shows the way in."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from vbranch import __version__
from vbranch.cli import VERBS
from vbranch.cli.serve import show_way_in

SERVER = Path(__file__).resolve().parents[3] / "server"


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "vbranch", *words],
        env={"PYTHONPATH": str(SERVER), "PATH": "", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_version() -> None:
    answer = run("--version")
    assert (answer.returncode, answer.stdout) == (0, f"vbranch {__version__}\n")


def test_help_lists_every_verb() -> None:
    answer = run("--help")
    assert answer.returncode == 0
    for name, verb in VERBS.items():
        assert f"{name} " in answer.stdout
        assert verb.help in answer.stdout


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_explains_itself(verb: str) -> None:
    answer = run(verb, "--help")
    assert answer.returncode == 0, answer.stderr
    assert f"Usage: vbranch {verb}" in answer.stdout


def test_serve_help_teaches_by_examples() -> None:
    text = run("serve", "--help").stdout
    assert "vbranch serve --lan" in text
    assert "VBRANCH_PORT" in text


def test_help_imports_no_server() -> None:
    code = (
        "import sys; from vbranch.cli import command_line; command_line(['--help'])\n"
        "print([m for m in ('numpy', 'aiohttp', 'sqlalchemy', 'pydantic') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SERVER)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "[]\n"


def test_unknown_verb() -> None:
    answer = run("open")
    assert answer.returncode == 2
    assert "No such command 'open'" in answer.stderr


def shown(local: str, lan: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    text = io.StringIO()
    show_way_in(Console(file=text, force_terminal=True, width=100, no_color=True), local, lan)
    return text.getvalue() + capsys.readouterr().out


def test_way_in_on_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown("http://localhost:8080/", (), capsys)
    assert "http://localhost:8080/" in text
    assert "--lan" in text
    assert "warn" not in text


def test_way_in_on_the_network(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown("http://localhost:8080/", ("https://10.0.0.2:8443/", "https://10.1.0.2/"), capsys)
    assert "https://10.0.0.2:8443/" in text
    assert "https://10.1.0.2/" in text
    assert "warn once" in text
    assert "▄▄▄▄▄" in text  # the QR code's corners
