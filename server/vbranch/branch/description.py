"""The scene description: what a page gets to build the room (``/api/v1/scenes/<room>``)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .check import SceneFiles
from .load import Branch, RoomConfig
from .manifest import Exhibit, Lightmap, Media
from .model import SceneModel

Urls = Callable[[Path], str]


def describe(room: RoomConfig, urls: Urls) -> dict[str, Any]:
    """The description of ``room``; ``urls`` gives the address at which a file is served.

    ``bytes`` are true sizes without content coding, for honest progress; ``packed`` says that the
    page needs the KTX2 transcoder, so that it can come together with the files. ``nav``,
    ``lightmap``, ``light`` (the variant for phones and standalone headsets) and ``sound`` are null
    where the scene has none, ``media`` where an exhibit has none.
    """
    return describe_scene(room.files, urls) | {"title": room.title.model_dump()}


def describe_branch(branch: Branch, urls: Urls) -> dict[str, Any]:
    """What fills the rooms' slots and screens: name, colours, logo, what is on today. ``contact``
    is null where there is none, ``hours`` where the branch is always open."""
    brand = None
    if branch.brand:
        logo = _file(branch.logo, urls) if branch.logo else None
        colours = {"primary": branch.brand.primary, "secondary": branch.brand.secondary}
        brand = colours | {"logo": logo}
    today = [programme.model_dump() for programme in branch.today]
    hours = branch.hours.describe() if branch.hours else None
    return {
        "name": branch.name.model_dump(),
        "brand": brand,
        "today": today,
        "contact": branch.contact,
        "hours": hours,
    }


def describe_scene(files: SceneFiles, urls: Urls) -> dict[str, Any]:
    """The same of a scene that is in no branch, with its own title."""
    scene, folder = files.manifest, files.folder
    thin = scene.variants.light
    light = sound = None
    if thin and files.light:
        light = {
            "model": _file(folder / thin.picture, urls),
            "lightmap": _lightmap(thin.lightmap, folder, urls),
            "packed": _packed(files.light.model, thin.lightmap),
        }
    if scene.sound:
        sound = _file(folder / scene.sound.file, urls) | {"gain": scene.sound.gain}
    return {
        "slug": scene.slug,
        "title": scene.title.model_dump(),
        "model": _file(files.model.path, urls),
        "nav": _file(files.nav.path, urls) if scene.nav else None,
        "lightmap": _lightmap(scene.lightmap, folder, urls),
        "packed": _packed(files.model.model, scene.lightmap),
        "light": light,
        "sound": sound,
        "bounds": scene.bounds.model_dump(mode="json"),
        "seats": [
            {"seat": seat.node, "position": seat.position, "yaw": seat.yaw}
            for seat in files.nav.model.seats
        ],
        "exhibits": [_exhibit(exhibit, files, urls) for exhibit in scene.exhibits],
    }


def _lightmap(light: Lightmap | None, folder: Path, urls: Urls) -> dict[str, Any] | None:
    return _file(folder / light.file, urls) | {"scale": light.scale} if light else None


def _packed(model: SceneModel, light: Lightmap | None) -> bool:
    """Are there pictures for which a page needs the KTX2 transcoder?"""
    packed = light is not None and light.file.endswith(".ktx2")
    return packed or any(texture.form == "ktx2" for texture in model.textures)


def _file(path: Path, urls: Urls) -> dict[str, Any]:
    return {"url": urls(path), "bytes": path.stat().st_size}


def _exhibit(exhibit: Exhibit, files: SceneFiles, urls: Urls) -> dict[str, Any]:
    """Where it stands is for those who have no 3D and go there all the same."""
    keys = {"id", "node", "title", "summary", "turn", "hotspots"}
    marks = files.model.model.exhibits
    position = next(mark.position for mark in marks if mark.node == exhibit.node)
    media = exhibit.media and _media(exhibit.media, files.folder, urls)
    return exhibit.model_dump(mode="json", include=keys) | {"position": position, "media": media}


def _media(media: Media, folder: Path, urls: Urls) -> dict[str, Any]:
    captions = media.captions.model_dump()
    return _file(folder / media.file, urls) | {
        "seconds": media.seconds,
        "material": media.material,
        "captions": {language: urls(folder / name) for language, name in captions.items()},
    }
