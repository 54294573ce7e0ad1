"""The bounded check: every trap is refused with place, reason and remedy; nothing else escapes.

Longer than other test files: one list of traps, so that it can be read beside the reader's rules.
"""

import contextlib
import json
import struct
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from branch_kit import BINARY, Json, chunk, glb, good_doc, good_glb, wrap
from hypothesis import given, settings
from hypothesis import strategies as st

from vbranch.branch import glb as product
from vbranch.branch.glb import check_glb, read_bytes
from vbranch.branch.problems import BranchError, Problem

REFUSED_WITHIN_S = 2.0
"""Of CPU: the promise about hostile files is that each is refused soon."""


def refused(data: bytes) -> list[Problem]:
    began = process_time()
    with pytest.raises(BranchError) as caught:
        check_glb(data, "x.glb")
    assert process_time() - began < REFUSED_WITHIN_S
    problems = list(caught.value.problems)
    assert problems
    assert all(p.where.startswith("x.glb") and p.what and p.remedy for p in problems)
    return problems


def spoilt(change: Callable[[Json], object], binary: bytes = BINARY) -> list[Problem]:
    doc = good_doc()
    change(doc)
    return refused(glb(doc, binary))


def test_a_good_file_passes_and_says_where_its_binary_chunk_lies() -> None:
    data = good_glb()
    found = check_glb(data, "x.glb")
    assert data[found.binary_offset : found.binary_offset + found.binary_length] == BINARY


def test_a_file_without_binary_chunk_passes() -> None:
    doc = {"asset": {"version": "2.0"}, "scenes": [{"nodes": [0]}], "nodes": [{}]}
    assert check_glb(glb(doc), "x.glb").binary_length == 0


TEXT = json.dumps(good_doc()).encode()
JSON_CHUNK = chunk(b"JSON", TEXT, b" ")
BIN_CHUNK = chunk(b"BIN\0", BINARY)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "cut off in its header"),
        (b"glTF\x02\0\0", "cut off in its header"),
        (b"PK\x03\x04" + bytes(40), "not a GLB file"),
        (b'{"asset": {"version": "2.0"}}', "not a GLB file"),
        (wrap(JSON_CHUNK, version=1), "version 1"),
        (wrap(JSON_CHUNK, version=3), "version 3"),
        (good_glb()[:-1], "is cut off"),
        (good_glb()[: len(good_glb()) // 2], "is cut off"),
        (good_glb() + b"garbage!", "8 bytes after its announced end"),
        (wrap(), "cut off before its JSON chunk"),
        (wrap(BIN_CHUNK, JSON_CHUNK), "has no JSON chunk"),
        (wrap(JSON_CHUNK, JSON_CHUNK), "has no BIN chunk"),
        (wrap(JSON_CHUNK, BIN_CHUNK, chunk(b"MORE", b"more")), "third chunk"),
        (wrap(struct.pack("<I4s", 1 << 31, b"JSON"), TEXT), "reaches beyond"),
        (wrap(struct.pack("<I4s", 6, b"JSON"), b"{    }"), "not a multiple of 4"),
        (wrap(JSON_CHUNK, struct.pack("<I4s", 4096, b"BIN\0"), BINARY), "reaches beyond"),
        (wrap(JSON_CHUNK, b"BIN"), "cut off before its BIN chunk"),
    ],
)
def test_the_container_must_be_whole(data: bytes, what: str) -> None:
    assert what in refused(data)[0].what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"{}{}", "is not JSON"),
        (b'{"a": }  ', "is not JSON"),
        (b'{"a": "unclosed', "is not JSON"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "is not JSON"),
        (b'{"a": "\xff\xfe"}', "not UTF-8"),
        (b"[1, 2]  ", "is not an object"),
        (b"[" * 100_000 + b"]" * 100_000, "nested more than"),
        (b"[" * 4_000_000, "nested more than"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "nested more than"),
        (b'{"extras":[' + b"{}," * 9000 + b"{}]}", "9,002 objects"),
        (b'{"extras":[' + b"0," * 70_000 + b"0]}", "values"),
        (b'{"extras":"' + b"x" * (8 << 20) + b'"}', "larger than 8 MiB"),
        (b'"' + b'\\"' * 2_000_000, "is not JSON"),
    ],
)
def test_the_json_is_bounded_before_it_is_parsed(text: bytes, what: str) -> None:
    found = refused(wrap(chunk(b"JSON", text, b" ")))
    assert what in found[0].what
    assert "JSON" in found[0].where


