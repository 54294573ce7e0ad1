"""The two manifests that people write: ``branch.toml`` and ``scene.toml``.

Closed and strict like the wire's messages: a misspelt key is a problem, not a silence. Every text
that a visitor can see is there in all three languages. File names are bare names, so a manifest
cannot reach out of its folder.
"""

import json
import tomllib
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError

from vbranch.protocol.constants import MAX_SLOTS
from vbranch.protocol.forms import NodeName, Slug

from .explain import manifest_problems
from .forms import (
    Bounds,
    CaptionsName,
    ClipName,
    Colour,
    Contact,
    Form,
    GlbName,
    ImageName,
    Line,
    LogoName,
    SoundName,
    TimeOfDay,
    Title,
    Words,
)
from .hours import Hours
from .problems import BranchError, Problem

MAX_MANIFEST_BYTES = 256 * 1024
MAX_EXHIBITS = 256
MAX_ROOMS = 64
MAX_PROGRAMMES = 12


class Hotspot(Form):
    """A point of an exhibit that can be opened to read about it."""

    id: Slug
    node: NodeName
    title: Title
    text: Words


class Captions(Form):
    """What a clip says, as WebVTT in each language."""

    en: CaptionsName
    zh: CaptionsName
    ja: CaptionsName

    def files(self) -> tuple[str, ...]:
        return (self.en, self.zh, self.ja)


class Media(Form):
    """A clip that members play for everybody (X-5), on what has the model's ``material``; where no
    ``material`` is named, and in the list of those without 3D, the page shows it by itself."""

    file: ClipName
    seconds: Annotated[float, Field(gt=0, le=3600)]
    material: Line | None = None
    captions: Captions


class Exhibit(Form):
    """A thing that can be taken and turned: about any axis (``free``) or only upright (``y``)."""

    id: Slug
    node: NodeName
    title: Title
    summary: Words
    turn: Literal["free", "y"] = "free"
    hotspots: tuple[Hotspot, ...] = Field((), alias="hotspot", max_length=32)
    media: Media | None = None


class Lightmap(Form):
    """Baked light for the model's second texture coordinates; texel values times ``scale``."""

    file: ImageName
    scale: Annotated[float, Field(gt=0, le=64)] = 1.0


class LightVariant(Form):
    """The same room for phones, standalone headsets and thin lines: fewer bytes and triangles."""

    picture: GlbName
    lightmap: Lightmap | None = None


class Files(Form):
    """Variants of the files that are named at the top."""

    light: LightVariant | None = None


class Sound(Form):
    """The room's ambience, a loop; nobody hears it who has not asked for it."""

    file: SoundName
    gain: Annotated[float, Field(gt=0, le=1)] = 1.0


class SceneManifest(Form):
    """``scene.toml``. ``model`` is what people see; ``nav`` (optional) holds anchors and ground."""

    format: Literal[1]
    slug: Slug
    title: Title
    model: GlbName
    nav: GlbName | None = None
    lightmap: Lightmap | None = None
    variants: Files = Field(Files(), alias="files")
    sound: Sound | None = None
    bounds: Bounds
    exhibits: tuple[Exhibit, ...] = Field((), alias="exhibit", max_length=MAX_EXHIBITS)

    def files(self) -> tuple[str, ...]:
        """Names of the files for the first view, the model first."""
        light = self.lightmap.file if self.lightmap else None
        return tuple(name for name in (self.model, self.nav, light) if name)

    def light_files(self) -> tuple[str, ...]:
        """The same for the light variant; empty without one."""
        light = self.variants.light
        if light is None:
            return ()
        baked = light.lightmap.file if light.lightmap else None
        return tuple(name for name in (light.picture, self.nav, baked) if name)

    def every_file(self) -> tuple[str, ...]:
        """Each file that any page may ask for, once."""
        sound = (self.sound.file,) if self.sound else ()
        clips = [name for clip in self.clips() for name in (clip.file, *clip.captions.files())]
        return tuple(dict.fromkeys((*self.files(), *self.light_files(), *sound, *clips)))

    def clips(self) -> tuple[Media, ...]:
        return tuple(exhibit.media for exhibit in self.exhibits if exhibit.media)


