"""``vbranch scene check`` as it is used: the lobby passes, spoilt copies say how to mend."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vbranch.cli.scene import scene

ROOT = Path(__file__).parents[3]
LOBBY = ROOT / "scenes" / "lobby" / "scene.toml"
MODELS = ROOT / "assets" / "scenes" / "lobby"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The lobby's manifest in a folder tree of its own, beside its assets."""
    manifest = tmp_path / "scenes" / "lobby" / "scene.toml"
    manifest.parent.mkdir(parents=True)
    shutil.copy(LOBBY, manifest)
    shutil.copytree(MODELS, tmp_path / "assets" / "scenes" / "lobby")
    return manifest


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(scene, ["check", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_the_shipped_lobby_is_in_order() -> None:
    status, said = run(LOBBY)
    assert status == 0
    assert said.startswith(f"ok {LOBBY}: ")
    for words in ("spawn points", "seats", "portals", "4 exhibits,", "triangles", "MiB"):
        assert words in said
    assert "warning" not in said
    assert "error" not in said


def test_a_model_alone_is_checked() -> None:
    status, said = run(MODELS / "lobby.nav.glb")
    assert status == 0
    assert "ok" in said


def test_a_problem_says_what_where_and_how_to_mend(copy: Path) -> None:
    text = copy.read_text("utf-8")
    copy.write_text(text.replace('node = "exhibit:welcome-card"', 'node = "exhibit:card"'), "utf-8")
    status, said = run(copy)
    assert status == 1
    assert f"error {copy}: exhibit welcome-card" in said
    assert "what: node exhibit:card is not in lobby.glb" in said
    assert "mend: did you mean exhibit:welcome-card?" in said
    assert "ok" not in said


def test_one_bad_file_of_many_fails_and_all_are_told(copy: Path) -> None:
    model = copy.parents[2] / "assets" / "scenes" / "lobby" / "lobby.glb"
    model.write_bytes(model.read_bytes()[:-1])
    status, said = run(LOBBY, model, copy.parent / "absent.toml")
    assert status == 1
    assert f"ok {LOBBY}" in said
    assert "is cut off" in said
    assert "cannot be read" in said


def test_json_is_for_programs(copy: Path) -> None:
    status, said = run("--json", LOBBY, copy.parent / "absent.glb")
    found = json.loads(said)
    assert status == 1
    assert [one["ok"] for one in found] == [True, False]
    assert found[0]["summary"]["spawn_points"] >= 1
    assert found[0]["summary"]["bytes"] == sum(
        (MODELS / name).stat().st_size
        for name in ("lobby.glb", "lobby.nav.glb", "lobby.lightmap.webp")
    )
    assert found[1]["summary"] is None
    (problem,) = found[1]["problems"]
    assert set(problem) == {"severity", "where", "what", "remedy"}
    assert problem["severity"] == "error"


def test_assets_may_lie_elsewhere(copy: Path, tmp_path: Path) -> None:
    shutil.move(tmp_path / "assets" / "scenes" / "lobby", tmp_path / "built")
    assert run(copy)[0] == 1
    assert run("--assets", tmp_path / "built", copy)[0] == 0
    alone = tmp_path / "built" / "scene.toml"
    shutil.copy(copy, alone)
    assert run(alone)[0] == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [("[red]x.glb", "[red]x.glb"), ("雪.glb", "雪.glb"), ("a\x1b[31m.glb", r"a\x1b[31m.glb")],
)
def test_strange_names_are_shown_and_do_nothing(tmp_path: Path, name: str, shown: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"no")
    status, said = run(path)
    assert status == 1
    assert shown in said


def test_warnings_do_not_fail(copy: Path) -> None:
    text = copy.read_text("utf-8")
    copy.write_text(text[: text.index("[[exhibit]]")], "utf-8")
    status, said = run(copy)
    assert status == 0
    assert "warning" in said
    assert "ok" in said


def test_it_runs_as_a_program_anywhere(tmp_path: Path) -> None:
    """The reader process is found from any folder, whatever lies in it."""
    (tmp_path / "numpy.py").write_text("raise SystemExit('not this one')")
    (tmp_path / "vbranch.py").write_text("raise SystemExit('not this one')")
    code = "from vbranch.cli.scene import scene; scene()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "check", str(LOBBY)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / "server")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ok ")
