"""Pictures and brand slots of a glTF document (used inside the reader process)."""

from typing import Any

from pygltflib import GLTF2  # type: ignore[import-untyped]

from .geometry import NotPlain
from .images import picture_of

MOST_SIDE = 8192
"""What WebGL 2 on a phone takes; a larger picture would be refused there, or kill the page."""


def textures_of(gltf: GLTF2, blob: bytes) -> list[dict[str, Any]]:
    """Each picture with its size. Raises ``NotPlain`` for one that is no picture, or too large."""
    found = []
    for index, image in enumerate(gltf.images):
        view = gltf.bufferViews[image.bufferView]
        start = view.byteOffset or 0
        picture = picture_of(blob[start : start + view.byteLength])
        here = f"images[{index}] {image.name!r}"
        if picture is None or not picture.width or not picture.height:
            raise NotPlain(here, "is not the picture that it says it is", "export it again")
        if max(picture.width, picture.height) > MOST_SIDE:
            size = f"{picture.width} x {picture.height}"
            raise NotPlain(here, f"has {size} pixels", f"shrink it to {MOST_SIDE} or less")
        found.append(
            {
                "name": image.name or "",
                "form": picture.form,
                "width": picture.width,
                "height": picture.height,
                "bytes": view.byteLength,
                "gpu_bytes": picture.gpu_bytes,
            }
        )
    return found


def brands_of(gltf: GLTF2) -> dict[str, int]:
    """How many materials each brand slot has."""
    counts: dict[str, int] = {}
    for material in gltf.materials:
        extras = material.extras if isinstance(material.extras, dict) else {}
        slot = (extras.get("vbranch") or {}).get("brand")
        if slot:
            counts[slot] = counts.get(slot, 0) + 1
    return counts