def test_brackets_in_strings_do_not_count_as_depth() -> None:
    doc = good_doc()
    doc["nodes"][0]["extras"]["note"] = '[[[{"\\"' * 500
    check_glb(glb(doc, BINARY), "x.glb")


def test_twenty_thousand_nodes_are_refused() -> None:
    doc = good_doc()
    doc["nodes"] += [{}] * 20_000
    assert "join meshes" in refused(glb(doc, BINARY))[0].remedy


def test_a_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product, "MAX_FILE_BYTES", 1 << 20)
    path = tmp_path / "large.glb"
    path.write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(BranchError, match="larger than 1 MiB"):
        read_bytes(path)
    path.write_bytes(bytes(1 << 20))
    assert len(read_bytes(path)) == 1 << 20


@pytest.mark.parametrize("name", ["absent.glb", "."])
def test_an_unreadable_file_is_a_problem(tmp_path: Path, name: str) -> None:
    with pytest.raises(BranchError, match="cannot be read"):
        read_bytes(tmp_path / name)


@pytest.mark.parametrize(
    ("place", "uri", "what"),
    [
        ("buffers", "../../etc/passwd", "points to another file"),
        ("buffers", "http://example.test/a.bin", "points to another file"),
        ("buffers", "data:application/octet-stream;base64,AAAA", "data URI"),
        ("images", "/etc/passwd", "points to another file"),
        ("images", "DATA:image/png;base64,AAAA", "data URI"),
        ("images", 7, "points to another file"),
    ],
)
def test_no_other_file_is_named(place: str, uri: object, what: str) -> None:
    doc = good_doc()
    doc.setdefault(place, []).append({"byteLength": 4, "uri": uri})
    found = refused(glb(doc, BINARY))
    assert what in found[0].what
    assert place in found[0].where


def test_an_address_is_found_in_any_extension() -> None:
    found = spoilt(lambda doc: doc.update(extensions={"X_sound": {"audio": [{"uri": "a.mp3"}]}}))
    assert "extensions.X_sound.audio[0]" in found[0].where


REFERENCES: list[tuple[Callable[[Json], object], str]] = [
    (lambda doc: doc.update(scene=1), "scene"),
    (lambda doc: doc["scenes"][0].update(nodes=[99]), "scenes[0].nodes"),
    (lambda doc: doc["nodes"][0].update(mesh=2), "nodes[0].mesh"),
    (lambda doc: doc["nodes"][0].update(skin=0), "nodes[0].skin"),
    (lambda doc: doc["nodes"][4].update(children=[99]), "nodes[4].children"),
    (lambda doc: doc["meshes"][0]["primitives"][0].update(indices=2), "indices"),
    (lambda doc: doc["meshes"][0]["primitives"][0].update(material=1), "material"),
    (lambda doc: doc["meshes"][0]["primitives"][0].update(attributes={"POSITION": 5}), "POSITION"),
    (lambda doc: doc["meshes"][0]["primitives"][0].update(targets=[{"NORMAL": 5}]), "NORMAL"),
    (lambda doc: doc["accessors"][0].update(bufferView=2), "accessors[0].bufferView"),
    (lambda doc: doc["bufferViews"][0].update(buffer=1), "bufferViews[0].buffer"),
    (lambda doc: doc.update(images=[{"bufferView": 9, "mimeType": "image/png"}]), "images[0]"),
    (lambda doc: doc.update(textures=[{"source": 0}]), "textures[0].source"),
    (lambda doc: doc.update(skins=[{"joints": [99]}]), "skins[0].joints"),
    (
        lambda doc: doc.update(
            animations=[{"channels": [], "samplers": [{"input": 9, "output": 9}]}]
        ),
        "animations[0].samplers",
    ),
]


@pytest.mark.parametrize(("change", "where"), REFERENCES)
def test_references_lead_to_something(change: Callable[[Json], object], where: str) -> None:
    found = spoilt(change)
    assert where in found[0].where
    assert "points to" in found[0].what


