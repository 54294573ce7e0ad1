"""Pictures of a person for whoever makes one: parts or a whole figure, from several sides, in a bright room's light.

    python -m people.preview <person> out.png [front side three-quarter back face ...] [--size 360]

`render(parts, out, views=..., colours=...)` does the same for any parts. Blender's Cycles on the processor; drafts
only.
"""

import argparse
import tempfile
from pathlib import Path

import bpy
import numpy as np
from mathutils import Vector
from PIL import Image

from people.part import ZONES, Part

COLOURS = {
    "skin": "#c68f6f", "hair": "#2b2320", "top": "#33415c", "bottom": "#3b3a40", "shoes": "#2a2523", "shirt": "#eceae4",
    "accent": "#a6343f", "eye": "#ffffff", "dark": "#1b1b1d", "light": "#e9e6df",
}  # fmt: skip
ROUGHNESS = {"skin": 0.5, "hair": 0.45, "eye": 0.08, "shoes": 0.35, "accent": 0.6, "dark": 0.5, "light": 0.5}
# Where the camera stands (degrees about the person), at what part of the height it looks, how much it sees of it.
VIEWS = {
    "front": (0, 0.5, 1.12), "side": (90, 0.5, 1.12), "three-quarter": (35, 0.5, 1.12), "back": (180, 0.5, 1.12),
    "bust": (20, 0.86, 0.42), "face": (0, 0.93, 0.2), "face-quarter": (38, 0.93, 0.2), "face-side": (90, 0.93, 0.2),
    "face-back": (180, 0.93, 0.2), "above": (25, 0.95, 0.22), "torso": (0, 0.68, 0.5), "torso-quarter": (40, 0.68, 0.5),
    "legs": (20, 0.27, 0.6), "feet": (35, 0.06, 0.22), "hand": (60, 0.52, 0.2),
}  # fmt: skip
ELEVATION = {"above": 40, "feet": 25, "face": -1}
DEFAULT_VIEWS = ("front", "side", "three-quarter", "face")


