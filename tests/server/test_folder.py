"""Secrets of the data folder: made once, for their owner alone, never replaced."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import vbranch
from vbranch.folder import KeyUnreadable, bot_key, staff_key


def test_keys_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    assert bot_key(tmp_path) == bot_key(tmp_path)
    key = staff_key(tmp_path)
    assert len(key) == 32
    assert staff_key(tmp_path) == key
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bot.key", "staff.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert staff_key(tmp_path / "a") != staff_key(tmp_path / "b")


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 44, b"A" * 60])
def test_a_file_without_a_key_is_told_and_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "staff.key").write_bytes(content)
    with pytest.raises(KeyUnreadable, match="backup"):
        staff_key(tmp_path)
    assert (tmp_path / "staff.key").read_bytes() == content


def test_of_many_processes_at_once_all_have_the_same_key(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from vbranch.folder import staff_key\n"
        "sys.stdin.readline(); print(staff_key(Path(sys.argv[1])).hex())"
    )
    env = {"PYTHONPATH": str(Path(vbranch.__file__).parents[1])}
    command = [sys.executable, "-c", script, str(tmp_path)]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=env) for _ in range(4)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = {process.communicate()[0] for process in processes}
    assert len(said) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["staff.key"]
