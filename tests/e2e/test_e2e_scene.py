"""The room as a page has it: variant, brand, boards, budget on the wire, nothing left behind."""

import json
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest
from browser import Visitor, packed, wait_for

from server_process import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_FIRST_VIEW = 2_500_000
MOST_ALL = 3_000_000
MOST_LIGHT = 1_500_000
MOST_PEOPLE = 260_000  # one person at most 200 KB, all clips at most 60 KB
SOUND = (ROOT / "assets/scenes/lobby/lobby.ambience.ogg").stat().st_size
MOST_DRAW_CALLS = 60
MOST_TRIANGLES = 60_000
MOST_TEXTURE_BYTES = 64 << 20

# What came over the wire so far by address, headers left out: the page and all it asked for.
CAME = """() => Object.fromEntries(['navigation', 'resource'].flatMap((kind) =>
  performance.getEntriesByType(kind).map((one) => [one.name, one.encodedBodySize])))"""

# Objects of a kind that are still reachable, counted by the browser after collecting garbage.
KINDS = ("HTMLCanvasElement", "ImageBitmap", "AudioContext", "CompressedTexture")


def came(visitor: Visitor) -> dict[str, int]:
    found: dict[str, int] = visitor.page.evaluate(CAME)
    return found


def is_person(name: str) -> bool:
    """A model of a person, or the clips."""
    stems = tuple(f"/{path.stem}-" for path in (ROOT / "assets" / "avatars").glob("*.glb"))
    return name.endswith(".glb") and any(stem in name for stem in stems)


