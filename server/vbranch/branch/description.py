"""The scene description: what a page gets to build the room (``/api/v1/scenes/<room>``)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .load import RoomConfig

Urls = Callable[[Path], str]


def describe(room: RoomConfig, urls: Urls) -> dict[str, Any]:
    """The description of ``room``; ``urls`` gives the address at which a file is served.

    ``bytes`` are true sizes without content coding, for honest progress. ``nav`` and ``lightmap``
    are null where the scene has none.
    """
    files, scene = room.files, room.scene
    light = None
    if files.lightmap and scene.lightmap:
        light = _file(files.lightmap, urls) | {"scale": scene.lightmap.scale}
    return {
        "slug": scene.slug,
        "title": room.title.model_dump(),
        "model": _file(files.model.path, urls),
        "nav": _file(files.nav.path, urls) if scene.nav else None,
        "lightmap": light,
        "bounds": scene.bounds.model_dump(mode="json"),
        "exhibits": [_exhibit(exhibit) for exhibit in scene.model_dump(mode="json")["exhibits"]],
    }


def _file(path: Path, urls: Urls) -> dict[str, Any]:
    return {"url": urls(path), "bytes": path.stat().st_size}


def _exhibit(exhibit: dict[str, Any]) -> dict[str, Any]:
    keys = ("id", "node", "title", "summary", "turn", "hotspots")
    return {key: exhibit[key] for key in keys}
