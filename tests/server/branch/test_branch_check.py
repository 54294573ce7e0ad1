"""Manifest and model must fit together; what does not is named, with a remedy."""

from collections.abc import Callable

import pytest
from branch_kit import BINARY, House, Json, glb, good_doc

from vbranch.branch import check
from vbranch.branch.check import check_file, check_scene, linked_rooms, mib
from vbranch.branch.ground import Ground
from vbranch.branch.problems import BranchError, Problem


def refused(house: House) -> tuple[Problem, ...]:
    with pytest.raises(BranchError) as caught:
        check_scene(house.manifest, house.files)
    return caught.value.problems


def test_a_scene_that_fits_is_returned_with_its_files(house: House) -> None:
    found = check_scene(house.manifest, house.files)
    assert found.model is found.nav
    assert found.bytes == house.model.stat().st_size
    assert found.light is None
    assert found.warnings == ()


def test_anchors_come_from_the_nav_file_and_exhibits_from_the_model(house: House) -> None:
    house.edit_manifest("bounds", 'nav = "hall.nav.glb"\nbounds')
    (house.files / "hall.nav.glb").write_bytes(house.model.read_bytes())
    doc = good_doc()
    doc["scenes"][0]["nodes"] = [4]
    house.edit_model(doc)
    found = check_scene(house.manifest, house.files)
    assert found.nav.model.spawns
    assert not found.model.model.spawns
    assert found.bytes == sum(file.stat().st_size for file in house.files.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "remedy"),
    [
        ('node = "card"', 'node = "crad"', "exhibit card", "node crad is not in", "mean card?"),
        ('node = "card"', 'node = "zzzzz"', "exhibit card", "not in", "a node of the model"),
        ('node = "card"', 'node = "wall"', "exhibit card", "not marked", '{"exhibit": "card"}'),
        ('node = "chip"', 'node = "chop"', "hotspot chip", "node chop is not in", "mean chip?"),
        ('node = "chip"', 'node = "stripe"', "hotspot chip", "not marked", '"id": "chip"'),
        ('model = "hall.glb"', 'model = "b.glb"', "scene.toml", "b.glb is not in", "build"),
        ("4.0, 4.0, 4.0", "4.0, 1.4, 4.0", "exhibit card", "(0.00, 1.50, 0.00)", "widen"),
        ("4.0, 4.0, 4.0", "4.0, 4.0, 1.5", "node spawn", "(1.00, 0.00, 2.00)", "widen"),
        ("max = [4.0, 4.0, 4.0]", "max = [4.0, 4.0, 1.5]", "node spawn", "out of bounds", "widen"),
        ("min = [-4.0, 0.0", "min = [-1.0, 0.0", "node seat", "out of bounds", "widen"),
        ("0.0, -4.0]", "0.0, -2.0]", "node door", "out of bounds", "widen"),
    ],
)
def test_what_does_not_fit_the_model_is_named(
    house: House, old: str, new: str, where: str, what: str, remedy: str
) -> None:
    house.edit_manifest(old, new)
    found = [problem for problem in refused(house) if where in problem.where]
    assert any(what in p.what and remedy in p.remedy for p in found), refused(house)


def _remove_spawn(doc: Json) -> None:
    del doc["nodes"][1]["extensions"]


def _spawn_off_the_floor(doc: Json) -> None:
    doc["nodes"][0]["scale"] = [0.1, 1, 0.1]


def _spawn_in_the_air(doc: Json) -> None:
    doc["nodes"][1]["translation"] = [1, 2, 2]


def _second_card(doc: Json) -> None:
    doc["nodes"][7]["name"] = "card"


def _loose_hotspot(doc: Json) -> None:
    doc["nodes"][4]["children"] = [6]
    doc["scenes"][0]["nodes"].append(5)


def _strange_link(doc: Json) -> None:
    doc["nodes"][3]["extensions"]["OMI_link"]["uri"] = "https://example.test/"


def _second_seat(doc: Json) -> None:
    doc["nodes"][7]["name"] = "seat"


