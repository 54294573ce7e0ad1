"""Real readings by the real process: what a good file becomes, and what happens to odd ones."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from branch_kit import BINARY, SQUARE, Json, glb, good_doc, good_glb

from vbranch.branch import reading
from vbranch.branch.model import READER_VERSION, SceneModel
from vbranch.branch.problems import BranchError, Problem
from vbranch.branch.reading import ReadFile, Shelf, read_glb


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], ReadFile]:
    def write_and_read(data: bytes) -> ReadFile:
        path = tmp_path / "x.glb"
        path.write_bytes(data)
        return read_glb(path)

    return write_and_read


Read = Callable[[bytes], ReadFile]


def refused(read: Read, change: Callable[[Json], object], binary: bytes = BINARY) -> Problem:
    doc = good_doc()
    change(doc)
    with pytest.raises(BranchError) as caught:
        read(glb(doc, binary))
    (problem,) = caught.value.problems
    return problem


def test_a_good_file_becomes_a_model(read: Read) -> None:
    found = read(good_glb())
    model = found.model
    assert found.bytes == len(good_glb())
    assert found.warnings == ()
    assert [(one.node, one.position, one.yaw) for one in model.spawns] == [("spawn", (1, 0, 2), 0)]
    assert model.seats[0].yaw == pytest.approx(np.pi / 2)
    assert (model.links[0].uri, model.links[0].position) == ("vbranch:room/lobby", (0, 0, -3.9))
    assert [(one.node, one.exhibit, one.position) for one in model.exhibits] == [
        ("card", "card", (0, 1.5, 0))
    ]
    assert [(one.hotspot, one.inside) for one in model.hotspots] == [
        ("chip", "card"),
        ("stripe", "card"),
    ]
    assert [one.screen for one in model.screens] == ["news"]
    assert model.walkable[0] == ((-4, 0, -4), (4, 0, 4), (4, 0, -4))
    assert (len(model.walkable), model.triangles, model.meshes, model.materials) == (2, 4, 2, 1)
    assert model.nodes["card"] == 1
    assert not model.collision


def test_transforms_of_ancestors_are_applied(read: Read) -> None:
    doc = good_doc()
    # A turntable turned by 90 degrees to the left, doubled, 3 m up: -Z of a child looks along -X.
    doc["nodes"].append(
        {
            "children": [0, 1],
            "matrix": [0, 0, -2, 0, 0, 2, 0, 0, 2, 0, 0, 0, 0, 3, 0, 1],
        }
    )
    doc["scenes"][0]["nodes"] = [8, 2, 3, 4, 7]
    model = read(glb(doc, BINARY)).model
    assert model.spawns[0].position == (4, 3, -2)
    assert model.spawns[0].yaw == pytest.approx(np.pi / 2)
    corners = np.array(model.walkable).reshape(-1, 3)
    assert set(corners[:, 1]) == {3.0}
    assert np.abs(corners[:, [0, 2]]).max() == 8


def test_separate_transforms_scale_then_turn_then_move(read: Read) -> None:
    doc = good_doc()
    half = 0.70710678
    doc["nodes"][0] |= {
        "translation": [1, 0, 0],
        "rotation": [0, half, 0, half],
        "scale": [2, 1, 1],
    }
    corners = np.array(read(glb(doc, BINARY)).model.walkable).reshape(-1, 3)
    assert corners.min(axis=0) == pytest.approx([-3, 0, -8], abs=1e-4)
    assert corners.max(axis=0) == pytest.approx([5, 0, 8], abs=1e-4)
    # The corner (4, 0, -4): twice as wide, turned left by 90 degrees, one metre to the right.
    assert corners[2] == pytest.approx([-3, 0, -8], abs=1e-4)


@pytest.mark.parametrize(("kind", "code"), [("<u1", 5121), ("<u4", 5125)])
def test_indices_of_every_width_are_read(read: Read, kind: str, code: int) -> None:
    corners = np.array([0, 2, 1, 0, 3, 2], kind).tobytes()
    doc = good_doc()
    doc["accessors"][1]["componentType"] = code
    doc["bufferViews"][1]["byteLength"] = len(corners)
    doc["buffers"][0]["byteLength"] = 48 + len(corners)
    model = read(glb(doc, SQUARE.tobytes() + corners)).model
    assert model.walkable[0] == ((-4, 0, -4), (4, 0, 4), (4, 0, -4))


def test_interleaved_positions_and_missing_indices_are_read(read: Read) -> None:
    woven = np.zeros((3, 6), "<f4")
    woven[:, :3] = SQUARE[:3]
    doc = good_doc()
    doc["accessors"][0] |= {"count": 3}
    doc["bufferViews"] = [{"buffer": 0, "byteLength": 72, "byteStride": 24}]
    doc["accessors"] = doc["accessors"][:1]
    doc["buffers"][0]["byteLength"] = 72
    for mesh in doc["meshes"]:
        del mesh["primitives"][0]["indices"]
    model = read(glb(doc, woven.tobytes())).model
    assert model.walkable == (((-4, 0, -4), (4, 0, -4), (4, 0, 4)),)


def test_nodes_out_of_the_scene_do_not_exist(read: Read) -> None:
    doc = good_doc()
    doc["scenes"][0]["nodes"] = [0, 1]
    model = read(glb(doc, BINARY)).model
    assert model.exhibits == ()
    assert set(model.nodes) == {"floor", "spawn"}


def test_marks_without_meaning_are_warned_of(read: Read) -> None:
    doc = good_doc()
    doc["nodes"][0]["extras"]["vbranch"]["walkabel"] = True
    (warning,) = read(glb(doc, BINARY)).warnings
    assert warning.severity == "warning"
    assert "walkabel" in warning.what


@pytest.mark.parametrize("extras", [{}, {"vbranch": {}}, {"other": {"deep": [1]}}])
def test_extras_of_other_tools_do_no_harm(read: Read, extras: object) -> None:
    doc = good_doc()
    doc["nodes"][7]["extras"] = extras
    assert read(glb(doc, BINARY)).model.screens == ()


def _look_down(doc: Json) -> None:
    doc["nodes"][1]["rotation"] = [-0.70710678, 0, 0, 0.70710678]


def _compress_floor(doc: Json) -> None:
    doc["bufferViews"][0]["extensions"] = {
        "EXT_meshopt_compression": {"buffer": 0, "byteLength": 48, "byteStride": 12, "count": 4}
    }


def _sparse_floor(doc: Json) -> None:
    doc["accessors"][0]["sparse"] = {
        "count": 1,
        "indices": {"bufferView": 1, "componentType": 5123},
        "values": {"bufferView": 0},
    }


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (_look_down, "'spawn'", "points up or down"),
        (lambda doc: doc["nodes"][1].update(rotation=[0, 0, 0, 0]), "nodes[1]", "unit quaternion"),
        (lambda doc: doc["nodes"][1].update(scale=[0, 0, 0]), "'spawn'", "points up or down"),
        (_compress_floor, "'floor'", "is compressed"),
        (_sparse_floor, "'floor'", "sparse"),
        (lambda doc: doc["accessors"][0].update(componentType=5122), "'floor'", "quantised"),
        (lambda doc: doc["accessors"][1].update(count=5), "'floor'", "whole triangles"),
        (lambda doc: doc["accessors"][0].update(count=3), "'floor'", "beyond its positions"),
        (lambda doc: doc["accessors"][1].update(componentType=5122), "'floor'", "whole numbers"),
        (
            lambda doc: doc["meshes"][0]["primitives"][0].update(mode=5),
            "'floor'",
            "not made of triangles",
        ),
        (
            lambda doc: doc["meshes"][0]["primitives"][0].update(attributes={"NORMAL": 0}),
            "'floor'",
            "no POSITION",
        ),
        (lambda doc: doc.update(animations="x"), "animations", "array"),
        (lambda doc: doc.update(materials=[{"pbrMetallicRoughness": 7}]), "glTF", "cannot be read"),
    ],
)
def test_what_is_not_plain_is_refused(
    read: Read, change: Callable[[Json], object], where: str, what: str
) -> None:
    problem = refused(read, change)
    assert where in problem.where
    assert what in problem.what
    assert problem.remedy


def test_positions_must_be_finite(read: Read) -> None:
    broken = SQUARE.copy()
    broken[1, 1] = np.nan
    problem = refused(read, lambda _: None, broken.tobytes() + BINARY[48:])
    assert "not finite" in problem.what


def test_ground_of_too_many_triangles_is_refused(read: Read) -> None:
    corners = np.zeros(3 * 20_001, "<u2").tobytes()
    doc = good_doc()
    doc["accessors"][1]["count"] = 3 * 20_001
    doc["bufferViews"][1]["byteLength"] = len(corners)
    doc["buffers"][0]["byteLength"] = 48 + len(corners)
    with pytest.raises(BranchError, match="20,000 triangles"):
        read(glb(doc, SQUARE.tobytes() + corners))


def test_the_largest_json_that_passes_is_read_in_time(read: Read) -> None:
    """The bounds of the check keep the reader below its own limit of processor time."""
    doc = good_doc()
    doc["nodes"] += [{"name": f"n{i}", "extras": {"a": 1, "b": [1, 2]}} for i in range(2900)]
    doc["scenes"][0]["nodes"] += range(8, 2908)
    assert len(read(glb(doc, BINARY)).model.nodes) == 2908


# ---- the process -------------------------------------------------------------------------------


def _python(code: str) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """``subprocess.run`` with another program in the reader's place, all else as it is."""
    run = subprocess.run

    def other(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        small = "reader.CPU_S = 1; reader.MEMORY_BYTES = 256 << 20"
        limited = f"from vbranch.branch import reader; {small}; reader.limit(); {code}"
        return run([sys.executable, "-c", limited], **options)  # type: ignore[call-overload,no-any-return]

    return other


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("exec('while True: pass')", "gave up"),
        ("b = bytearray(512 << 20)", "gave up"),
        ("open('leak', 'w').write('x' * 99999)", "gave up"),
        ("import os; os.abort()", "gave up"),
        ("print('{\"model\": 7}')", "no sense"),
        ('print(\'{"model": {"triangles": "many"}}\')', "no sense"),
    ],
)
def test_whatever_the_process_does_becomes_a_problem(
    read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading.subprocess, "run", _python(code))
    with pytest.raises(BranchError, match=what):
        read(good_glb())
    assert not (tmp_path / "leak").exists() or not (tmp_path / "leak").stat().st_size


