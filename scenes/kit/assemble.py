"""Parts become one Blender mesh: one object, one slot for each material, hence one draw call for each."""

from __future__ import annotations

import bpy
import numpy as np

from .materials import Materials, srgb
from .part import Part


def reset() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)


def build_object(name: str, parts: list[Part], materials: Materials, charts: bool = False):
    """Join parts into an object. With `charts` it also gets the second UV set, still to be packed."""
    slots = sorted({p.surface.name for p in parts})
    verts, faces, slot_of, smooth, uv, chart = [], [], [], [], [], []
    base = 0
    for part in parts:
        verts.append(part.verts)
        faces += [tuple(i + base for i in f) for f in part.faces]
        slot_of += [slots.index(part.surface.name)] * len(part.faces)
        smooth += [part.smooth] * len(part.faces)
        uv.append(part.uv)
        chart.append(part.chart * part.weight)
        base += len(part.verts)
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(np.concatenate(verts).tolist(), [], faces)
    for slot in slots:
        mesh.materials.append(materials[slot])
    mesh.polygons.foreach_set("material_index", slot_of)
    mesh.polygons.foreach_set("use_smooth", smooth)
    # a grid far finer than a texel of any picture, so that the numbers compress
    _uv_layer(mesh, "UVMap", np.round(np.concatenate(uv) * 2048) / 2048)
    if charts:
        _uv_layer(mesh, "Lightmap", np.concatenate(chart))
    if any(p.shade is not None or p.tint for p in parts):
        _shade_layer(mesh, parts)
    _round_off(mesh)
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    _weighted_normals(obj)
    return obj


def _uv_layer(mesh, name: str, values: np.ndarray) -> None:
    layer = mesh.uv_layers.new(name=name)
    layer.uv.foreach_set("vector", values.astype(np.float32).ravel())


def _shade_layer(mesh, parts: list[Part]) -> None:
    """Vertex colours: how deep in the foliage a leaf sits, or the colour of a piece of a model."""
    layer = mesh.color_attributes.new("Color", "FLOAT_COLOR", "POINT")
    rgba = np.ones((sum(len(p.verts) for p in parts), 4), np.float32)
    first = 0
    for part in parts:
        rows = slice(first, first + len(part.verts))
        first += len(part.verts)
        if part.tint:
            rgba[rows, :3] = srgb(*part.tint)
        if part.shade is not None:
            rgba[rows, :3] *= part.shade[:, None]
    layer.data.foreach_set("color", rgba.ravel())


def _round_off(mesh) -> None:
    """Shade smooth across chamfers (45 degrees) but keep real edges sharp."""
    mesh.update()
    mesh.set_sharp_from_angle(angle=np.radians(52))


def _weighted_normals(obj) -> None:
    """Let big faces decide the normals at their corners, so that flat sides stay flat next to a chamfer."""
    modifier = obj.modifiers.new("normals", "WEIGHTED_NORMAL")
    modifier.keep_sharp = True
    modifier.mode = "FACE_AREA"
    modifier.weight = 70


def triangles(objects) -> int:
    return sum(len(p.vertices) - 2 for o in objects for p in o.data.polygons)
