"""The shipped people keep what is promised: bytes, triangles, one skeleton, colours to choose."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from server_process import ROOT

AVATARS = ROOT / "assets" / "avatars"
MOST_BYTES = 200_000
MOST_TRIANGLES = {"near": 12_000, "middle": 3_000, "far": 400}
FEWEST = {"near": 6_000, "middle": 1_500, "far": 150}  # so many are used: nobody is a stick
ZONES = {"skin", "hair", "top", "bottom", "shoes", "shirt", "accent", "eye", "dark", "light"}
PEOPLE: list[dict[str, Any]] = json.loads((AVATARS / "people.json").read_text())["people"]
SKELETON: list[dict[str, Any]] = json.loads((AVATARS / "skeleton.json").read_text())["joints"]
CLIPS = {
    "idle-1", "idle-2", "idle-3", "walk", "start", "stop", "turn-left", "turn-right", "sit",
    "talk", "wave", "clap", "raise-hand", "think", "present",
}  # fmt: skip


def document(path: Path) -> dict[str, Any]:
    """The JSON of a binary glTF."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<I", data, 12)
    found: dict[str, Any] = json.loads(data[20 : 20 + length])
    return found


@pytest.fixture(scope="module", params=PEOPLE, ids=lambda person: person["id"])
def person(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


@pytest.fixture(scope="module")
def model(person: dict[str, Any]) -> dict[str, Any]:
    return document(AVATARS / person["file"])


def levels(model: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {node["name"]: node for node in model["nodes"] if "mesh" in node}


def test_nobody_takes_more_bytes_than_promised(person):
    assert 20_000 < (AVATARS / person["file"]).stat().st_size <= MOST_BYTES


def test_each_level_keeps_its_triangles(model):
    assert set(levels(model)) == set(MOST_TRIANGLES)
    for name, node in levels(model).items():
        (primitive,) = model["meshes"][node["mesh"]]["primitives"]
        triangles = model["accessors"][primitive["indices"]]["count"] // 3
        assert FEWEST[name] <= triangles <= MOST_TRIANGLES[name], name


def test_all_share_the_skeleton_and_one_skin(model):
    (skin,) = model["skins"]
    assert [model["nodes"][joint]["name"] for joint in skin["joints"]] == [
        j["name"] for j in SKELETON
    ]
    assert {node["skin"] for node in levels(model).values()} == {0}
    parents = {child: node["name"] for node in model["nodes"] for child in node.get("children", [])}
    for joint, expected in zip(skin["joints"], SKELETON, strict=True):
        assert parents.get(joint) == expected["parent"]
        assert "rotation" not in model["nodes"][joint], "at rest all axes are the room's"


def test_what_the_page_draws_with_is_there(model):
    for node in levels(model).values():
        (primitive,) = model["meshes"][node["mesh"]]["primitives"]
        assert {"POSITION", "NORMAL", "COLOR_0", "_ZONE", "JOINTS_0", "WEIGHTS_0"} <= set(
            primitive["attributes"]
        )
        assert "JOINTS_1" not in primitive["attributes"], "four joints a vertex"


def test_left_and_right_are_alike(model):
    rest = {
        node["name"]: node.get("translation", [0, 0, 0])
        for node in model["nodes"]
        if "mesh" not in node
    }
    for name, place in rest.items():
        if name.startswith("left"):
            x, y, z = rest[name.replace("left", "right")]
            assert place == pytest.approx([-x, y, z], abs=2e-3), name


def test_everybody_has_colours_and_a_title_in_three_languages(person):
    assert set(person["title"]) == {"en", "zh", "ja"}
    assert set(person["colours"]) == ZONES
    assert set(person["roughness"]) == ZONES
    assert 1.5 < person["height"] < 1.9
    assert person["height"] - 0.2 < person["eyes"] < person["height"]
    if not person["staff"]:
        assert len(person["colours"]["top"]) >= 4
        assert len(person["colours"]["hair"]) >= 4


def test_there_are_enough_people_and_each_looks_different():
    visitors = [person for person in PEOPLE if not person["staff"]]
    assert len(visitors) >= 8
    assert len(PEOPLE) - len(visitors) >= 2
    assert len({person["id"] for person in PEOPLE}) == len(PEOPLE)
    assert max(p["height"] for p in PEOPLE) - min(p["height"] for p in PEOPLE) > 0.15
    assert len({p["colours"]["skin"][0] for p in PEOPLE}) >= 8
    assert {path.name for path in AVATARS.glob("*.glb")} == {p["file"] for p in PEOPLE} | {
        "clips.glb"
    }


def test_all_clips_are_there_and_move_joints_alone():
    clips = document(AVATARS / "clips.glb")
    assert {clip["name"] for clip in clips["animations"]} >= CLIPS
    names = [joint["name"] for joint in SKELETON]
    for clip in clips["animations"]:
        targets = [
            (clips["nodes"][c["target"]["node"]]["name"], c["target"]["path"])
            for c in clip["channels"]
        ]
        assert {name for name, _ in targets} <= set(names)
        assert {name for name, path in targets if path == "translation"} <= {"hips"}
        assert {path for _, path in targets} <= {"rotation", "translation"}