def test_a_process_that_sleeps_is_ended(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WALL_S", 0.3)
    monkeypatch.setattr(reading.subprocess, "run", _python("import time; time.sleep(60)"))
    with pytest.raises(BranchError, match="took more than"):
        read(good_glb())


def test_the_process_does_not_get_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VBRANCH_BOT_KEY", "a-secret-of-the-server")
    assert "a-secret-of-the-server" not in reading._environment().values()
    assert set(reading._environment()) <= {*os.environ, "PYTHONPATH", "OPENBLAS_NUM_THREADS"}


# ---- the shelf -----------------------------------------------------------------------------------


@pytest.fixture
def shelved(tmp_path: Path) -> tuple[Path, Shelf, Path]:
    path, folder = tmp_path / "x.glb", tmp_path / "cache" / "scenes"
    path.write_bytes(good_glb())
    return path, Shelf(folder), folder


def _no_process(*_: object, **__: object) -> None:
    raise AssertionError("the reader process was started")


def test_a_second_reading_needs_no_process(
    shelved: tuple[Path, Shelf, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, shelf, folder = shelved
    first = read_glb(path, shelf)
    assert [file.suffixes[-2:] for file in folder.iterdir()] == [[f".{READER_VERSION}", ".json"]]
    monkeypatch.setattr(reading.subprocess, "run", _no_process)
    assert read_glb(path, shelf) == first


def test_another_content_is_another_reading(shelved: tuple[Path, Shelf, Path]) -> None:
    path, shelf, folder = shelved
    read_glb(path, shelf)
    doc = good_doc()
    doc["nodes"][1]["translation"] = [0, 0, 0]
    path.write_bytes(glb(doc, BINARY))
    assert read_glb(path, shelf).model.spawns[0].position == (0, 0, 0)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"\xff\xfe", b'{"spawns": 7}', b'{"triangles": 1e400}', b'{"unknown": 1}', b"[]"],
)
def test_a_damaged_reading_counts_as_none(shelved: tuple[Path, Shelf, Path], damage: bytes) -> None:
    path, shelf, folder = shelved
    first = read_glb(path, shelf)
    (stored,) = folder.iterdir()
    stored.write_bytes(damage)
    assert read_glb(path, shelf) == first
    assert SceneModel.model_validate(json.loads(stored.read_bytes()), strict=False) == first.model


def test_a_shelf_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.glb"
    path.write_bytes(good_glb())
    (tmp_path / "file").write_text("in the way")
    assert read_glb(path, Shelf(tmp_path / "file" / "cache")).model.spawns