def _seat_of_a_strange_name(doc: Json) -> None:
    doc["nodes"][2]["name"] = "seat by the window"


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (_second_seat, "node seat", "shares its name"),
        (_seat_of_a_strange_name, "node seat by the window", "cannot be said on the wire"),
        (_remove_spawn, "hall.glb", "no spawn point"),
        (_spawn_off_the_floor, "node spawn", "nobody can walk"),
        (_spawn_in_the_air, "node spawn", "nobody can walk"),
        (_second_card, "exhibit card", "2 nodes of hall.glb are named card"),
        (_loose_hotspot, "hotspot chip", "does not hang below"),
        (_strange_link, "node door", "leads to 'https://example.test/'"),
    ],
)
def test_what_does_not_fit_the_manifest_is_named(
    house: House, change: Callable[[Json], None], where: str, what: str
) -> None:
    doc = good_doc()
    change(doc)
    house.edit_model(doc)
    (problem,) = refused(house)
    assert where in problem.where
    assert what in problem.what


def test_a_link_out_of_the_assets_is_refused(house: House) -> None:
    outside = house.assets / "outside.glb"
    house.model.rename(outside)
    house.model.symlink_to(outside)
    (problem,) = refused(house)
    assert "link out of" in problem.what


def test_an_image_too_large_for_anybody_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.edit_manifest("bounds", 'lightmap = { file = "light.webp" }\nbounds')
    (house.files / "light.webp").write_bytes(bytes(2000))
    assert check_scene(house.manifest, house.files).sizes["light.webp"] == 2000
    monkeypatch.setattr(check, "MOST_IMAGE_BYTES", 1999)
    assert "light.webp has 2 KiB" in refused(house)[0].what


def test_what_can_be_used_but_is_odd_is_warned_of(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    doc = good_doc()
    doc["nodes"][7]["extras"] = {"vbranch": {"exhibit": "forgotten"}}
    doc["nodes"][0]["extras"] = {"vbranch": {"invisible": True}}
    house.edit_model(doc)
    monkeypatch.setattr(check, "MOST_TRIANGLES", 3)
    monkeypatch.setattr(check, "MOST_MESHES", 1)
    monkeypatch.setattr(check, "MOST_DOWNLOAD_BYTES", 100)
    found = check_scene(house.manifest, house.files).warnings
    assert {problem.severity for problem in found} == {"warning"}
    said = " ".join(problem.what for problem in found)
    for words in (
        "forgotten",
        "no walkable ground",
        "4 triangles",
        "2 meshes",
        "bytes to download",
    ):
        assert words in said


def test_a_file_alone_needs_no_spawn_point_but_sound_portals(house: House) -> None:
    doc = good_doc()
    _remove_spawn(doc)
    house.edit_model(doc)
    assert check_file(house.model).model.spawns == ()
    _strange_link(doc)
    house.edit_model(doc)
    with pytest.raises(BranchError, match="leads to"):
        check_file(house.model)


def test_portals_name_rooms(house: House) -> None:
    found = check_scene(house.manifest, house.files)
    assert linked_rooms(found.nav.model) == {"door": "lobby"}


def test_a_broken_model_is_told_like_any_other(house: House) -> None:
    house.model.write_bytes(glb(good_doc(), BINARY[:-4]))
    assert any("buffers[0]" in problem.where for problem in refused(house))


@pytest.mark.parametrize(
    ("point", "found"),
    [
        ((0.5, 0.25, 0.2), True),
        ((0.0, 0.0, 0.0), True),
        ((0.5, 1.4, 0.2), False),
        ((0.5, 0.9, 0.2), True),
        ((0.2, 0.0, 0.9), False),
        ((2.0, 0.0, 0.0), False),
        ((1.2, 0.6, 0.5), False),
        ((0.5, 0.25, -0.2), False),
        ((0.4, 0.2, 0.6), False),
    ],
)
def test_ground_is_found_under_a_point(point: tuple[float, float, float], found: bool) -> None:
    wall = ((0, 0, 0), (0, 5, 0), (5, 0, 0))
    slope = ((0.0, 0.0, 0.0), (1.0, 0.5, 0.0), (1.0, 0.5, 1.0))
    assert Ground([wall, slope]).under(point, 0.7) is found
    assert Ground([slope[::-1]]).under(point, 0.7) is found


def test_without_triangles_all_is_ground() -> None:
    assert Ground([]).under((7, 7, 7), 0.1)


def test_sizes_are_said_for_people() -> None:
    assert (mib(2048), mib(3 << 20)) == ("2 KiB", "3.0 MiB")
