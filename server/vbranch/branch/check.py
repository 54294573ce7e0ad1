"""Whether a scene's manifest and its files fit together, and what they cost the page.

Nothing here depends on a running branch, so ``vbranch scene check`` and the server's start say the
same.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vbranch.protocol.forms import NODE_NAME

from .ground import Ground
from .manifest import Exhibit, SceneManifest, read_scene_manifest
from .model import SceneModel, Vector
from .problems import BranchError, Problem, errors, warning
from .reading import ReadFile, Shelf, read_glb

ROOM_LINK = re.compile(r"vbranch:room/([a-z0-9][a-z0-9-]{0,47})")
MOST_TRIANGLES = 300_000
MOST_MESHES = 300
MOST_DOWNLOAD_BYTES = 12 << 20
MOST_IMAGE_BYTES = 32 << 20
BOM = b"\xef\xbb\xbf"
MOVE_IN = "move it, or widen bounds"
FOUND_ON_GROUND_M = 0.5
"""How far above or below the walkable ground a spawn point may lie."""


@dataclass(frozen=True, slots=True)
class SceneFiles:
    """A scene that fits: manifest, files and readings.

    ``nav`` is the model itself where there is no nav file; ``bytes`` is what a page downloads for
    its first view. ``light`` is the picture of the light variant, if there is one.
    """

    manifest: SceneManifest
    model: ReadFile
    nav: ReadFile
    light: ReadFile | None
    folder: Path
    sizes: Mapping[str, int]
    warnings: tuple[Problem, ...]

    @property
    def bytes(self) -> int:
        return self.weight(self.manifest.files())

    def weight(self, names: Iterable[str]) -> int:
        """Bytes of these files, without content coding."""
        return sum(self.sizes[name] for name in names)


def check_scene(manifest_path: Path, assets: Path, shelf: Shelf | None = None) -> SceneFiles:
    """Read ``scene.toml`` and its files in the folder ``assets``. Raises ``BranchError``."""
    manifest = read_scene_manifest(manifest_path)
    sizes, problems = _sizes(manifest_path, manifest, assets)
    if problems:
        raise BranchError(problems)
    model = read_glb(assets / manifest.model, shelf)
    nav = read_glb(assets / manifest.nav, shelf) if manifest.nav else model
    thin = manifest.variants.light
    light = read_glb(assets / thin.picture, shelf) if thin else None
    found = [*model.warnings, *(nav.warnings if nav is not model else ())]
    found += _captions(manifest, assets)
    for read in (model, light):
        if read:
            found += _exhibits(manifest_path, manifest, read)
            found += _baked(read)
    found += _anchors(manifest, nav)
    found += _budget(model.path, model.model, sum(sizes[name] for name in manifest.files()))
    if errors(found):
        raise BranchError(found)
    return SceneFiles(manifest, model, nav, light, assets, sizes, tuple(found))


def check_file(path: Path) -> ReadFile:
    """A GLB file alone. Raises ``BranchError``."""
    read = read_glb(path)
    found = [*read.warnings, *_links(read), *_budget(path, read.model, read.bytes)]
    if errors(found):
        raise BranchError(found)
    return ReadFile(path, read.bytes, read.model, tuple(found))


def _sizes(
    manifest_path: Path, manifest: SceneManifest, assets: Path
) -> tuple[dict[str, int], list[Problem]]:
    """Bytes of each file; one that is missing, empty or elsewhere (by a link) is a problem."""
    sizes: dict[str, int] = {}
    problems: list[Problem] = []
    home = assets.resolve()
    for name in manifest.every_file():
        path = assets / name
        size = path.stat().st_size if path.is_file() else 0
        if not size:
            what, remedy = f"{name} is not in {assets}, or empty", "build the scene, or correct it"
        elif not path.resolve().is_relative_to(home):
            what, remedy = f"{name} is a link out of {assets}", "put the file itself there"
        elif not name.endswith(".glb") and size > MOST_IMAGE_BYTES:
            what, remedy = f"{name} has {mib(size)}", f"keep it below {mib(MOST_IMAGE_BYTES)}"
        else:
            sizes[name] = size
            continue
        problems.append(Problem(str(manifest_path), what, remedy))
    return sizes, problems


def _exhibits(path: Path, manifest: SceneManifest, read: ReadFile) -> Iterator[Problem]:
    """Every exhibit and hotspot has its node in the model, once, marked as what it is."""
    model, file = read.model, read.path.name
    marked = {(mark.node, mark.exhibit): mark for mark in model.exhibits}
    for exhibit in manifest.exhibits:
        where = f"{path}: exhibit {exhibit.id}"
        yield from _node(where, exhibit.node, model, file)
        mark = marked.pop((exhibit.node, exhibit.id), None)
        if mark is None and model.nodes.get(exhibit.node):
            remedy = f'give it extras.vbranch = {{"exhibit": "{exhibit.id}"}}'
            yield Problem(where, f"node {exhibit.node} of {file} is not marked as it", remedy)
        if mark and not manifest.bounds.holds(mark.position):
            yield Problem(where, f"stands at {_at(mark.position)}, out of bounds", MOVE_IN)
        yield from _hotspots(where, exhibit, model, file)
        yield from _shown_on(where, exhibit, model, file)
    for node, name in marked:
        yield warning(
            f"{read.path}: node {node}",
            f"is marked as exhibit {name}, which the manifest does not have there",
            f"add it to {path}, or remove the mark",
        )


def _hotspots(where: str, exhibit: Exhibit, model: SceneModel, file: str) -> Iterator[Problem]:
    marked = {(mark.node, mark.exhibit, mark.hotspot): mark for mark in model.hotspots}
    for hotspot in exhibit.hotspots:
        here = f"{where}: hotspot {hotspot.id}"
        yield from _node(here, hotspot.node, model, file)
        mark = marked.get((hotspot.node, exhibit.id, hotspot.id))
        if mark is None and model.nodes.get(hotspot.node):
            right = f'{{"hotspot": {{"exhibit": "{exhibit.id}", "id": "{hotspot.id}"}}}}'
            remedy = f"give it extras.vbranch = {right}"
            yield Problem(here, f"node {hotspot.node} of {file} is not marked as it", remedy)
        if mark and mark.inside != exhibit.id:
            what = f"node {hotspot.node} does not hang below the exhibit's node"
            yield Problem(here, what, "make it a child, so that it turns with the exhibit")


def _shown_on(where: str, exhibit: Exhibit, model: SceneModel, file: str) -> Iterator[Problem]:
    """The material on which the clip is to be shown is there."""
    name = exhibit.media.material if exhibit.media else None
    if name is not None and name not in model.surfaces:
        near = difflib.get_close_matches(name, model.surfaces, 1)
        remedy = f"did you mean {near[0]}?" if near else "name a material of the exhibit"
        yield Problem(f"{where}: media.material", f"{name} is not in {file}", remedy)


def _captions(manifest: SceneManifest, assets: Path) -> Iterator[Problem]:
    for name in dict.fromkeys(name for clip in manifest.clips() for name in clip.captions.files()):
        with (assets / name).open("rb") as file:
            head = file.read(9).removeprefix(BOM)
        if not head.startswith(b"WEBVTT"):
            remedy = "save it as WebVTT in UTF-8, with WEBVTT as its first line"
            yield Problem(str(assets / name), "are no captions", remedy)


def _node(where: str, node: str, model: SceneModel, file: str) -> Iterator[Problem]:
    found = model.nodes.get(node, 0)
    if found == 0:
        near = difflib.get_close_matches(node, model.nodes, 1)
        remedy = f"did you mean {near[0]}?" if near else "name a node of the model"
        yield Problem(where, f"node {node} is not in {file}", remedy)
    elif found > 1:
        yield Problem(where, f"{found} nodes of {file} are named {node}", "name only one so")


def _baked(read: ReadFile) -> Iterator[Problem]:
    for label in read.model.without_uv1:
        what = "is lightmapped, but its mesh has no second texture coordinates"
        yield Problem(f"{read.path}: {label}", what, "export TEXCOORD_1, or take the mark away")


def _anchors(manifest: SceneManifest, read: ReadFile) -> Iterator[Problem]:
    """Members can appear, and where they appear they can stand."""
    model, ground = read.model, Ground(read.model.walkable)
    if not model.spawns:
        remedy = "give at least one node the extension OMI_spawn_point"
        yield Problem(str(read.path), "has no spawn point", remedy)
    if not model.walkable:
        yield warning(
            str(read.path),
            "has no walkable ground, so members can stand anywhere in bounds",
            'mark a floor mesh with extras.vbranch = {"walkable": true}',
        )
    anchors = [(one.node, one.position) for one in (*model.spawns, *model.seats)]
    anchors += [(link.node, link.position) for link in model.links]
    for node, position in anchors:
        if not manifest.bounds.holds(position):
            what = f"lies at {_at(position)}, out of bounds"
            yield Problem(f"{read.path}: node {node}", what, MOVE_IN)
    for spawn in model.spawns:
        if not ground.under(spawn.position, FOUND_ON_GROUND_M):
            where = f"{read.path}: node {spawn.node}"
            what = f"lies at {_at(spawn.position)}, where nobody can walk"
            yield Problem(where, what, "move it onto the walkable ground")
    yield from _seats(read)
    yield from _links(read)


def _seats(read: ReadFile) -> Iterator[Problem]:
    """Members sit on them by their nodes' names (W-1)."""
    for name in dict.fromkeys(seat.node for seat in read.model.seats):
        where = f"{read.path}: node {name}"
        if not re.fullmatch(NODE_NAME, name):
            remedy = "name it with A-Z a-z 0-9 _ : - alone, such as seat:1"
            yield Problem(where, "is a seat whose name cannot be said on the wire", remedy)
        elif read.model.nodes.get(name, 0) > 1:
            yield Problem(where, "is a seat that shares its name", "name only one so")


