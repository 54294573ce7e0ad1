"""The scene description as the page gets it."""

import json

from branch_kit import House

from vbranch.branch.description import describe, describe_branch
from vbranch.branch.load import load_branch
from vbranch.ids import RoomId


def test_the_description_names_files_with_true_sizes_and_all_texts(house: House) -> None:
    files = 'nav = "hall.nav.glb"\nlightmap = { file = "l.webp", scale = 4.0 }\nbounds'
    house.edit_manifest("bounds", files)
    (house.files / "hall.nav.glb").write_bytes(house.model.read_bytes())
    (house.files / "l.webp").write_bytes(b"light")
    branch = load_branch(house.branch, house.scenes, house.assets)
    found = describe(branch.rooms[RoomId("annex")], lambda path: f"/c/{path.name}")
    text = {"en": "Card", "zh": "卡", "ja": "カード"}
    size = house.model.stat().st_size
    assert json.loads(json.dumps(found)) == {
        "slug": "hall",
        "title": {"en": "Annex", "zh": "附楼", "ja": "別館"},
        "model": {"url": "/c/hall.glb", "bytes": size},
        "nav": {"url": "/c/hall.nav.glb", "bytes": size},
        "lightmap": {"url": "/c/l.webp", "bytes": 5, "scale": 4.0},
        "packed": False,
        "light": None,
        "sound": None,
        "bounds": {"min": [-4.0, 0.0, -4.0], "max": [4.0, 4.0, 4.0]},
        "seats": [{"seat": "seat", "position": [-2.0, 0.0, 1.0], "yaw": 1.570796}],
        "exhibits": [
            {
                "id": "card",
                "node": "card",
                "title": text,
                "summary": text,
                "turn": "y",
                "hotspots": [{"id": "chip", "node": "chip", "title": text, "text": text}],
                "position": [0.0, 1.5, 0.0],
                "media": None,
            }
        ],
    }


def test_what_a_scene_does_not_have_is_null(house: House) -> None:
    branch = load_branch(house.branch, house.scenes, house.assets)
    found = describe(branch.rooms[RoomId("lobby")], str)
    assert found["nav"] is None
    assert found["lightmap"] is None


def test_a_branch_says_its_hours_or_that_it_has_none(house: House) -> None:
    branch = load_branch(house.branch, house.scenes, house.assets)
    assert describe_branch(branch, str)["hours"] is None
    path = house.branch / "branch.toml"
    hours = '[hours]\ntimezone = "Asia/Tokyo"\nmonday = ["09:00-17:00"]\n'
    path.write_text(path.read_text("utf-8").replace("[[room]]", hours + "[[room]]", 1), "utf-8")
    branch = load_branch(house.branch, house.scenes, house.assets)
    assert describe_branch(branch, str)["hours"] == {
        "timezone": "Asia/Tokyo",
        "week": [{"day": "monday", "opens": "09:00", "closes": "17:00"}],
    }