FORMS: list[tuple[Callable[[Json], object], str]] = [
    (lambda doc: doc.pop("asset"), "asset"),
    (lambda doc: doc["asset"].update(version="1.0"), "asset.version"),
    (lambda doc: doc.pop("scenes"), "scenes"),
    (lambda doc: doc.update(nodes="many"), "nodes"),
    (lambda doc: doc["nodes"].__setitem__(0, None), "nodes[0]"),
    (lambda doc: doc["nodes"][0].update(extras="text"), "nodes[0].extras"),
    (lambda doc: doc["nodes"][0].update(extras={"vbranch": []}), "nodes[0].extras.vbranch"),
    (lambda doc: doc["nodes"][0].update(mesh=-1), "nodes[0].mesh"),
    (lambda doc: doc["nodes"][0].update(mesh=True), "nodes[0].mesh"),
    (lambda doc: doc["nodes"][0].update(mesh=0.5), "nodes[0].mesh"),
    (lambda doc: doc["nodes"][0].update(mesh="0"), "nodes[0].mesh"),
    (lambda doc: doc["nodes"][1].update(translation=[0, 0]), "nodes[1].translation"),
    (lambda doc: doc["nodes"][1].update(translation=[0, 0, 1e300]), "nodes[1].translation[2]"),
    (lambda doc: doc["nodes"][1].update(matrix=[0] * 16), "nodes[1]"),
    (lambda doc: doc["nodes"][3]["extensions"]["OMI_link"].pop("uri"), "OMI_link.uri"),
    (lambda doc: doc["nodes"][4]["extras"]["vbranch"].update(exhibit="A B"), "vbranch.exhibit"),
    (lambda doc: doc["nodes"][5]["extras"]["vbranch"].update(hotspot="chip"), "vbranch.hotspot"),
    (lambda doc: doc["nodes"][0]["extras"]["vbranch"].update(walkable="yes"), "vbranch.walkable"),
    (lambda doc: doc["meshes"][0].update(primitives=[]), "meshes[0].primitives"),
    (lambda doc: doc["accessors"][0].update(count=2**62), "accessors[0].count"),
    (lambda doc: doc["accessors"][0].update(count=0), "accessors[0].count"),
    (lambda doc: doc["accessors"][0].update(byteOffset=-4), "accessors[0].byteOffset"),
    (lambda doc: doc["accessors"][0].update(componentType=5124), "accessors[0].componentType"),
    (lambda doc: doc["accessors"][0].update(type="VEC9"), "accessors[0].type"),
    (lambda doc: doc["bufferViews"][0].update(byteStride=2**40), "bufferViews[0].byteStride"),
    (lambda doc: doc["bufferViews"][0].update(byteLength=2**62), "bufferViews[0].byteLength"),
    (lambda doc: doc.update(images=[{"bufferView": 0, "mimeType": "text/html"}]), "mimeType"),
]


@pytest.mark.parametrize(("change", "where"), FORMS)
def test_forms_are_strict_where_they_matter(change: Callable[[Json], object], where: str) -> None:
    assert any(where in problem.where for problem in spoilt(change))


def _circle(doc: Json) -> None:
    doc["nodes"] += [{"children": [9]}, {"children": [8]}]


def _own_child(doc: Json) -> None:
    doc["nodes"].append({"children": [8]})


def _two_parents(doc: Json) -> None:
    doc["nodes"][1]["children"] = [5]


def _long_chain(doc: Json) -> None:
    first = len(doc["nodes"])
    doc["nodes"] += [{"children": [first + i + 1]} for i in range(80)] + [{}]


def _root_twice(doc: Json) -> None:
    doc["scenes"][0]["nodes"].append(0)


def _root_that_is_a_child(doc: Json) -> None:
    doc["scenes"][0]["nodes"].append(5)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (_circle, "2 nodes form a circle"),
        (_own_child, "1 nodes form a circle"),
        (_two_parents, "node 5 is a child of node 1 and again of node 4"),
        (_long_chain, "chain of more than 64"),
        (_root_twice, "lists a node twice"),
        (_root_that_is_a_child, "lists a node twice"),
    ],
)
def test_the_nodes_are_a_forest(change: Callable[[Json], object], what: str) -> None:
    assert what in spoilt(change)[0].what


def _bomb(doc: Json) -> None:
    """Many accessors on the same bytes: small in the file, large in the page."""
    doc["bufferViews"].append({"buffer": 0, "byteLength": 60})
    big = {"bufferView": 2, "componentType": 5121, "count": 60, "type": "SCALAR"}
    doc["accessors"] += [big] * 3000


def _packed(count: int, length: int, *, source: int = 0) -> Callable[[Json], None]:
    """A meshopt view of 12 bytes that says it unpacks to ``count`` positions."""

    def change(doc: Json) -> None:
        packed = {"buffer": source, "byteOffset": 0, "byteLength": length, "byteStride": 12,
                  "count": count, "mode": "ATTRIBUTES"}  # fmt: skip
        name = "EXT_meshopt_compression"
        doc["buffers"].append({"byteLength": count * 12, "extensions": {name: {"fallback": True}}})
        view = {"buffer": 1, "byteLength": count * 12, "extensions": {name: packed}}
        doc["bufferViews"].append(view)
        accessor = {"bufferView": 2, "componentType": 5126, "count": count, "type": "VEC3"}
        doc["accessors"].append(accessor)

    return change