def alive(visitor: Visitor, kind: str) -> int:
    """How many objects of this class the page still holds."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    prototype = session.send("Runtime.evaluate", {"expression": f"{kind}.prototype"})["result"]
    found = session.send("Runtime.queryObjects", {"prototypeObjectId": prototype["objectId"]})
    length = session.send(
        "Runtime.callFunctionOn",
        {
            "objectId": found["objects"]["objectId"],
            "functionDeclaration": "function () { return this.length }",
            "returnByValue": True,
        },
    )
    session.detach()
    count: int = length["result"]["value"]
    return count


def test_the_lobby_comes_dressed_in_the_brand_and_within_its_budget(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    scene = ann.probe("probe.scene")
    assert scene["variant"] == "light"  # low quality takes it
    assert scene["brand"]["primary"] == ["#12626b"]
    assert scene["brand"]["secondary"] == ["#0e3a44"]
    assert scene["language"] == "en"
    assert {"screen:today", "screen:welcome", "screen:duty", "sign:reception", "logo"} <= set(
        scene["boards"]
    )
    assert scene["lightmapped"]["meshes"] > 5
    assert scene["lightmapped"]["withoutUv1"] == 0
    assert scene["lightmapped"]["withoutMap"] == 0
    assert scene["lods"] >= 1
    assert 0 < ann.probe("probe.drawCalls") <= MOST_DRAW_CALLS
    assert 0 < ann.probe("probe.triangles") <= MOST_TRIANGLES
    assert 0 < ann.probe("probe.memory.textureBytes") <= MOST_TEXTURE_BYTES
    assert ann.probe("probe.hearing") == "off"


@pytest.mark.parametrize(
    ("variant", "first_view", "everything"),
    [("full", MOST_FIRST_VIEW, MOST_ALL), ("light", MOST_LIGHT, MOST_LIGHT)],
)
def test_all_that_a_first_visit_brings_is_within_the_budget(
    server, invite, variant, first_view, everything
):
    """Page, style, scripts, font, transcoder and scene; with the sound that one may ask for."""
    wait_for(lambda: packed(server.url), "the models are compressed")
    ann = invite(server.url, "Ann")
    ann.enter(f"?quality=low&variant={variant}")
    assert ann.probe("probe.scene.variant") == variant
    files = came(ann)
    kinds = {name.partition("?")[0].rpartition(".")[2] for name in files}
    assert {"js", "css", "woff2", "wasm", "glb", "webp", "svg"} <= kinds
    assert all(name.startswith(server.url) for name in files), files
    # People come when the room is there: the figure of the entrance, and what moves it.
    people = {name: size for name, size in files.items() if is_person(name)}
    room = sum(files.values()) - sum(people.values())
    assert room <= first_view, files
    assert room + SOUND <= everything, files
    assert sum(people.values()) <= MOST_PEOPLE, people
    # One font for all that is written on the page, on signs and on screens, in three languages.
    assert len([name for name in files if name.endswith(".woff2")]) == 1


def test_the_full_variant_keeps_its_budget_of_drawing(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter("?quality=low&variant=full")
    assert ann.probe("probe.scene.variant") == "full"
    assert 0 < ann.probe("probe.drawCalls") <= MOST_DRAW_CALLS
    assert 0 < ann.probe("probe.triangles") <= MOST_TRIANGLES
    assert 0 < ann.probe("probe.memory.textureBytes") <= MOST_TEXTURE_BYTES


# What there is of the room at the first picture of it, kept by the page.
FIRST_SIGHT = """
(() => {
  const look = () => {
    const { scene, memory } = window.vbranchProbe ?? {};
    if (scene) window.firstSight = JSON.parse(JSON.stringify({ scene, memory }));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def test_nothing_of_the_room_comes_after_it_is_shown(server, invite):
    """Signs and screens are written and all is on the graphics card, also what lies behind one."""
    ann = invite(server.url, "Ann", script=FIRST_SIGHT)
    ann.enter()
    first = ann.page.evaluate("window.firstSight")
    before = set(came(ann))
    assert first["scene"]["language"] == "en"
    assert first["scene"] == ann.probe("probe.scene")
    for x, z in ((8.0, 0.0), (0.0, 6.0), (-8.0, 0.0)):
        ann.face((x, 0.0, z))
        ann.sees_a_new_picture()
    ann.sees_a_new_picture()
    later = {name for name in set(came(ann)) - before if "/content/" in name or ".woff2" in name}
    assert not later
    assert ann.probe("probe.memory.textureBytes") == first["memory"]["textureBytes"]
    # The others' name plates and figures may bring pictures of their own: at most two.
    assert ann.probe("probe.memory.textures") <= first["memory"]["textures"] + 2


def test_signs_and_screens_speak_the_language_that_is_chosen(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    ann.page.get_by_role("button", name="Settings").press("Enter")
    ann.page.get_by_role("radio", name="日本語").press("Space")
    ann.until("probe.scene.language === 'ja'")
    memory = ann.probe("probe.memory")
    ann.sees_a_new_picture()
    assert ann.probe("probe.memory.textures") == memory["textures"]


def test_the_soft_sound_is_off_until_it_is_asked_for_and_ends_with_the_visit(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    assert not [name for name in came(ann) if name.endswith((".webm", ".ogg"))]
    ann.page.get_by_role("button", name="Settings").press("Enter")
    ann.page.get_by_role("checkbox", name="Soft room sound").press("Space")
    ann.until("probe.hearing === 'on'")
    assert sum(came(ann).values()) <= MOST_ALL
    assert alive(ann, "AudioBufferSourceNode") == 1
    ann.page.get_by_role("checkbox", name="Soft room sound").press("Space")
    ann.until("probe.hearing === 'off'")
    # The page's one context stays for voices; what sounded in it does not.
    kinds = ("AudioBuffer", "AudioBufferSourceNode")
    wait_for(lambda: not any(alive(ann, kind) for kind in kinds), "the sound left nothing behind")
    assert alive(ann, "AudioContext") == 1


@pytest.fixture
def two_scenes(tmp_path: Path) -> Path:
    """A branch with the lobby and a bare cell: what is left in the cell is of the lobby."""
    branch = tmp_path / "two"
    shutil.copytree(ROOT / "branches" / "demo", branch)
    shutil.copytree(ROOT / "assets", branch / "assets")
    for scene in ("lobby", "cell"):
        (branch / "scenes" / scene).mkdir(parents=True)
    shutil.copy(ROOT / "scenes/lobby/scene.toml", branch / "scenes/lobby")
    title = '{ en = "Cell", zh = "小室", ja = "小部屋" }'
    stone = '{ en = "Stone", zh = "石头", ja = "石" }'
    (branch / "scenes/cell/scene.toml").write_text(
        f'format = 1\nslug = "cell"\ntitle = {title}\nmodel = "cell.glb"\n'
        "bounds = { min = [-4.0, 0.0, -4.0], max = [4.0, 4.0, 4.0] }\n"
        f'[[exhibit]]\nid = "stone"\nnode = "stone"\ntitle = {stone}\nsummary = {stone}\n',
        "utf-8",
    )
    (branch / "assets/scenes/cell").mkdir()
    (branch / "assets/scenes/cell/cell.glb").write_bytes(cell())
    with (branch / "branch.toml").open("a", encoding="utf-8") as manifest:
        manifest.write('\n[[room]]\nroom = "cell"\nscene = "cell"\ncapacity = 9\n')
    return branch


def cell() -> bytes:
    """A floor of 8 x 8 m, a spawn point and an exhibit: one mesh, no picture."""
    corners = struct.pack("<12f", -4, 0, -4, 4, 0, -4, 4, 0, 4, -4, 0, 4)
    binary = corners + struct.pack("<6H", 0, 2, 1, 0, 3, 2)
    floor = {"attributes": {"POSITION": 0}, "indices": 1, "material": 0}
    doc: dict[str, Any] = {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0, 1, 2]}],
        "nodes": [
            {"name": "floor", "mesh": 0, "extras": {"vbranch": {"walkable": True}}},
            {"name": "spawn:1", "extensions": {"OMI_spawn_point": {}}},
            {"name": "stone", "extras": {"vbranch": {"exhibit": "stone"}}},
        ],
        "meshes": [{"primitives": [floor]}],
        "materials": [{"name": "plain"}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3",
             "min": [-4, 0, -4], "max": [4, 0, 4]},
            {"bufferView": 1, "componentType": 5123, "count": 6, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": 48},
            {"buffer": 0, "byteOffset": 48, "byteLength": 12},
        ],
        "buffers": [{"byteLength": 60}],
        "extensionsUsed": ["OMI_spawn_point"],
    }  # fmt: skip
    text = json.dumps(doc).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    chunks += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def held(visitor: Visitor) -> dict[str, Any]:
    visitor.sees_a_new_picture()
    memory: dict[str, Any] = visitor.probe("probe.memory")
    return memory | {kind: alive(visitor, kind) for kind in KINDS[:2]}


@pytest.mark.parametrize("quality", ["low", pytest.param("high", marks=pytest.mark.slow)])
def test_after_a_room_nothing_of_it_is_left(launch, invite, two_scenes, quality):
    server = launch(env={"VBRANCH_BRANCH_DIR": str(two_scenes)})
    ann = invite(server.url, "Ann")
    ann.enter(f"?quality={quality}")
    ann.go("cell", "Cell")
    ann.until("probe.scene.boards.length === 0")
    first = held(ann)
    ann.go("lobby", "Lobby")
    ann.until("probe.scene.boards.length > 0")
    lobby = held(ann)
    assert lobby["textures"] > first["textures"] + 5
    assert lobby["geometries"] > first["geometries"] + 5
    ann.go("cell", "Cell")
    ann.until("probe.scene.boards.length === 0")
    wait_for(lambda: held(ann) == first, f"what is left is what was there before: {first}")
