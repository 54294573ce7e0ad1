"""The shipped scenes keep what is promised of them: budget, anchors, second UVs, slots, sources."""

import csv
import subprocess
import sys

import pytest

from server_process import ROOT
from vbranch.branch.budget import costs
from vbranch.branch.check import SceneFiles, check_scene
from vbranch.branch.description import describe_scene
from vbranch.branch.model import SceneModel

ASSETS = ROOT / "assets"
SCENES = sorted(path.parent.name for path in (ROOT / "scenes").glob("*/scene.toml"))
FREE = {"Apache-2.0", "CC0-1.0", "MIT"}


@pytest.fixture(scope="module", params=SCENES)
def scene(request: pytest.FixtureRequest) -> SceneFiles:
    slug = request.param
    return check_scene(ROOT / "scenes" / slug / "scene.toml", ASSETS / "scenes" / slug)


def models(scene: SceneFiles) -> list[SceneModel]:
    return [read.model for read in (scene.model, scene.light) if read]


def test_no_warning_is_left(scene: SceneFiles) -> None:
    assert not scene.warnings


def test_every_line_of_the_budget_is_kept(scene: SceneFiles) -> None:
    assert [cost for cost in costs(scene) if not cost.kept] == []


def test_there_is_a_light_variant_and_it_is_lighter(scene: SceneFiles) -> None:
    names = [cost.name for cost in costs(scene)]
    assert {"first view", "triangles", "light variant", "light: triangles"} <= set(names)
    assert scene.weight(scene.manifest.light_files()) < 0.8 * scene.bytes


def test_what_is_baked_can_take_its_light(scene: SceneFiles) -> None:
    for model in models(scene):
        assert model.lightmapped > 0
        assert model.without_uv1 == ()


def test_the_branch_can_dress_it(scene: SceneFiles) -> None:
    for model in models(scene):
        assert set(model.brands) == {"primary", "secondary", "logo"}
        assert {"today", "welcome"} <= {screen.screen for screen in model.screens}
        assert all(set(sign.text) == {"en", "zh", "ja"} for sign in model.signs)


def test_anchors_are_where_people_need_them(scene: SceneFiles) -> None:
    nav = scene.nav.model
    assert len(nav.spawns) >= 4
    assert len(nav.seats) >= 6
    assert len(nav.links) == 4
    for model in models(scene):
        assert {link.uri for link in model.links} == {link.uri for link in nav.links}
        assert 1 <= len(model.probes) <= 3
        assert all(scene.manifest.bounds.holds(probe.position) for probe in model.probes)


def test_far_levels_of_detail_name_what_they_stand_for(scene: SceneFiles) -> None:
    for model in models(scene):
        assert all(model.nodes.get(lod.of) == 1 for lod in model.lods)


def test_both_variants_show_the_same(scene: SceneFiles) -> None:
    assert scene.light is not None
    full, light = scene.model.model, scene.light.model
    for kind in ("exhibits", "hotspots", "screens", "signs", "probes"):
        assert [one.node for one in getattr(light, kind)] == [
            one.node for one in getattr(full, kind)
        ]


def test_pages_are_told_of_the_transcoder_before_the_files_come(scene: SceneFiles) -> None:
    told = describe_scene(scene, str)
    assert told["packed"] is True
    assert told["light"]["packed"] is True


def test_the_validator_has_no_error() -> None:
    found = [str(path) for path in sorted(ASSETS.rglob("*.glb"))]
    command = [sys.executable, ROOT / "tools" / "web.py", "scenes", "run", "validate", "--", *found]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(" 0 errors") == len(found)


def test_everything_shipped_names_its_source_and_licence() -> None:
    with (ASSETS / "ATTRIBUTION.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    files = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file()}
    assert sorted(row["path"] for row in rows) == sorted(files - {"ATTRIBUTION.csv"})
    for row in rows:
        assert row["licence"] in FREE, row
        assert row["source"].startswith("https://") or (ROOT / row["source"]).exists(), row
        assert row["author"], row
