"""What the server knows of a scene's geometry: the plain result of reading one GLB file.

Positions are metres in the scene's frame (glTF: y up), yaw is radians about +Y, 0 looks along -Z.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

READER_VERSION = 3
"""Raise it when the same file would be read into something else; stored readings then expire."""

Number = Annotated[float, Field(allow_inf_nan=False)]
Vector = tuple[Number, Number, Number]
Triangle = tuple[Vector, Vector, Vector]


class Plain(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Anchor(Plain):
    """A spawn point or a seat: a node's place and the direction of its -Z axis."""

    node: str
    position: Vector
    yaw: Number


class Link(Plain):
    """A portal: who walks into it is offered ``uri``."""

    node: str
    position: Vector
    yaw: Number
    uri: str


class MarkedExhibit(Plain):
    """A node marked as an exhibit."""

    node: str
    exhibit: str
    position: Vector


class MarkedHotspot(Plain):
    """A node marked as a hotspot; ``inside`` is the exhibit below whose node it hangs, if any."""

    node: str
    exhibit: str
    hotspot: str
    inside: str | None


class Screen(Plain):
    node: str
    screen: str


class Probe(Plain):
    """Where reflections are pictured, and the box (metres) in which they hold."""

    node: str
    position: Vector
    size: Vector


class Sign(Plain):
    node: str
    text: dict[str, str]
    arrow: str


class Lod(Plain):
    """``node`` is shown instead of ``of`` from ``start`` metres on."""

    node: str
    of: str
    start: Number


class TextureFile(Plain):
    """A picture in the file; ``gpu_bytes`` with all mip levels, an upper bound over devices."""

    name: str
    form: str
    width: int
    height: int
    bytes: int
    gpu_bytes: int


class SceneModel(Plain):
    """One GLB file, read. ``nodes`` counts the nodes of the scene by name; unnamed ones are "".

    ``triangles`` and ``meshes`` count what is drawn near by: a mesh that two nodes show counts
    twice, a far level of detail not at all. ``without_uv1`` names lightmapped nodes that cannot
    take a lightmap; ``surfaces`` names the materials.
    """

    spawns: tuple[Anchor, ...] = ()
    seats: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    exhibits: tuple[MarkedExhibit, ...] = ()
    hotspots: tuple[MarkedHotspot, ...] = ()
    screens: tuple[Screen, ...] = ()
    probes: tuple[Probe, ...] = ()
    signs: tuple[Sign, ...] = ()
    lods: tuple[Lod, ...] = ()
    brands: dict[str, int] = {}
    textures: tuple[TextureFile, ...] = ()
    lightmapped: int = 0
    without_uv1: tuple[str, ...] = ()
    walkable: tuple[Triangle, ...] = ()
    nodes: dict[str, int] = {}
    triangles: int = 0
    meshes: int = 0
    materials: int = 0
    surfaces: tuple[str, ...] = ()
    collision: bool = False


class Finding(Plain):
    """A problem as the reader says it; ``where`` is the place in the file."""

    where: str
    what: str
    remedy: str


class Reading(Plain):
    """What the reader process answers: a model, or why there is none."""

    model: SceneModel | None = None
    problems: tuple[Finding, ...] = ()