def _sparse(count: int) -> Callable[[Json], None]:
    def change(doc: Json) -> None:
        doc["accessors"][0]["sparse"] = {
            "count": count,
            "indices": {"bufferView": 1, "componentType": 5123},
            "values": {"bufferView": 0},
        }

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda doc: doc["accessors"][0].update(count=5), "accessors[0]"),
        (lambda doc: doc["accessors"][0].update(byteOffset=4), "accessors[0]"),
        (lambda doc: doc["accessors"][0].pop("bufferView"), "accessors[0]"),
        (lambda doc: doc["bufferViews"][0].update(byteStride=16), "accessors[0]"),
        (lambda doc: doc["bufferViews"][1].update(byteOffset=49), "bufferViews[1]"),
        (lambda doc: doc["buffers"][0].update(byteLength=61), "buffers[0]"),
        (lambda doc: doc["buffers"][0].update(byteLength=56), "buffers[0]"),
        (lambda doc: doc["buffers"].append({"byteLength": 4}), "buffers[1]"),
        (_packed(30_000_000, 12), "Views[2].byteLength"),
        (_packed(20_000_000, 12), "accessors"),
        (_packed(4, 61), "bufferViews[2]"),
        (_packed(4, 12, source=1), "bufferViews[2]"),
        (_sparse(5), "accessors[0]"),
        (_sparse(2**40), "accessors[0].sparse.count"),
    ],
)
def test_extents_lie_in_the_file(change: Callable[[Json], object], where: str) -> None:
    assert any(where in problem.where for problem in spoilt(change))


@pytest.mark.parametrize("change", [_packed(4, 12), _packed(4000, 60), _sparse(2), _bomb])
def test_honest_packing_passes(change: Callable[[Json], object]) -> None:
    doc = good_doc()
    change(doc)
    check_glb(glb(doc, BINARY), "x.glb")


def test_shared_bytes_that_unpack_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbranch.branch.gltf_rules.MAX_UNPACKED_BYTES", 100_000)
    assert "unpacks to" in spoilt(_bomb)[0].what


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("KHR_draco_mesh_compression", "meshopt"),
        ("X_own", "without"),
    ],
)
def test_what_the_page_cannot_read_must_not_be_required(name: str, remedy: str) -> None:
    found = spoilt(lambda doc: doc.update(extensionsUsed=[name], extensionsRequired=[name]))
    assert name in found[0].what
    assert remedy in found[0].remedy


def test_problems_are_listed_but_not_without_end() -> None:
    found = spoilt(lambda doc: [node.update(mesh=-1) for node in doc["nodes"]])
    assert len(found) == 8
    many = good_doc()
    many["nodes"] += [{"mesh": -1}] * 500
    assert len(refused(glb(many, BINARY))) == product.MOST_PROBLEMS


# ---- mutation ----------------------------------------------------------------------------------

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.lists(st.integers(-2, 99), max_size=4),
    st.dictionaries(
        st.sampled_from(["uri", "nodes", "count", "vbranch"]), st.integers(), max_size=2
    ),
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in pairs:
        found += paths(item, (*path, key))
    return found


PATHS = paths(good_doc())


def survives(data: bytes) -> None:
    """Either it passes or it says a problem; nothing else is raised."""
    with contextlib.suppress(BranchError):
        check_glb(data, "x.glb")


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES), min_size=1, max_size=3))
def test_no_change_of_a_value_escapes_the_check(
    changes: list[tuple[tuple[str | int, ...], object]],
) -> None:
    doc = good_doc()
    for path, value in changes:
        target = doc
        try:
            for key in path[:-1]:
                target = target[key]  # type: ignore[index]
            target[path[-1]] = value  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    survives(glb(doc, BINARY))


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_change_of_bytes_escapes_the_check(data: st.DataObject) -> None:
    body = bytearray(good_glb())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        kind = data.draw(st.sampled_from(["set", "cut", "insert"]))
        if kind == "set":
            body[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del body[at : at + data.draw(st.integers(1, 16))]
        else:
            body[at:at] = data.draw(st.binary(min_size=1, max_size=8))
    survives(bytes(body))
    struct.pack_into("<I", body, 8, len(body))  # past the length check, deeper in
    survives(bytes(body))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_no_json_bytes_escape_the_check(text: bytes) -> None:
    survives(wrap(chunk(b"JSON", text, b" ")))
