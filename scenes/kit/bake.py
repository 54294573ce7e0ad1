"""Lightmap: packing the charts, the light rig of the bake, Cycles, hole filling, denoising, encoding."""

from __future__ import annotations

import math
from pathlib import Path

import bpy
import numpy as np


def pack(obj, size: int, gap: float = 2.0) -> None:
    """Arrange the charts of the `Lightmap` UV set in the unit square, `gap` texels apart, scale kept equal."""
    bpy.ops.object.select_all(action="DESELECT")
    obj.select_set(True)
    bpy.context.view_layer.objects.active = obj
    obj.data.uv_layers.active = obj.data.uv_layers["Lightmap"]
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.uv.select_all(action="SELECT")
    bpy.ops.uv.pack_islands(margin=gap / size, margin_method="FRACTION", rotate=True, scale=True, shape_method="AABB")
    bpy.ops.object.mode_set(mode="OBJECT")
    obj.data.uv_layers.active = obj.data.uv_layers["UVMap"]
    obj.data.uv_layers["UVMap"].active_render = True


def sky(colour, strength: float) -> None:
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (*colour, 1)
    background.inputs["Strength"].default_value = strength


def area_light(name: str, centre, size, towards, watts: float, colour, spread: float = 180.0, portal: bool = False):
    """A rectangle that shines along `towards`; `size[0]` lies level, `size[1]` at right angles to it (Blender's
    tracking turns a light about its axis so). A portal gives no light: it tells Cycles where the sky comes in."""
    light = bpy.data.lights.new(name, "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", size[0], size[1]
    light.energy, light.color, light.spread = watts, colour, math.radians(spread)
    light.cycles.is_portal = portal
    return _put(light, centre, towards)


def lamp(name: str, centre, radius: float, watts: float, colour):
    """A small ball that shines all around, such as a pendant's globe."""
    light = bpy.data.lights.new(name, "POINT")
    light.energy, light.color, light.shadow_soft_size = watts, colour, radius
    return _put(light, centre, (0, 0, -1))


def sun(towards, strength: float, colour, blur_degrees: float):
    light = bpy.data.lights.new("sun", "SUN")
    light.energy, light.color, light.angle = strength, colour, math.radians(blur_degrees)
    return _put(light, (0, 0, 0), towards)


def unblocked_by(objects, light) -> None:
    """Let the light pass through `objects` as if they were not there."""
    rest = bpy.data.collections.new("blockers")
    for obj in bpy.context.scene.objects:
        if obj.type == "MESH" and obj not in objects:
            rest.objects.link(obj)
    light.light_linking.blocker_collection = rest


def _put(light, centre, towards):
    from mathutils import Vector

    obj = bpy.data.objects.new(light.name, light)
    obj.location = centre
    obj.rotation_euler = Vector(towards).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(obj)
    return obj


def bake(obj, size: int, samples: int, hidden, passes: int = 8):
    """Light on `obj` without its own colour, [size, size, 4] linear; alpha says which texels belong to a chart.

    Yields the mean so far after each of `passes`, so that a long bake can be looked at, or ended, on the way.
    """
    scene = _cycles(max(1, samples // passes))
    image = bpy.data.images.new("lightmap", size, size, float_buffer=True, alpha=True)
    image.colorspace_settings.name = "Linear Rec.709"
    for other in hidden:
        other.hide_render = True
    nodes = [_aim(slot.material, image) for slot in obj.material_slots]
    bends = [_flatten(slot.material) for slot in obj.material_slots]
    bpy.ops.object.select_all(action="DESELECT")
    obj.select_set(True)
    bpy.context.view_layer.objects.active = obj
    total = np.zeros(size * size * 4, np.float32)
    pixels = np.empty_like(total)
    for number in range(1, passes + 1):
        scene.cycles.seed = number
        bpy.ops.object.bake(
            type="DIFFUSE", pass_filter={"DIRECT", "INDIRECT"}, margin=0, use_clear=True, uv_layer="Lightmap"
        )
        image.pixels.foreach_get(pixels)
        total += pixels
        yield (total / number).reshape(size, size, 4)
    for slot, node, bend in zip(obj.material_slots, nodes, bends):
        slot.material.node_tree.nodes.remove(node)
        if bend:
            slot.material.node_tree.links.new(bend, slot.material.node_tree.nodes["Principled BSDF"].inputs["Normal"])


def _cycles(samples: int):
    """The scene, set to render light with so many samples."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.max_bounces, scene.cycles.diffuse_bounces = 6, 4
    scene.cycles.sample_clamp_indirect = 3.0  # fireflies would become blotches
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    return scene


def _aim(material, image):
    node = material.node_tree.nodes.new("ShaderNodeTexImage")
    node.image = image
    material.node_tree.nodes.active = node
    return node


def _flatten(material):
    """Take the normal map away (a lightmap is far coarser, so it would only add noise); returns what to link again."""
    links = material.node_tree.nodes["Principled BSDF"].inputs["Normal"].links
    if not links:
        return None
    socket = links[0].from_socket
    material.node_tree.links.remove(links[0])
    return socket


def known(pixels: np.ndarray) -> np.ndarray:
    """Which texels hold light: those in a chart, but not those buried in furniture, which would bleed out as
    black lines where things meet."""
    return (pixels[..., 3] > 0.5) & (pixels[..., :3].max(axis=2) > 0.004)


def fill(pixels: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Spread the light of the texels in `mask` into all others, so that neither filtering nor mipmaps nor the
    denoiser ever see black next to a chart.

    Near a chart only its own edge counts (otherwise a bright neighbour would show as a line), further off a
    pyramid fills the rest.
    """
    colour, weight = pixels[..., :3] * mask[..., None], mask[..., None].astype(np.float32)
    for _ in range(3):
        colour, weight = _grown(colour, weight)
    levels = [(colour, weight)]
    while levels[-1][1].shape[0] % 2 == 0:
        colour, weight = levels[-1]
        levels.append((_halve(colour), _halve(weight)))
    top, share = levels[-1]
    result = np.where(share > 1e-6, top / np.maximum(share, 1e-6), top.sum((0, 1)) / max(share.sum(), 1e-6))
    for colour, weight in reversed(levels[:-1]):
        coarse = result.repeat(2, axis=0).repeat(2, axis=1)
        known_share = np.clip(weight * 4, 0, 1)
        result = colour / np.maximum(weight, 1e-6) * known_share + coarse * (1 - known_share)
    return result


def spread(pixels: np.ndarray, mask: np.ndarray, reach: int = 5) -> np.ndarray:
    """As `fill`, but for the denoiser: the unknown texels get their neighbours' mean light with as much noise as the
    known ones have. Next to a calm surface it would take the noise of a narrow chart for grain, and keep it."""
    colour, weight = pixels[..., :3] * mask[..., None], mask[..., None].astype(np.float32)
    for axis in (0, 1):
        colour = sum(np.roll(colour, k, axis) for k in range(-reach, reach + 1))
        weight = sum(np.roll(weight, k, axis) for k in range(-reach, reach + 1))
    calm = np.where(mask[..., None], colour / np.maximum(weight, 1e-6), 0)
    ratio = (pixels[..., :3].sum(axis=2) / np.maximum(calm.sum(axis=2), 1e-4))[mask]
    noise = np.random.default_rng(0).choice(ratio, mask.shape)[..., None]
    return np.where(mask[..., None], pixels[..., :3], fill(calm, mask) * noise)


def _grown(colour: np.ndarray, weight: np.ndarray):
    """Give every unknown texel the mean of its known neighbours."""
    total, count = np.zeros_like(colour), np.zeros_like(weight)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            total += np.roll(colour, (dy, dx), axis=(0, 1))
            count += np.roll(weight, (dy, dx), axis=(0, 1))
    new = (weight == 0) & (count > 0)
    return np.where(new, total / np.maximum(count, 1), colour), np.where(new, 1.0, weight).astype(np.float32)


def _halve(a: np.ndarray) -> np.ndarray:
    return (a[0::2, 0::2] + a[1::2, 0::2] + a[0::2, 1::2] + a[1::2, 1::2]) / 4


def smooth(pixels: np.ndarray, tolerance: float = 0.07, levels: int = 4) -> np.ndarray:
    """Even out the faint, wide stains that denoising leaves on plain walls, but keep shadows.

    Edge-avoiding wavelets: each level blurs with taps twice as far apart as the last, and a tap counts
    the less, the more its light differs from the middle's.
    """
    kernel = {0: 0.375, 1: 0.25, 2: 0.0625}
    for level in range(levels):
        step, total, weights = 2**level, np.zeros_like(pixels), np.zeros((*pixels.shape[:2], 1), pixels.dtype)
        middle = pixels.mean(axis=2, keepdims=True)
        for dy in range(-2, 3):
            for dx in range(-2, 3):
                tap = np.roll(pixels, (dy * step, dx * step), axis=(0, 1))
                change = (tap.mean(axis=2, keepdims=True) - middle) / np.maximum(middle, 0.02) / tolerance
                weight = kernel[abs(dx)] * kernel[abs(dy)] * np.exp(-0.5 * change**2)
                total += tap * weight
                weights += weight
        pixels = total / weights
    return pixels


def denoise(pixels: np.ndarray, folder: Path) -> np.ndarray:
    """Open Image Denoise through Blender's compositor; it needs files in between."""
    size = pixels.shape[0]
    source = _as_exr(pixels, folder / "noisy.exr")
    scene = bpy.data.scenes.new("denoise")
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.render.engine, scene.cycles.samples = "CYCLES", 1
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    scene.collection.objects.link(camera)
    scene.camera = camera
    _denoise_nodes(scene, source)
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.view_settings.view_transform = "Raw"
    scene.render.filepath = str(folder / "denoised.exr")
    bpy.ops.render.render(write_still=True, scene=scene.name)
    result = bpy.data.images.load(scene.render.filepath)
    flat = np.empty(size * size * 4, np.float32)
    result.pixels.foreach_get(flat)
    bpy.data.scenes.remove(scene)
    return flat.reshape(size, size, 4)[..., :3]


def _as_exr(pixels: np.ndarray, path: Path):
    size = pixels.shape[0]
    image = bpy.data.images.new("noisy", size, size, float_buffer=True, alpha=False)
    image.colorspace_settings.name = "Linear Rec.709"
    rgba = np.ones((size, size, 4), np.float32)
    rgba[..., :3] = pixels
    image.pixels.foreach_set(rgba.ravel())
    image.update()
    image.filepath_raw, image.file_format = str(path), "OPEN_EXR"
    image.save()
    return bpy.data.images.load(str(path))


def _denoise_nodes(scene, source) -> None:
    group = bpy.data.node_groups.new("denoise", "CompositorNodeTree")
    scene.compositing_node_group = group
    scene.render.use_compositing = True
    group.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
    read = group.nodes.new("CompositorNodeImage")
    read.image = source
    clean = group.nodes.new("CompositorNodeDenoise")
    out = group.nodes.new("NodeGroupOutput")
    group.links.new(read.outputs[0], clean.inputs[0])
    group.links.new(clean.outputs[0], out.inputs[0])


def encode(pixels: np.ndarray, scale: float, path: Path) -> None:
    """Linear light divided by `scale`, through the sRGB curve, 8 bits; first row is UV v = 1.

    Half a step of noise hides the banding that soft gradients on white walls would show.
    """
    from PIL import Image

    x = np.clip(pixels[::-1] / scale, 0, 1)
    curve = np.where(x <= 0.0031308, 12.92 * x, 1.055 * x ** (1 / 2.4) - 0.055)
    curve = curve + np.random.default_rng(0).uniform(-0.5, 0.5, curve.shape) / 255
    Image.fromarray((np.clip(curve, 0, 1) * 255 + 0.5).astype(np.uint8)).save(path, quality=95, method=6)
