"""Rules between the parts of a glTF document: references, extents, the node forest, extensions.

Each rule is a generator of problems, linear in the document.
"""

from collections.abc import Iterator

from .gltf import COMPONENT_BYTES, Accessor, Gltf
from .problems import Problem

MAX_NODE_DEPTH = 64
MAX_UNPACKED_BYTES = 256 << 20
READ_BY_THE_PAGE = frozenset(
    {
        "EXT_materials_bump",
        "EXT_meshopt_compression",
        "EXT_texture_webp",
        "KHR_animation_pointer",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_volume",
        "KHR_mesh_quantization",
        "KHR_meshopt_compression",
        "KHR_texture_basisu",
        "KHR_texture_transform",
        "OMI_link",
        "OMI_seat",
        "OMI_spawn_point",
    }
)
EXPORT_AGAIN = "export the file again; gltf-validator names the tool's mistake"


def gltf_problems(gltf: Gltf, binary_length: int, where: str) -> list[Problem]:
    """All problems, the ones that explain others first. ``binary_length`` is that of the chunk."""
    found = [*_extensions(gltf, where), *_references(gltf, where)]
    if found:
        return found
    return [*_forest(gltf, where), *_extents(gltf, binary_length, where)]


def _extensions(gltf: Gltf, where: str) -> Iterator[Problem]:
    for name in gltf.required:
        if name not in READ_BY_THE_PAGE:
            remedy = "export without it"
            if name == "KHR_draco_mesh_compression":
                remedy += "; use meshopt"
            what = f"needs the extension {name[:80]!r}, which the page does not read"
            yield Problem(f"{where}: extensionsRequired", what, remedy)


def _references(gltf: Gltf, where: str) -> Iterator[Problem]:
    counts = {
        "scene": len(gltf.scenes),
        "node": len(gltf.nodes),
        "mesh": len(gltf.meshes),
        "accessor": len(gltf.accessors),
        "bufferView": len(gltf.views),
        "buffer": len(gltf.buffers),
        "image": len(gltf.images),
        "material": len(gltf.materials),
        "skin": len(gltf.skins),
    }
    for here, kind, index in _pointers(gltf):
        if index is not None and index >= counts[kind]:
            what = f"points to {kind} {index}, but there are {counts[kind]}"
            yield Problem(f"{where}: {here}", what, EXPORT_AGAIN)


def _pointers(gltf: Gltf) -> Iterator[tuple[str, str, int | None]]:
    """(place, kind of thing, index) of every reference."""
    yield "scene", "scene", gltf.scene
    for i, scene in enumerate(gltf.scenes):
        yield from ((f"scenes[{i}].nodes", "node", node) for node in scene.nodes)
    for i, node in enumerate(gltf.nodes):
        yield f"nodes[{i}].mesh", "mesh", node.mesh
        yield f"nodes[{i}].skin", "skin", node.skin
        yield from ((f"nodes[{i}].children", "node", child) for child in node.children)
    yield from _mesh_pointers(gltf)
    yield from _data_pointers(gltf)
    for i, skin in enumerate(gltf.skins):
        yield f"skins[{i}].inverseBindMatrices", "accessor", skin.matrices
        yield from ((f"skins[{i}].joints", "node", joint) for joint in skin.joints)
    for i, animation in enumerate(gltf.animations):
        for sampler in animation.samplers:
            yield f"animations[{i}].samplers", "accessor", sampler.input
            yield f"animations[{i}].samplers", "accessor", sampler.output
        for channel in animation.channels:
            yield f"animations[{i}].channels", "node", channel.target.node


def _mesh_pointers(gltf: Gltf) -> Iterator[tuple[str, str, int | None]]:
    for i, mesh in enumerate(gltf.meshes):
        for j, primitive in enumerate(mesh.primitives):
            here = f"meshes[{i}].primitives[{j}]"
            yield f"{here}.indices", "accessor", primitive.indices
            yield f"{here}.material", "material", primitive.material
            for attributes in (primitive.attributes, *primitive.targets):
                for name, index in attributes.items():
                    yield f"{here}.{name[:40]}", "accessor", index


def _data_pointers(gltf: Gltf) -> Iterator[tuple[str, str, int | None]]:
    for i, accessor in enumerate(gltf.accessors):
        yield f"accessors[{i}].bufferView", "bufferView", accessor.view
        if accessor.sparse:
            yield f"accessors[{i}].sparse", "bufferView", accessor.sparse.indices.view
            yield f"accessors[{i}].sparse", "bufferView", accessor.sparse.values.view
    for i, view in enumerate(gltf.views):
        yield f"bufferViews[{i}].buffer", "buffer", view.buffer
        packed = view.compressed()
        yield f"bufferViews[{i}].extensions", "buffer", packed.buffer if packed else None
    for i, image in enumerate(gltf.images):
        yield f"images[{i}].bufferView", "bufferView", image.view
    for i, texture in enumerate(gltf.textures):
        yield f"textures[{i}].source", "image", texture.source
        for other in (texture.extensions.webp, texture.extensions.basisu):
            yield f"textures[{i}].extensions", "image", other.source if other else None


