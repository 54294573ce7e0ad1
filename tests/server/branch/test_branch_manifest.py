"""The manifests: strict, closed, in three languages; every problem has place and remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from branch_kit import BRANCH_TOML, SCENE_TOML

from vbranch.branch.manifest import (
    Bounds,
    BranchManifest,
    SceneManifest,
    read_branch_manifest,
    read_scene_manifest,
)
from vbranch.branch.problems import BranchError, Problem

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> Path:
        path = tmp_path / "m.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def problems(
    read: Callable[[Path], SceneManifest | BranchManifest], path: Path
) -> tuple[Problem, ...]:
    with pytest.raises(BranchError) as caught:
        read(path)
    for problem in caught.value.problems:
        assert problem.where.startswith(str(path))
        assert problem.what
        assert problem.remedy
    return caught.value.problems


def test_a_scene_manifest_is_read(written: Written) -> None:
    scene = read_scene_manifest(written(SCENE_TOML))
    assert (scene.slug, scene.model, scene.nav, scene.lightmap) == ("hall", "hall.glb", None, None)
    assert scene.title.ja == "カード"
    assert scene.bounds.max == (4.0, 4.0, 4.0)
    (exhibit,) = scene.exhibits
    assert (exhibit.id, exhibit.turn, exhibit.hotspots[0].node) == ("card", "y", "chip")
    assert scene.files() == ("hall.glb",)


def test_the_files_of_a_scene_are_named_model_first(written: Written) -> None:
    more = 'nav = "hall.nav.glb"\nlightmap = { file = "light.webp", scale = 4 }\nbounds'
    scene = read_scene_manifest(written(SCENE_TOML.replace("bounds", more, 1)))
    assert scene.files() == ("hall.glb", "hall.nav.glb", "light.webp")
    assert scene.lightmap is not None
    assert scene.lightmap.scale == 4.0


def test_a_branch_manifest_is_read(written: Written) -> None:
    branch = read_branch_manifest(written(BRANCH_TOML))
    assert branch.name.zh == "卡"
    assert [(room.room, room.scene, room.capacity) for room in branch.rooms] == [
        ("lobby", "hall", 20),
        ("annex", "hall", 5),
    ]
    assert branch.rooms[0].title is None
    assert branch.contact is None


@pytest.mark.parametrize("contact", ["mailto:branch@bank.example", "https://bank.example/contact"])
def test_a_branch_may_say_where_one_writes_to(written: Written, contact: str) -> None:
    named = BRANCH_TOML.replace("[[room]]", f'contact = "{contact}"\n[[room]]', 1)
    assert read_branch_manifest(written(named)).contact == contact


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "remedy"),
    [
        ("format = 1", "format = 2", "format", "none of 1", "format = 1"),
        ("format = 1", "", "format", "missing", "add format = 1"),
        ('slug = "hall"', 'slug = "Hall 1"', "slug", "wrong form", "slug ="),
        ('slug = "hall"', "slug = 7", "slug", "not a text", "slug ="),
        ("turn =", "trun =", "exhibit[0].trun", "not a key", "did you mean turn?"),
        ("turn =", "qqq =", "exhibit[0].qqq", "not a key", "remove it"),
        ('"y"', '"z"', "exhibit[0].turn", "none of", 'turn = "free"'),
        (', ja = "カード"', "", "title.ja", "missing", "Japanese"),
        ('en = "Card"', 'en = " "', "title.en", "blank", "English"),
        ('en = "Card"', 'en = "a\\u0000b"', "title.en", "control", "English"),
        ('en = "Card"', f'en = "{"x" * 121}"', "title.en", "at most 120", "English"),
        ('"hall.glb"', '"../../secret.glb"', "model", "wrong form", "without folders"),
        ('"hall.glb"', '"/etc/passwd"', "model", "wrong form", "without folders"),
        ('"hall.glb"', '"a\\\\b.glb"', "model", "wrong form", "without folders"),
        ('"hall.glb"', '"..glb"', "model", "wrong form", "without folders"),
        ('"hall.glb"', '"hall.gltf"', "model", "wrong form", "without folders"),
        ("4.0, 4.0, 4.0", "4.0, 4.0", "bounds.max[2]", "missing", "add max ="),
        ("4.0, 4.0, 4.0", "4.0, 4.0, nan", "bounds.max[2]", "finite", "max ="),
        ("4.0, 4.0, 4.0", "4.0, 4.0, inf", "bounds.max[2]", "finite", "max ="),
        ("4.0, 4.0, 4.0", '4.0, 4.0, "4"', "bounds.max[2]", "not a number", "max ="),
        ("4.0, 4.0, 4.0", "4.0, 4.0, 4.005", "bounds.max", "whole centimetres", "two decimals"),
        ("4.0, 4.0, 4.0", "4.0, 4.0, -4.0", "bounds", "not above", "smaller number"),
        ("4.0, 4.0, 4.0", "159.84, 4.0, 4.0", "bounds", "163.84", "smaller"),
        ("4.0, 4.0, 4.0", "4.0, 10.24, 4.0", "bounds", "10.24", "smaller"),
        ('node = "chip"', 'node = "a b"', "hotspot[0].node", "wrong form", "node ="),
    ],
)
def test_every_mistake_in_a_scene_has_place_and_remedy(
    written: Written, old: str, new: str, where: str, what: str, remedy: str
) -> None:
    assert old in SCENE_TOML
    (problem,) = problems(read_scene_manifest, written(SCENE_TOML.replace(old, new, 1)))
    assert problem.where.endswith(where)
    assert what in problem.what
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("capacity = 20", "capacity = 0", "room[0].capacity", "less than 1"),
        ("capacity = 20", "capacity = 8193", "room[0].capacity", "more than 8192"),
        ("capacity = 20", "capacity = 20.5", "room[0].capacity", "whole number"),
        ("capacity = 20", "capacity = true", "room[0].capacity", "whole number"),
        ('scene = "hall"', 'scene = "../hall"', "room[0].scene", "wrong form"),
        ('room = "annex"', 'room = "lobby"', "room.room", '"lobby" is used more than once'),
        (', zh = "附楼"', "", "room[1].title.zh", "missing"),
        ("[[room]]", 'contact = "javascript:alert(1)"\n[[room]]', "contact", "wrong form"),
        ("[[room]]", 'contact = "http://bank.example"\n[[room]]', "contact", "wrong form"),
        (BRANCH_TOML[BRANCH_TOML.index("[[room]]") :], "", "room", "missing"),
        (BRANCH_TOML[BRANCH_TOML.index("[[room]]") :], "room = []", "room", "too few"),
    ],
)
def test_every_mistake_in_a_branch_has_place_and_remedy(
    written: Written, old: str, new: str, where: str, what: str
) -> None:
    assert old in BRANCH_TOML
    (problem,) = problems(read_branch_manifest, written(BRANCH_TOML.replace(old, new, 1)))
    assert problem.where.endswith(where)
    assert what in problem.what


def test_all_mistakes_are_said_at_once(written: Written) -> None:
    text = SCENE_TOML.replace("format = 1", "format = 3").replace('"y"', '"z"')
    assert len(problems(read_scene_manifest, written(text))) == 2


def test_exhibits_and_hotspots_are_distinct(written: Written) -> None:
    exhibit = SCENE_TOML[SCENE_TOML.index("[[exhibit]]") :]
    hotspot = SCENE_TOML[SCENE_TOML.index("[[exhibit.hotspot]]") :]
    found = problems(read_scene_manifest, written(SCENE_TOML + hotspot + exhibit))
    assert {problem.where.split(": ", 1)[1] for problem in found} == {
        "exhibit.id",
        "exhibit.node",
        "exhibit card: hotspot.id",
    }


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"format = ", "not TOML"),
        (b"format = 1\nformat = 1\n", "line 2"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a = " + b"[" * 50_000, "nested too deeply"),
        (b"# " + b"x" * (256 << 10), "larger than 256 KiB"),
    ],
)
def test_what_is_no_manifest_is_a_problem(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(content)
    (problem,) = problems(read_scene_manifest, path)
    assert what in problem.what


def test_a_missing_manifest_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems(read_branch_manifest, tmp_path / "branch.toml")
    assert "cannot be read" in problem.what


def test_the_largest_box_that_the_wire_can_say_is_allowed() -> None:
    box = Bounds(min=(-81.92, -1.0, 0.01), max=(81.91, 9.23, 163.84))
    assert box.holds((81.91, 9.23, 0.01))
    assert not box.holds((81.92, 0, 1))
    assert box.holds((81.92, 0, 1), slack=0.02)
