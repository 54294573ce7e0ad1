"""The forms of the glTF 2.0 JSON as far as a scene's safety and meaning depend on them.

Closed where a wrong value would hurt (indices, counts, offsets, our extras), open for the rest:
materials and unknown optional extensions are the page's business. Sizes are bytes.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Index = Annotated[int, Field(ge=0, lt=1 << 20)]
Offset = Annotated[int, Field(ge=0, le=1 << 28)]
Length = Annotated[int, Field(ge=1, le=1 << 28)]
Name = Annotated[str, StringConstraints(max_length=256)]
Number = Annotated[float, Field(ge=-1e6, le=1e6)]
Vector = Annotated[list[Number], Field(min_length=3, max_length=3)]
Quaternion = Annotated[list[Number], Field(min_length=4, max_length=4)]
Matrix = Annotated[list[Number], Field(min_length=16, max_length=16)]
Mark = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]

ELEMENTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
COMPONENT_BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}


class Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False, frozen=True)


class Asset(Part):
    version: Annotated[str, StringConstraints(pattern=r"^2\.\d+$")]


class Scene(Part):
    nodes: list[Index] = []


class HotspotMark(Part):
    exhibit: Mark
    id: Mark


Line = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Side = Annotated[float, Field(gt=0, le=1000)]


class ProbeMark(Part):
    """Reflections are pictured here; they hold in a box of this size, metres.

    Its middle is the node, or ``centre`` in the room's frame.
    """

    size: Annotated[list[Side], Field(min_length=3, max_length=3)]
    centre: Vector | None = None


class SignText(Part):
    en: Line
    zh: Line
    ja: Line


class SignMark(Part):
    text: SignText
    arrow: Literal["left", "right", "up", "none"] = "none"


class LodMark(Part):
    """Shown instead of the node ``of`` from ``start`` metres on."""

    of: Name
    start: Annotated[float, Field(gt=0, le=1000)] = Field(alias="from")


class OurExtras(BaseModel):
    """``extras.vbranch`` of a node; unknown keys are kept to be warned of."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    exhibit: Mark | None = None
    hotspot: HotspotMark | None = None
    screen: Mark | None = None
    probe: ProbeMark | None = None
    sign: SignMark | None = None
    lod: LodMark | None = None
    walkable: bool = False
    collision: bool = False
    invisible: bool = False
    lightmapped: bool = False
    title: Name | None = None


class Extras(Part):
    vbranch: OurExtras = OurExtras()


class Link(Part):
    uri: Annotated[str, StringConstraints(max_length=512)]


class NodeExtensions(Part):
    spawn: dict[str, object] | None = Field(default=None, alias="OMI_spawn_point")
    seat: dict[str, object] | None = Field(default=None, alias="OMI_seat")
    link: Link | None = Field(default=None, alias="OMI_link")


class Node(Part):
    name: Name = ""
    children: list[Index] = []
    mesh: Index | None = None
    skin: Index | None = None
    matrix: Matrix | None = None
    translation: Vector | None = None
    rotation: Quaternion | None = None
    scale: Vector | None = None
    extras: Extras = Extras()
    extensions: NodeExtensions = NodeExtensions()

    @model_validator(mode="after")
    def _one_transform(self) -> Self:
        if self.matrix and (self.translation or self.rotation or self.scale):
            raise PydanticCustomError("transform", "has a matrix and also separate transforms")
        return self


class Primitive(Part):
    attributes: dict[Name, Index]
    indices: Index | None = None
    material: Index | None = None
    mode: Annotated[int, Field(ge=0, le=6)] = 4
    targets: list[dict[Name, Index]] = []


class Mesh(Part):
    primitives: Annotated[list[Primitive], Field(min_length=1)]


class SparseIndices(Part):
    view: Index = Field(alias="bufferView")
    offset: Offset = Field(0, alias="byteOffset")
    component: Literal[5121, 5123, 5125] = Field(alias="componentType")


class SparseValues(Part):
    view: Index = Field(alias="bufferView")
    offset: Offset = Field(0, alias="byteOffset")


class Sparse(Part):
    count: Length
    indices: SparseIndices
    values: SparseValues