def linear(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` -> linear light."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return tuple(float(x) for x in np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4))


def to_blender(points: np.ndarray) -> np.ndarray:
    """y up, looking along -Z -> z up, looking along -Y."""
    return np.stack([-points[..., 0], points[..., 2], points[..., 1]], axis=-1)


def _material(zone: str, colours: dict[str, str], roughness: dict[str, float], picture: Path | None):
    material = bpy.data.materials.new(zone)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    bsdf = nodes["Principled BSDF"]
    bsdf.inputs["Roughness"].default_value = roughness.get(zone, 0.85)
    shade = nodes.new("ShaderNodeVertexColor")
    shade.layer_name = "Shade"
    product = _times(nodes, links, shade.outputs["Color"])
    product.inputs["B"].default_value = (*linear(colours[zone]), 1)
    last = product.outputs["Result"]
    if picture is not None:
        image = nodes.new("ShaderNodeTexImage")
        image.image = bpy.data.images.load(str(picture), check_existing=True)
        more = _times(nodes, links, last)
        links.new(image.outputs["Color"], more.inputs["B"])
        last = more.outputs["Result"]
    links.new(last, bsdf.inputs["Base Color"])
    return material


def _times(nodes, links, colour):
    made = nodes.new("ShaderNodeMix")
    made.data_type, made.blend_type = "RGBA", "MULTIPLY"
    made.inputs["Factor"].default_value = 1
    for socket in made.inputs:
        socket.enabled = True
    mixed = _Sockets(made)
    links.new(colour, mixed.inputs["A"])
    return mixed


class _Sockets:
    """The colour sockets of a mix node, whose names stand several times in it."""

    def __init__(self, node) -> None:
        self.inputs = {s.name: s for s in node.inputs if s.type == "RGBA"}
        self.outputs = {s.name: s for s in node.outputs if s.type == "RGBA"}


def _add(part: Part, materials: dict[str, object]) -> None:
    mesh = bpy.data.meshes.new(part.name)
    mesh.from_pydata(to_blender(np.asarray(part.vertices, float)).tolist(), [], [list(map(int, f)) for f in part.faces])
    names = sorted(set(part.zones))
    for name in names:
        mesh.materials.append(materials[name])
    mesh.polygons.foreach_set("material_index", [names.index(z) for z in part.zones])
    mesh.polygons.foreach_set("use_smooth", [part.smooth] * len(part.faces))
    shade = np.ones((len(part.vertices), 4), np.float32)
    if part.shade is not None:
        shade[:, :3] = np.asarray(part.shade).reshape(len(part.vertices), -1)
    layer = mesh.color_attributes.new("Shade", "FLOAT_COLOR", "POINT")
    layer.data.foreach_set("color", shade.ravel())
    if part.uvs is not None:
        corners = np.array([i for f in part.faces for i in f])
        uvs = np.asarray(part.uvs, np.float32)[corners] * [1, -1] + [0, 1]
        mesh.uv_layers.new(name="UVMap").uv.foreach_set("vector", uvs.astype(np.float32).ravel())
    mesh.update()
    bpy.context.scene.collection.objects.link(bpy.data.objects.new(part.name, mesh))


def _studio(samples: int) -> None:
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = True
    scene.cycles.max_bounces = 4
    scene.render.use_persistent_data = True
    scene.view_settings.view_transform = "Khronos PBR Neutral"
    world = bpy.data.worlds.new("room")
    scene.world = world
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs[0].default_value = (0.80, 0.82, 0.85, 1)
    world.node_tree.nodes["Background"].inputs[1].default_value = 0.55
    for at, power, size in (((2.2, -2.6, 3.2), 90, 1.6), ((-2.6, -2.2, 2.4), 40, 2.2), ((-0.6, 2.6, 2.8), 50, 1.5)):
        light = bpy.data.lights.new("lamp", "AREA")
        light.energy, light.size = power, size
        lamp = bpy.data.objects.new("lamp", light)
        lamp.location = at
        lamp.rotation_euler = (Vector((0, 0, 1.2)) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(lamp)


def _shoot(view: str, height: float, middle: np.ndarray, size: int, out: Path) -> None:
    turn, at, seen = VIEWS[view]
    scene = bpy.context.scene
    lens = bpy.data.cameras.new("camera")
    camera = bpy.data.objects.new("camera", lens)
    scene.collection.objects.link(camera)
    lens.sensor_fit, lens.sensor_height, lens.lens = "VERTICAL", 24, 70
    extent = height * seen
    away = extent / 2 / (12 / 70)
    angle, up = np.radians(turn), np.radians(ELEVATION.get(view, 4))
    focus = np.array([middle[0], middle[1], height * at])
    place = focus + away * np.array([np.sin(angle) * np.cos(up), -np.cos(angle) * np.cos(up), np.sin(up)])
    camera.location = place
    camera.rotation_euler = (Vector(focus) - Vector(place)).to_track_quat("-Z", "Y").to_euler()
    scene.camera = camera
    wide = seen > 0.4
    scene.render.resolution_x = int(size * (0.62 if wide else 0.8))
    scene.render.resolution_y = size
    scene.render.filepath = str(out)
    bpy.ops.render.render(write_still=True)


def render(parts: list[Part], out: Path | str, views=DEFAULT_VIEWS, colours: dict[str, str] | None = None, *,
           picture: Path | str | None = None, roughness: dict[str, float] | None = None, size: int = 480,
           samples: int = 16, height: float | None = None) -> None:  # fmt: skip
    """One picture of all `views` side by side. `picture` multiplies where a part has UVs."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    _studio(samples)
    tones = COLOURS | (colours or {})
    image = Path(picture).resolve() if picture else None
    materials = {True: {}, False: {}}
    for mapped in (True, False):
        for zone in ZONES:
            rough = ROUGHNESS | (roughness or {})
            materials[mapped][zone] = _material(zone, tones, rough, image if mapped else None)
    for part in parts:
        _add(part, materials[part.uvs is not None])
    tall = height or float(max(np.max(p.vertices[:, 1]) for p in parts))
    head = to_blender(np.array([[0, 0, 0.0]]))[0]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{i}.png" for i in range(len(views))]
        for view, file in zip(views, files):
            _shoot(view, tall, head, size, file)
        join([Image.open(f).convert("RGB") for f in files], Path(out))


def join(images: list[Image.Image], out: Path) -> None:
    """Pictures side by side."""
    sheet = Image.new("RGB", (sum(i.width for i in images), max(i.height for i in images)))
    x = 0
    for image in images:
        sheet.paste(image, (x, 0))
        x += image.width
    sheet.save(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("person")
    parser.add_argument("out", type=Path)
    parser.add_argument("views", nargs="*", default=list(DEFAULT_VIEWS))
    parser.add_argument("--size", type=int, default=480)
    parser.add_argument("--samples", type=int, default=16)
    said = parser.parse_args()
    from people.assemble import parts_of
    from people.face_picture import paint
    from people.figures import figure

    person = figure(said.person)
    body = person.body()
    parts = [part for part in parts_of(person, body) if "near" in part.levels]
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "face.png"
        paint(person, body).save(picture)
        render(parts, said.out, said.views, person.own_colours(), size=said.size, samples=said.samples,
               picture=picture, height=body.height)  # fmt: skip


if __name__ == "__main__":
    main()