def _forest(gltf: Gltf, where: str) -> Iterator[Problem]:
    """A node has at most one parent, roots have none, and nothing is its own ancestor."""
    parents: dict[int, int] = {}
    for i, node in enumerate(gltf.nodes):
        for child in node.children:
            if child in parents:
                what = f"node {child} is a child of node {parents[child]} and again of node {i}"
                yield Problem(f"{where}: nodes[{child}]", what, "give each node one parent")
                return
            parents[child] = i
    for i, scene in enumerate(gltf.scenes):
        inner = next((node for node in scene.nodes if node in parents), None)
        if inner is not None or len(set(scene.nodes)) < len(scene.nodes):
            what = "lists a node twice, or one that is the child of another"
            yield Problem(f"{where}: scenes[{i}].nodes", what, "list each root node once")
    yield from _depths(gltf, parents, where)


def _depths(gltf: Gltf, parents: dict[int, int], where: str) -> Iterator[Problem]:
    level = [i for i in range(len(gltf.nodes)) if i not in parents]
    reached, depth = 0, 0
    while level:
        reached, depth = reached + len(level), depth + 1
        if depth > MAX_NODE_DEPTH:
            what = f"its parents form a chain of more than {MAX_NODE_DEPTH} nodes"
            yield Problem(f"{where}: nodes[{level[0]}]", what, "flatten the hierarchy")
            return
        level = [child for node in level for child in gltf.nodes[node].children]
    if reached < len(gltf.nodes):
        what = f"{len(gltf.nodes) - reached} nodes form a circle of parents and children"
        yield Problem(
            f"{where}: nodes", what, "break the circle: a node cannot be its own ancestor"
        )


def _extents(gltf: Gltf, binary_length: int, where: str) -> Iterator[Problem]:
    """Buffers lie in the binary chunk, views in buffers, accessors in views; none is a bomb."""
    for i, buffer in enumerate(gltf.buffers):
        if buffer.placeholder():
            continue
        here = f"{where}: buffers[{i}]"
        if i > 0:
            yield Problem(here, "is a second buffer, and a GLB has one", "export as one .glb")
        elif not buffer.length <= binary_length <= buffer.length + 3:
            what = f"says {buffer.length} bytes, and the binary chunk has {binary_length}"
            yield Problem(here, what, EXPORT_AGAIN)
    yield from _view_extents(gltf, where)
    unpacked = sum(view.length for view in gltf.views)
    for i, accessor in enumerate(gltf.accessors):
        unpacked += accessor.count * accessor.element_bytes()
        yield from _accessor_extent(gltf, accessor, f"{where}: accessors[{i}]")
    if unpacked > MAX_UNPACKED_BYTES:
        what = f"unpacks to {unpacked >> 20} MiB; at most {MAX_UNPACKED_BYTES >> 20} are read"
        yield Problem(f"{where}: accessors", what, "simplify meshes and shrink textures")


def _view_extents(gltf: Gltf, where: str) -> Iterator[Problem]:
    for i, view in enumerate(gltf.views):
        here, buffer = f"{where}: bufferViews[{i}]", gltf.buffers[view.buffer]
        if view.offset + view.length > buffer.length:
            yield Problem(here, f"reaches beyond buffer {view.buffer}", EXPORT_AGAIN)
        packed = view.compressed()
        if packed is None:
            if buffer.placeholder():
                yield Problem(here, "lies in a buffer that has no bytes", EXPORT_AGAIN)
            continue
        source = gltf.buffers[packed.buffer]
        if source.placeholder() or packed.offset + packed.length > source.length:
            what = f"its compressed bytes reach beyond buffer {packed.buffer}"
            yield Problem(here, what, EXPORT_AGAIN)


def _accessor_extent(gltf: Gltf, accessor: Accessor, here: str) -> Iterator[Problem]:
    size = accessor.element_bytes()
    if accessor.view is None and accessor.sparse is None:
        yield Problem(here, "has no bytes: neither a bufferView nor sparse values", EXPORT_AGAIN)
    if accessor.view is not None:
        stride = gltf.views[accessor.view].stride or size
        end = accessor.offset + stride * (accessor.count - 1) + size
        if end > gltf.views[accessor.view].length:
            what = f"{accessor.count} elements reach beyond bufferView {accessor.view}"
            yield Problem(here, what, EXPORT_AGAIN)
    sparse = accessor.sparse
    if sparse is None:
        return
    ends = (
        (sparse.indices.view, sparse.indices.offset, COMPONENT_BYTES[sparse.indices.component]),
        (sparse.values.view, sparse.values.offset, size),
    )
    if sparse.count > accessor.count or any(
        offset + sparse.count * step > gltf.views[view].length for view, offset, step in ends
    ):
        what = f"{sparse.count} sparse elements reach beyond their place"
        yield Problem(here, what, EXPORT_AGAIN)