class RoomEntry(Form):
    """A running room: an instance of a scene. ``title`` replaces the scene's own."""

    room: Slug
    scene: Slug
    title: Title | None = None
    capacity: Annotated[int, Field(ge=1, le=MAX_SLOTS)]


class Brand(Form):
    """What a scene's brand slots are filled with; ``logo`` lies beside ``branch.toml``."""

    primary: Colour
    secondary: Colour
    logo: LogoName | None = None


class Programme(Form):
    """What is on today, for the rooms' screens."""

    time: TimeOfDay
    title: Title
    place: Title | None = None


class BranchManifest(Form):
    """``branch.toml``; the first room is where visitors arrive."""

    format: Literal[1]
    name: Title
    brand: Brand | None = None
    today: tuple[Programme, ...] = Field((), max_length=MAX_PROGRAMMES)
    contact: Contact | None = None
    """Where somebody who cannot come in can write to."""
    hours: Hours | None = None
    """None: always open."""
    rooms: tuple[RoomEntry, ...] = Field(alias="room", min_length=1, max_length=MAX_ROOMS)


Manifest = TypeVar("Manifest", BranchManifest, SceneManifest)


def read_scene_manifest(path: Path) -> SceneManifest:
    """Read ``scene.toml``. Raises ``BranchError`` with every problem in it."""
    manifest = _read(path, SceneManifest)
    problems = [
        *_repeats(path, "exhibit.id", [exhibit.id for exhibit in manifest.exhibits]),
        *_repeats(path, "exhibit.node", [exhibit.node for exhibit in manifest.exhibits]),
    ]
    for exhibit in manifest.exhibits:
        ids = [hotspot.id for hotspot in exhibit.hotspots]
        problems += _repeats(path, f"exhibit {exhibit.id}: hotspot.id", ids)
    if problems:
        raise BranchError(problems)
    return manifest


def read_branch_manifest(path: Path) -> BranchManifest:
    """Read ``branch.toml``. Raises ``BranchError`` with every problem in it."""
    manifest = _read(path, BranchManifest)
    problems = _repeats(path, "room.room", [entry.room for entry in manifest.rooms])
    if problems:
        raise BranchError(problems)
    return manifest


def _repeats(path: Path, where: str, values: list[str]) -> list[Problem]:
    return [
        Problem(f"{path}: {where}", f'"{value}" is used more than once', "give each its own")
        for value in sorted({value for value in values if values.count(value) > 1})
    ]


def _read(path: Path, form: type[Manifest]) -> Manifest:
    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BranchError(
            [Problem(str(path), f"is not TOML: {fault}", "mend the line that is named")]
        ) from None
    except RecursionError:
        raise BranchError(
            [Problem(str(path), "is nested too deeply", "a manifest needs three levels")]
        ) from None
    try:
        # By way of JSON, where arrays may become tuples while everything else stays strict.
        return form.model_validate_json(json.dumps(table, default=str))
    except ValidationError as fault:
        raise BranchError(manifest_problems(str(path), fault)) from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_MANIFEST_BYTES + 1)
    except OSError as fault:
        reason = fault.strerror or "unreadable"
        raise BranchError(
            [Problem(str(path), f"cannot be read ({reason.lower()})", "name an existing file")]
        ) from None
    if len(data) > MAX_MANIFEST_BYTES:
        raise BranchError(
            [Problem(str(path), "is larger than 256 KiB", "a manifest holds names and words only")]
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        what = f"is not UTF-8 (byte {fault.start})"
        raise BranchError([Problem(str(path), what, "save it as UTF-8")]) from None
