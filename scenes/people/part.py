"""A piece of a person: faces with zones and skin weights. Body, garments and hair are made of parts and joined at the
end.

Metres in the body's own pose (`Body.vertices`: arms down at 45 degrees), y up, looking along -Z. A zone says which of
the
person's colours a face takes; the colours themselves are chosen in the page (`assets/avatars/people.json`).
"""

from dataclasses import dataclass, field

import numpy as np

# The order is the number in the model's _ZONE attribute and the column in the page's table of colours.
ZONES = ("skin", "hair", "top", "bottom", "shoes", "shirt", "accent", "eye", "dark", "light")


@dataclass
class Part:
    """`faces` are triangles or quads, wound counter-clockwise seen from outside. `shade` (0..1) darkens a vertex, as
    folds
    and corners do. `uvs` are per vertex in the person's picture (0..1, v down as in glTF); None takes its white corner.
    `detail` 0..1: how much of a part a lower level must keep (a nose more than a trouser leg)."""

    name: str
    vertices: np.ndarray  # (V, 3)
    faces: list[list[int]]
    zones: list[str]  # of each face
    weights: np.ndarray  # (V, J)
    shade: np.ndarray | None = None  # (V,)
    uvs: np.ndarray | None = None  # (V, 2)
    detail: float = 0.5
    smooth: bool = True  # normals across faces; creases come from vertices that stand twice
    levels: tuple[str, ...] = field(default=("near", "middle", "far"))  # where it is drawn at all
