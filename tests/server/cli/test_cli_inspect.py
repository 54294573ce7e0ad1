"""``vbranch scene inspect``: what it prints, and what it says where it cannot make a picture."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server_process import ROOT
from vbranch.branch.images import Picture, picture_of
from vbranch.cli import picture
from vbranch.cli.scene import scene

LOBBY = ROOT / "scenes" / "lobby" / "scene.toml"


def inspect(*words: object) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": "160"}).invoke(scene, ["inspect", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_it_prints_anchors_and_budget() -> None:
    status, said = inspect(LOBBY, "--no-picture")
    assert status == 0
    for words in ("spawn:1", "portal:showcase", "to vbranch:room/showcase", "screen:today", "box "):
        assert words in said
    for name in ("first view", "light variant", "triangles", "draw calls", "textures"):
        assert name in said
    assert "2.50 MB" in said
    assert " ok\n" in said


def test_programs_get_the_same_as_json() -> None:
    status, said = inspect(LOBBY, "--no-picture", "--json")
    assert status == 0
    facts = json.loads(said)
    assert facts["scene"] == "lobby"
    budget = {line["name"]: line for line in facts["budget"]}
    assert budget["triangles"]["limit"] == 60_000
    assert budget["triangles"]["kept"] is True
    assert {one["kind"] for one in facts["anchors"]} >= {"spawn", "seat", "portal", "sign", "probe"}


def test_a_scene_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "scene.toml"
    broken.write_text("format = 2")
    status, said = inspect(broken, "--no-picture")
    assert status == 1
    assert "mend:" in said


def test_without_chromium_it_says_what_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    status, said = inspect(LOBBY, "--picture", tmp_path / "x.png")
    assert status == 2
    assert "first view" in said
    assert "apt-get install chromium" in said
    assert not (tmp_path / "x.png").exists()


def test_chromium_is_not_run_without_its_sandbox_unless_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/bin/false")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    status, said = inspect(LOBBY, "--picture", tmp_path / "x.png")
    assert status == 2
    assert "--no-sandbox" in said


def test_a_chromium_that_ends_at_once_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/bin/false")
    status, said = inspect(LOBBY, "--no-sandbox", "--picture", tmp_path / "x.png")
    assert status == 2
    assert "ended at once" in said


@pytest.mark.parametrize("view", ["1,2,3", "a,b,c,d,e,f", "1,2,3,4,5,nan", "1,2,3,4,5,6&tone=x"])
def test_a_viewpoint_is_six_numbers(view: str) -> None:
    status, said = inspect(LOBBY, "--view", view)
    assert status == 2
    assert "six numbers" in said


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_it_makes_a_picture_by_the_page_itself(tmp_path: Path) -> None:
    target = tmp_path / "lobby.png"
    words = ("--no-sandbox", "--light", "--size", 320, 180, "--picture", target, "--json")
    status, said = inspect(LOBBY, *words)
    assert status == 0, said
    assert picture_of(target.read_bytes()) == Picture("png", 320, 180)
    shown = json.loads(said)["picture"]["shown"]
    assert shown["variant"] == "light"
    assert shown["lightmapped"]["withoutMap"] == 0
    assert shown["probes"]["probe:hall"] > 0


def test_only_a_picture_counts_as_one() -> None:
    booth = picture.Booth()
    booth.take(b"<html>", {})  # type: ignore[arg-type]
    assert booth.done.is_set()
    assert booth.problem
    assert booth.picture == b""
