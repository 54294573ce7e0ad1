"""What the reader finds of a scene's looks: probes, signs, slots, pictures, what is baked."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from branch_kit import BINARY, Json, glb, good_doc, marked

from vbranch.branch.glb import check_glb
from vbranch.branch.images import KTX2
from vbranch.branch.model import SceneModel
from vbranch.branch.problems import BranchError, Problem
from vbranch.branch.reading import read_glb

WORDS = {"en": "Vault", "zh": "金库", "ja": "金庫"}
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 512, 256)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Json, bytes], SceneModel]:
    def write_and_read(doc: Json, binary: bytes = BINARY) -> SceneModel:
        path = tmp_path / "x.glb"
        path.write_bytes(glb(doc, binary))
        return read_glb(path).model

    return write_and_read


def with_node(**extras: object) -> Json:
    doc = good_doc()
    doc["scenes"][0]["nodes"].append(len(doc["nodes"]))
    doc["nodes"].append({"name": "it", "mesh": 1, "extras": marked(**extras)})
    return doc


def with_image(picture: bytes, mime: str) -> tuple[Json, bytes]:
    doc = good_doc()
    doc["bufferViews"].append({"buffer": 0, "byteOffset": 60, "byteLength": len(picture)})
    doc["buffers"][0]["byteLength"] = 60 + len(picture)
    doc["images"] = [{"name": "wood", "bufferView": 2, "mimeType": mime}]
    doc["textures"] = [{"extensions": {"KHR_texture_basisu": {"source": 0}}}]
    doc["extensionsUsed"].append("KHR_texture_basisu")
    doc["extensionsRequired"] = ["KHR_texture_basisu"]
    return doc, BINARY + picture


def test_probes_signs_and_brand_slots_are_found(read) -> None:
    doc = with_node(probe={"size": [4, 3.5, 4]}, sign={"text": WORDS, "arrow": "left"})
    doc["materials"][0]["extras"] = marked(brand="primary")
    model = read(doc)
    assert [(one.node, one.size) for one in model.probes] == [("it", (4, 3.5, 4))]
    assert [(one.text, one.arrow) for one in model.signs] == [(WORDS, "left")]
    assert model.brands == {"primary": 1}


def test_a_far_level_of_detail_is_not_drawn_near_by(read) -> None:
    near = read(good_doc())
    far = read(with_node(lod={"of": "wall", "from": 12}))
    assert [(one.of, one.start) for one in far.lods] == [("wall", 12)]
    assert (far.triangles, far.meshes) == (near.triangles, near.meshes)


def test_what_is_baked_needs_a_second_uv(read) -> None:
    doc = with_node(lightmapped=True)
    assert read(doc).without_uv1 == ("nodes[8] 'it'",)
    doc["meshes"][1]["primitives"][0]["attributes"]["TEXCOORD_1"] = 0
    model = read(doc)
    assert (model.lightmapped, model.without_uv1) == (1, ())


def test_pictures_are_measured(read) -> None:
    (png,) = read(*with_image(PNG, "image/png")).textures
    assert (png.name, png.form, png.width, png.height, png.bytes) == ("wood", "png", 512, 256, 24)
    packed = KTX2 + struct.pack("<8I", 0, 1, 512, 256, 0, 0, 1, 1)
    (ktx2,) = read(*with_image(packed, "image/ktx2")).textures
    assert (ktx2.form, ktx2.gpu_bytes) == ("ktx2", 512 * 256)


def refused(read, doc: Json, binary: bytes = BINARY) -> Problem:
    with pytest.raises(BranchError) as caught:
        read(doc, binary)
    return caught.value.problems[0]


def test_a_picture_that_no_phone_takes_is_refused(read) -> None:
    huge = KTX2 + struct.pack("<8I", 0, 1, 65536, 65536, 0, 0, 1, 1)
    assert "65536 x 65536" in refused(read, *with_image(huge, "image/ktx2")).what


def test_what_only_says_that_it_is_a_picture_is_refused(read) -> None:
    assert "not the picture" in refused(read, *with_image(b"GIF89a" * 20, "image/png")).what


@pytest.mark.parametrize(
    "extras",
    [
        {"probe": {"size": [4, 0, 4]}},
        {"probe": {"size": [4, 4]}},
        {"sign": {"text": {"en": "Vault"}}},
        {"sign": {"text": WORDS | {"ja": "x" * 81}}},
        {"sign": {"text": WORDS, "arrow": "back"}},
        {"lod": {"of": "wall"}},
    ],
)
def test_marks_of_a_wrong_form_are_refused(read, extras: Json) -> None:
    assert "extras.vbranch" in refused(read, with_node(**extras)).where


def test_a_slot_that_nobody_fills_is_refused(read) -> None:
    doc = good_doc()
    doc["materials"][0]["extras"] = marked(brand="tertiary")
    assert "brand" in refused(read, doc).where


def test_a_basis_picture_must_exist() -> None:
    doc, binary = with_image(PNG, "image/ktx2")
    doc["textures"][0]["extensions"]["KHR_texture_basisu"]["source"] = 7
    with pytest.raises(BranchError, match="points to image 7"):
        check_glb(glb(doc, binary), "x.glb")
