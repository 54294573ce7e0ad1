"""What a scene costs those who come: bytes, triangles, draw calls, memory of the graphics card.

The limits are those that a lobby of ours must keep; a scene that is above them still opens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .check import SceneFiles
from .images import HEADER_BYTES, picture_of
from .manifest import Lightmap
from .reading import ReadFile

MB = 1_000_000
MIB = 1 << 20
MOST_FIRST_VIEW = int(2.5 * MB)
MOST_ALL = 3 * MB
MOST_LIGHT = int(1.5 * MB)
MOST_SOUND = 150_000
MOST_CLIP = 400_000
MOST_TRIANGLES = 60_000
MOST_DRAW_CALLS = 60
MOST_TEXTURES = 64 * MIB

PROBE_BYTES = 256 * 256 * 6 * 8 * 4 // 3
"""The page keeps a cube of half floats of every probe, with mip levels."""
BOARD_BYTES = 1024 * 576 * 4 * 4 // 3
CALM_BYTES = 512 * 288 * 4 * 4 // 3
"""What the page draws for a screen with words, and for a sign or a screen without."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of the budget; ``unit`` is ``bytes``, ``memory`` or empty for a plain count."""

    name: str
    value: int
    limit: int
    unit: str = ""

    @property
    def kept(self) -> bool:
        return self.value <= self.limit


def costs(files: SceneFiles) -> Iterator[Cost]:
    """The scene's budget, line by line. Files are counted as they lie on the disk."""
    manifest = files.manifest
    everything = (*manifest.files(), *((manifest.sound.file,) if manifest.sound else ()))
    yield Cost("first view", files.bytes, MOST_FIRST_VIEW, "bytes")
    yield Cost("with sound", files.weight(everything), MOST_ALL, "bytes")
    if manifest.sound:
        yield Cost("sound", files.sizes[manifest.sound.file], MOST_SOUND, "bytes")
    for clip in manifest.clips():
        yield Cost(f"clip {clip.file}", files.sizes[clip.file], MOST_CLIP, "bytes")
    yield from _picture("", files.model, manifest.lightmap, files.folder)
    thin = manifest.variants.light
    if thin and files.light:
        yield Cost("light variant", files.weight(manifest.light_files()), MOST_LIGHT, "bytes")
        yield from _picture("light: ", files.light, thin.lightmap, files.folder)


def _picture(label: str, read: ReadFile, light: Lightmap | None, folder: Path) -> Iterator[Cost]:
    model = read.model
    yield Cost(f"{label}triangles", model.triangles, MOST_TRIANGLES)
    yield Cost(f"{label}draw calls", model.meshes, MOST_DRAW_CALLS)
    memory = texture_bytes(read) + (lightmap_bytes(folder / light.file) if light else 0)
    yield Cost(f"{label}textures", memory, MOST_TEXTURES, "memory")


def texture_bytes(read: ReadFile) -> int:
    """The model's pictures on the graphics card, and what the page adds: probes, signs, screens."""
    model = read.model
    worded = sum(screen.screen in ("today", "welcome") for screen in model.screens)
    calm = len(model.screens) - worded + len(model.signs)
    drawn = worded * BOARD_BYTES + calm * CALM_BYTES + len(model.probes) * PROBE_BYTES
    return sum(texture.gpu_bytes for texture in model.textures) + drawn


def lightmap_bytes(path: Path) -> int:
    """Of a picture beside the model, from its header; 0 if that says nothing."""
    with path.open("rb") as file:
        picture = picture_of(file.read(HEADER_BYTES))
    return picture.gpu_bytes if picture else 0
