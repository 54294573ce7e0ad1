"""A branch from its folder: rooms in order, each with its scene; problems of all scenes at once."""

import shutil
from pathlib import Path

import pytest
from branch_kit import BINARY, House, glb, good_doc

from vbranch.branch import reading
from vbranch.branch.load import Branch, load_branch
from vbranch.branch.problems import BranchError
from vbranch.ids import RoomId


def load(house: House) -> Branch:
    return load_branch(house.branch, house.scenes, house.assets, house.cache)


def edit_branch(house: House, old: str, new: str) -> None:
    path = house.branch / "branch.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_rooms_come_in_the_manifests_order_with_what_they_need(house: House) -> None:
    branch = load(house)
    assert branch.name.en == "Card"
    assert list(branch.rooms) == ["lobby", "annex"]
    lobby, annex = branch.rooms.values()
    assert (lobby.title.en, lobby.capacity) == ("Card", 20)
    assert (annex.title.en, annex.capacity) == ("Annex", 5)
    assert lobby.files is annex.files
    assert lobby.scene.slug == "hall"
    assert (len(lobby.spawns), len(lobby.seats), len(lobby.links)) == (1, 1, 1)
    assert len(lobby.walkable) == 2
    assert branch.warnings == ()


def test_the_manifest_itself_may_be_named(house: House) -> None:
    found = load_branch(house.branch / "branch.toml", house.scenes, house.assets)
    assert RoomId("annex") in found.rooms


def test_a_second_start_reads_from_the_cache(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(house)

    def started(*_: object, **__: object) -> None:
        raise AssertionError("the reader process was started")

    with monkeypatch.context() as patch:
        patch.setattr(reading.subprocess, "run", started)
        assert load(house) == first
    shutil.rmtree(house.cache)
    assert load(house) == first


def test_problems_of_all_scenes_are_said_at_once(house: House) -> None:
    edit_branch(house, 'room = "annex"\nscene = "hall"', 'room = "annex"\nscene = "cellar"')
    house.edit_manifest('node = "card"', 'node = "nothing"')
    with pytest.raises(BranchError) as caught:
        load(house)
    said = str(caught.value)
    assert "node nothing" in said
    assert "cellar/scene.toml" in said


def test_a_scenes_folder_has_its_slug(house: House) -> None:
    house.edit_manifest('slug = "hall"', 'slug = "aula"')
    with pytest.raises(BranchError, match=r'slug = "aula", but its folder is hall'):
        load(house)


def test_a_portal_to_no_room_is_a_warning(house: House) -> None:
    doc = good_doc()
    doc["nodes"][3]["extensions"]["OMI_link"]["uri"] = "vbranch:room/vault"
    house.model.write_bytes(glb(doc, BINARY))
    (warning,) = load(house).warnings
    assert warning.severity == "note"
    assert 'room "vault"' in warning.what


def test_the_demo_branch_opens() -> None:
    root = Path(__file__).parents[3]
    branch = load_branch(root / "branches" / "demo", root / "scenes", root / "assets")
    assert branch.name.en == "Harbour Bank"
    assert [(str(room), config.capacity) for room, config in branch.rooms.items()] == [
        ("lobby", 300),
        ("lobby-east", 100),
    ]
    for config in branch.rooms.values():
        assert config.spawns
        assert config.walkable
        assert config.scene.exhibits
