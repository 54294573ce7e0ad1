"""The scene description as the page gets it."""

import json

from branch_kit import House

from vbranch.branch.description import describe
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
        "exhibits": [
            {
                "id": "card",
                "node": "card",
                "title": text,
                "summary": text,
                "turn": "y",
                "hotspots": [{"id": "chip", "node": "chip", "title": text, "text": text}],
            }
        ],
    }


def test_what_a_scene_does_not_have_is_null(house: House) -> None:
    branch = load_branch(house.branch, house.scenes, house.assets)
    found = describe(branch.rooms[RoomId("lobby")], str)
    assert found["nav"] is None
    assert found["lightmap"] is None