def _links(read: ReadFile) -> Iterator[Problem]:
    for link in read.model.links:
        if not ROOM_LINK.fullmatch(link.uri):
            where = f"{read.path}: node {link.node}"
            what = f"its OMI_link leads to {link.uri[:80]!r}"
            yield Problem(where, what, "lead it to vbranch:room/<slug>")


def linked_rooms(model: SceneModel) -> dict[str, str]:
    """Node and slug of the room that each portal leads to."""
    matches = ((link.node, ROOM_LINK.fullmatch(link.uri)) for link in model.links)
    return {node: match[1] for node, match in matches if match}


def _budget(path: Path, model: SceneModel, download: int) -> Iterator[Problem]:
    """What a phone or headset should not be asked for."""
    limits = (
        (model.triangles, MOST_TRIANGLES, "triangles", "simplify or decimate meshes"),
        (model.meshes, MOST_MESHES, "meshes to draw", "join meshes that share a material"),
        (download, MOST_DOWNLOAD_BYTES, "bytes to download", "compress meshes and textures"),
    )
    for value, most, unit, remedy in limits:
        if value > most:
            what = f"has {value:,} {unit}; a headset wants at most {most:,}"
            yield warning(str(path), what, remedy)


def mib(count: int) -> str:
    """Bytes for people."""
    return f"{count / (1 << 20):.1f} MiB" if count >= 1 << 20 else f"{count / 1024:.0f} KiB"


def _at(position: Vector) -> str:
    return "(" + ", ".join(f"{value:.2f}" for value in position) + ")"
