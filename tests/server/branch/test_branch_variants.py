"""The light variant, the sound, and what a branch dresses its rooms with."""

import json

import pytest
from branch_kit import House, glb, good_doc, good_glb

from vbranch.branch.budget import Cost, costs
from vbranch.branch.check import check_scene
from vbranch.branch.description import describe, describe_branch
from vbranch.branch.load import MOST_LOGO_BYTES, load_branch
from vbranch.branch.problems import BranchError
from vbranch.ids import RoomId

MORE = """
[files.light]
picture = "hall.light.glb"
lightmap = { file = "thin.webp", scale = 2.0 }

[sound]
file = "hall.webm"
gain = 0.5

[[exhibit]]
"""
TEXTS = '{ en = "Card", zh = "卡", ja = "カード" }'
DRESS = f"""
[brand]
primary = "#12626b"
secondary = "#0e3a44"
logo = "logo.svg"

[[today]]
time = "10:30"
title = {TEXTS}

[[room]]
"""


@pytest.fixture
def full(house: House) -> House:
    """The house with a light variant, a sound, and a dressed branch."""
    house.edit_manifest("[[exhibit]]", MORE)
    (house.files / "hall.light.glb").write_bytes(good_glb())
    (house.files / "thin.webp").write_bytes(b"light")
    (house.files / "hall.webm").write_bytes(b"sound!")
    (house.branch / "logo.svg").write_text("<svg/>")
    edit(house, "[[room]]", DRESS)
    return house


def edit(house: House, old: str, new: str) -> None:
    path = house.branch / "branch.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def refused(house: House) -> str:
    with pytest.raises(BranchError) as caught:
        load_branch(house.branch, house.scenes, house.assets)
    return str(caught.value)


def test_the_description_names_variant_and_sound(full: House) -> None:
    branch = load_branch(full.branch, full.scenes, full.assets)
    found = describe(branch.rooms[RoomId("lobby")], lambda path: f"/c/{path.name}")
    assert found["light"] == {
        "model": {"url": "/c/hall.light.glb", "bytes": len(good_glb())},
        "lightmap": {"url": "/c/thin.webp", "bytes": 5, "scale": 2.0},
        "packed": False,
    }
    assert found["sound"] == {"url": "/c/hall.webm", "bytes": 6, "gain": 0.5}


def test_a_packed_lightmap_alone_needs_the_transcoder(full: House) -> None:
    full.edit_manifest("thin.webp", "thin.ktx2")
    (full.files / "thin.ktx2").write_bytes(b"light")
    branch = load_branch(full.branch, full.scenes, full.assets)
    found = describe(branch.rooms[RoomId("lobby")], str)
    assert (found["packed"], found["light"]["packed"]) == (False, True)


def test_the_branch_tells_what_rooms_are_dressed_with(full: House) -> None:
    branch = load_branch(full.branch, full.scenes, full.assets)
    text = {"en": "Card", "zh": "卡", "ja": "カード"}
    assert json.loads(json.dumps(describe_branch(branch, lambda path: f"/c/{path.name}"))) == {
        "name": text,
        "brand": {
            "primary": "#12626b",
            "secondary": "#0e3a44",
            "logo": {"url": "/c/logo.svg", "bytes": 6},
        },
        "today": [{"time": "10:30", "title": text, "place": None}],
        "contact": None,
        "hours": None,
    }


def test_a_branch_need_not_dress_its_rooms(house: House) -> None:
    branch = load_branch(house.branch, house.scenes, house.assets)
    found = describe_branch(branch, str)
    assert (found["brand"], found["today"]) == (None, [])


@pytest.mark.parametrize("name", ["hall.light.glb", "thin.webp", "hall.webm"])
def test_every_file_that_is_named_must_be_there(full: House, name: str) -> None:
    (full.files / name).unlink()
    assert f"{name} is not in" in refused(full)


def test_both_variants_need_the_exhibits(full: House) -> None:
    doc = good_doc()
    doc["nodes"][4]["name"] = "cart"
    (full.files / "hall.light.glb").write_bytes(glb(doc, good_glb()[-60:]))
    assert "node card is not in hall.light.glb" in refused(full)


def test_the_logo_must_be_there_small_and_within(full: House) -> None:
    logo = full.branch / "logo.svg"
    logo.write_bytes(bytes(MOST_LOGO_BYTES + 1))
    assert "logo.svg has" in refused(full)
    logo.unlink()
    assert "logo.svg is not beside it" in refused(full)
    logo.symlink_to(full.model)
    assert "is a link out of" in refused(full)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("#12626b", "teal", "brand.primary"),
        ("logo.svg", "../logo.svg", "brand.logo"),
        ("10:30", "24:30", "today[0].time"),
    ],
)
def test_what_a_branch_says_wrongly_is_named(full: House, old: str, new: str, where: str) -> None:
    edit(full, old, new)
    assert where in refused(full)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("hall.webm", "hall.mp3", "sound.file"),
        ("gain = 0.5", "gain = 2.0", "sound.gain"),
        ("hall.light.glb", "a/hall.glb", "files.light.picture"),
    ],
)
def test_what_a_scene_says_wrongly_is_named(full: House, old: str, new: str, where: str) -> None:
    full.edit_manifest(old, new)
    assert where in refused(full)


def test_the_budget_counts_first_view_sound_and_variant_apart(full: House) -> None:
    found = {cost.name: cost for cost in costs(check_scene(full.manifest, full.files))}
    size = len(good_glb())
    assert found["first view"].value == size
    assert found["with sound"].value == size + 6
    assert found["light variant"].value == size + 5
    assert found["light: triangles"].value == found["triangles"].value == 4
    assert all(cost.kept for cost in found.values())


def test_what_is_over_its_limit_is_not_kept() -> None:
    assert Cost("triangles", 60_000, 60_000).kept
    assert not Cost("triangles", 60_001, 60_000).kept
