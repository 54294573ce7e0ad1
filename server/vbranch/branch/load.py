"""A branch from its folder: every room with its scene, checked, ready to be opened.

What comes out is plain data. It does not build the rooms' own plan (``vbranch.room.plan``), because
packages of this layer do not import each other; whoever composes the server does that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vbranch.ids import RoomId

from .check import SceneFiles, check_scene, linked_rooms, mib
from .forms import Title
from .hours import Hours
from .manifest import (
    BranchManifest,
    Brand,
    Programme,
    RoomEntry,
    SceneManifest,
    read_branch_manifest,
)
from .model import Anchor, Link, Triangle
from .problems import BranchError, Problem
from .reading import Shelf

MOST_LOGO_BYTES = 128 << 10


@dataclass(frozen=True, slots=True)
class RoomConfig:
    """A room to open: an instance of a scene with a title and a capacity of its own."""

    room: RoomId
    title: Title
    capacity: int
    files: SceneFiles

    @property
    def scene(self) -> SceneManifest:
        return self.files.manifest

    @property
    def spawns(self) -> tuple[Anchor, ...]:
        """Where members appear: floor points, at least one."""
        return self.files.nav.model.spawns

    @property
    def seats(self) -> tuple[Anchor, ...]:
        return self.files.nav.model.seats

    @property
    def links(self) -> tuple[Link, ...]:
        return self.files.nav.model.links

    @property
    def walkable(self) -> tuple[Triangle, ...]:
        """Floor triangles, metres; none means that every place in bounds is floor (P-7)."""
        return self.files.nav.model.walkable


@dataclass(frozen=True, slots=True)
class Branch:
    """``rooms`` in the manifest's order: the first is where visitors arrive."""

    name: Title
    rooms: Mapping[RoomId, RoomConfig]
    brand: Brand | None
    logo: Path | None
    today: tuple[Programme, ...]
    contact: str | None
    hours: Hours | None
    warnings: tuple[Problem, ...]


def load_branch(
    path: Path, scenes_dir: Path, assets_dir: Path, cache_dir: Path | None = None
) -> Branch:
    """The branch in the folder ``path`` (or whose ``branch.toml`` it is), with all its scenes.

    Scene ``s`` is ``scenes_dir/s/scene.toml`` with its files in ``assets_dir/scenes/s/``. Readings
    of models are kept in ``cache_dir``, so that a second start is fast. Raises ``BranchError``
    with the problems of all scenes.
    """
    manifest_path = path / "branch.toml" if path.is_dir() else path
    manifest = read_branch_manifest(manifest_path)
    shelf = Shelf(cache_dir) if cache_dir else None
    scenes: dict[str, SceneFiles] = {}
    problems: list[Problem] = []
    for slug in dict.fromkeys(entry.scene for entry in manifest.rooms):
        try:
            scenes[slug] = _scene(slug, scenes_dir, assets_dir, shelf)
        except BranchError as fault:
            problems += fault.problems
    if problems:
        raise BranchError(problems)
    rooms = {RoomId(entry.room): _room(entry, scenes[entry.scene]) for entry in manifest.rooms}
    found = [problem for files in scenes.values() for problem in files.warnings]
    found += _dead_portals(manifest_path, manifest, scenes)
    logo = _logo(manifest_path, manifest)
    return Branch(
        name=manifest.name,
        rooms=rooms,
        brand=manifest.brand,
        logo=logo,
        today=manifest.today,
        contact=manifest.contact,
        hours=manifest.hours,
        warnings=tuple(found),
    )


def _logo(manifest_path: Path, manifest: BranchManifest) -> Path | None:
    """The logo beside the manifest: there, itself and small. Raises ``BranchError``."""
    if manifest.brand is None or manifest.brand.logo is None:
        return None
    path = manifest_path.parent / manifest.brand.logo
    size = path.stat().st_size if path.is_file() else 0
    home = manifest_path.parent.resolve()
    if not size:
        what, remedy = f"{path.name} is not beside it, or empty", "put the file there"
    elif not path.resolve().is_relative_to(home):
        what, remedy = f"{path.name} is a link out of {home}", "put the file itself there"
    elif size > MOST_LOGO_BYTES:
        what, remedy = f"{path.name} has {mib(size)}", f"keep it below {mib(MOST_LOGO_BYTES)}"
    else:
        return path
    raise BranchError([Problem(f"{manifest_path}: brand.logo", what, remedy)])


def _scene(slug: str, scenes_dir: Path, assets_dir: Path, shelf: Shelf | None) -> SceneFiles:
    path = scenes_dir / slug / "scene.toml"
    files = check_scene(path, assets_dir / "scenes" / slug, shelf)
    if files.manifest.slug != slug:
        what = f'says slug = "{files.manifest.slug}", but its folder is {slug}'
        raise BranchError([Problem(f"{path}: slug", what, "make them the same")])
    return files


def _room(entry: RoomEntry, files: SceneFiles) -> RoomConfig:
    title = entry.title or files.manifest.title
    return RoomConfig(RoomId(entry.room), title, entry.capacity, files)


def _dead_portals(
    path: Path, manifest: BranchManifest, scenes: Mapping[str, SceneFiles]
) -> list[Problem]:
    """A portal to a room that this branch does not open stays closed; that may be meant."""
    open_rooms = {entry.room for entry in manifest.rooms}
    return [
        Problem(
            f"{files.nav.path}: node {node}",
            f'leads to room "{room}", which this branch does not open',
            f"add [[room]] {room} to {path}, or leave the portal closed",
            "note",
        )
        for files in scenes.values()
        for node, room in linked_rooms(files.nav.model).items()
        if room not in open_rooms
    ]
