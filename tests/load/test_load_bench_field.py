"""The benchmark's field: its model is what its source makes, and it is fit for a branch."""

import importlib.util

from bench import places

from vbranch.branch.load import load_branch

FIELD = places.BRANCHES["field"]


def test_the_model_is_what_its_source_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_field", FIELD / "make_field.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.MODEL.read_bytes() == module.field()


def test_five_thousand_have_room_on_160_metres() -> None:
    branch = load_branch(FIELD, FIELD / "scenes", FIELD / "assets")
    room = branch.rooms["field"]  # type: ignore[index]
    assert branch.warnings == ()
    assert room.capacity >= 5000
    low, high = room.scene.bounds.min, room.scene.bounds.max
    assert high[0] - low[0] == high[2] - low[2] == 160
    assert len(room.spawns) > 1