class Accessor(Part):
    view: Index | None = Field(None, alias="bufferView")
    offset: Offset = Field(0, alias="byteOffset")
    component: Literal[5120, 5121, 5122, 5123, 5125, 5126] = Field(alias="componentType")
    count: Length
    type: Literal["SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4"]
    sparse: Sparse | None = None

    def element_bytes(self) -> int:
        """Bytes of one element; columns of small matrices are padded to 4 bytes."""
        size = COMPONENT_BYTES[self.component]
        if self.type in ("MAT2", "MAT3") and size < 4:
            rows = 2 if self.type == "MAT2" else 3
            return rows * (-(-rows * size // 4) * 4)
        return ELEMENTS[self.type] * size


class Meshopt(Part):
    buffer: Index
    offset: Offset = Field(0, alias="byteOffset")
    length: Length = Field(alias="byteLength")


class ViewExtensions(Part):
    meshopt_ext: Meshopt | None = Field(default=None, alias="EXT_meshopt_compression")
    meshopt_khr: Meshopt | None = Field(default=None, alias="KHR_meshopt_compression")


class View(Part):
    buffer: Index
    offset: Offset = Field(0, alias="byteOffset")
    length: Length = Field(alias="byteLength")
    stride: Annotated[int, Field(ge=4, le=252, multiple_of=4)] | None = Field(
        None, alias="byteStride"
    )
    extensions: ViewExtensions = ViewExtensions()

    def compressed(self) -> Meshopt | None:
        """Where the bytes really are if they are compressed."""
        return self.extensions.meshopt_ext or self.extensions.meshopt_khr


class Fallback(Part):
    fallback: bool = False


class BufferExtensions(Part):
    meshopt_ext: Fallback = Field(default=Fallback(), alias="EXT_meshopt_compression")
    meshopt_khr: Fallback = Field(default=Fallback(), alias="KHR_meshopt_compression")


class Buffer(Part):
    length: Length = Field(alias="byteLength")
    extensions: BufferExtensions = BufferExtensions()

    def placeholder(self) -> bool:
        """A buffer without bytes, which stands for what compressed views will unpack to."""
        return self.extensions.meshopt_ext.fallback or self.extensions.meshopt_khr.fallback


class Image(Part):
    view: Index = Field(alias="bufferView")
    mime: Literal["image/png", "image/jpeg", "image/webp", "image/ktx2"] = Field(alias="mimeType")


class ImageSource(Part):
    source: Index


class TextureExtensions(Part):
    webp: ImageSource | None = Field(default=None, alias="EXT_texture_webp")
    basisu: ImageSource | None = Field(default=None, alias="KHR_texture_basisu")


class Texture(Part):
    source: Index | None = None
    extensions: TextureExtensions = TextureExtensions()


class Skin(Part):
    joints: list[Index]
    matrices: Index | None = Field(None, alias="inverseBindMatrices")


class Sampler(Part):
    input: Index
    output: Index


class ChannelTarget(Part):
    node: Index | None = None


class Channel(Part):
    sampler: Index
    target: ChannelTarget


class Animation(Part):
    channels: list[Channel]
    samplers: list[Sampler]


class MaterialMarks(Part):
    brand: Literal["primary", "secondary", "logo"] | None = None


class MaterialExtras(Part):
    vbranch: MaterialMarks = MaterialMarks()


class Material(Part):
    name: Name = ""
    extras: MaterialExtras = MaterialExtras()


class Gltf(Part):
    asset: Asset
    scene: Index = 0
    scenes: Annotated[list[Scene], Field(min_length=1)]
    nodes: Annotated[list[Node], Field(min_length=1)]
    meshes: list[Mesh] = []
    accessors: list[Accessor] = []
    views: list[View] = Field([], alias="bufferViews")
    buffers: list[Buffer] = []
    images: list[Image] = []
    textures: list[Texture] = []
    materials: list[Material] = []
    skins: list[Skin] = []
    animations: list[Animation] = []
    used: list[Name] = Field([], alias="extensionsUsed")
    required: list[Name] = Field([], alias="extensionsRequired")
