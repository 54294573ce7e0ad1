"""Blender materials in the shape that glTF can carry: one Principled node and at most three pictures."""

from __future__ import annotations

import bpy
import numpy as np


def srgb(r: int, g: int, b: int) -> tuple[float, float, float]:
    """The linear colour that Blender and glTF want, from the 0..255 values that a designer names."""
    v = np.array([r, g, b]) / 255
    return tuple(float(x) for x in np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4))


def picture(name: str, pixels: np.ndarray, colour: bool = True):
    """An array [rows from the top, columns, 3 or 4] as a packed image."""
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(name, width, height, alpha=pixels.shape[2] == 4)
    image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
    rgba = np.ones((height, width, 4), np.float32)
    rgba[..., : pixels.shape[2]] = np.clip(pixels[::-1], 0, 1)
    image.pixels.foreach_set(rgba.ravel())
    image.update()
    image.pack()
    return image


class Materials:
    """Makes materials by name and finds them again; a name is made once."""

    def __init__(self) -> None:
        self._made: dict[str, bpy.types.Material] = {}

    def __getitem__(self, name: str) -> bpy.types.Material:
        return self._made[name]

    def add(
        self,
        name: str,
        colour=(0.8, 0.8, 0.8),
        rough: float = 0.5,
        metal: float = 0.0,
        image=None,
        rough_image=None,
        normal_image=None,
        emit=None,
        emit_strength: float = 1.0,
        alpha: float = 1.0,
        alpha_image: bool = False,
        brand: str | None = None,
        two_sided: bool = False,
    ) -> str:
        material = bpy.data.materials.new(name)
        material.use_nodes = True
        material.use_backface_culling = not two_sided
        tree = material.node_tree
        shader = tree.nodes["Principled BSDF"]
        shader.inputs["Base Color"].default_value = (*colour, 1)
        shader.inputs["Roughness"].default_value = rough
        shader.inputs["Metallic"].default_value = metal
        if image:
            self._colour_image(tree, shader, image, colour)
        if rough_image:
            self._rough_image(tree, shader, rough_image)
        if normal_image:
            self._normal_image(tree, shader, normal_image)
        if emit:
            shader.inputs["Emission Color"].default_value = (*emit, 1)
            shader.inputs["Emission Strength"].default_value = emit_strength
        if alpha_image and image:
            node = next(n for n in tree.nodes if n.type == "TEX_IMAGE" and n.image == image)
            tree.links.new(node.outputs["Alpha"], shader.inputs["Alpha"])
            material.surface_render_method = "BLENDED"
        if alpha < 1:
            shader.inputs["Alpha"].default_value = alpha
            material.surface_render_method = "BLENDED"
        if brand:
            material["vbranch"] = {"brand": brand}
        self._made[name] = material
        return name

    def glow_picture(self, name: str, image) -> None:
        """Let a material shine with a picture, such as a screen."""
        tree = self._made[name].node_tree
        node = self._image_node(tree, image)
        tree.links.new(node.outputs["Color"], tree.nodes["Principled BSDF"].inputs["Emission Color"])

    @staticmethod
    def _image_node(tree, image):
        uv = tree.nodes.new("ShaderNodeUVMap")
        uv.uv_map = "UVMap"
        node = tree.nodes.new("ShaderNodeTexImage")
        node.image = image
        tree.links.new(uv.outputs["UV"], node.inputs["Vector"])
        return node

    def _colour_image(self, tree, shader, image, colour) -> None:
        """Picture times colour: the one product that glTF knows as base colour factor."""
        node = self._image_node(tree, image)
        mix = tree.nodes.new("ShaderNodeMix")
        mix.data_type, mix.blend_type = "RGBA", "MULTIPLY"
        mix.inputs["Factor"].default_value = 1.0
        inputs = [s for s in mix.inputs if s.type == "RGBA"]
        inputs[1].default_value = (*colour, 1)
        tree.links.new(node.outputs["Color"], inputs[0])
        output = next(s for s in mix.outputs if s.type == "RGBA")
        tree.links.new(output, shader.inputs["Base Color"])

    def _rough_image(self, tree, shader, image) -> None:
        node = self._image_node(tree, image)
        split = tree.nodes.new("ShaderNodeSeparateColor")
        tree.links.new(node.outputs["Color"], split.inputs["Color"])
        tree.links.new(split.outputs["Green"], shader.inputs["Roughness"])

    def _normal_image(self, tree, shader, image) -> None:
        node = self._image_node(tree, image)
        bend = tree.nodes.new("ShaderNodeNormalMap")
        bend.uv_map = "UVMap"
        tree.links.new(node.outputs["Color"], bend.inputs["Color"])
        tree.links.new(bend.outputs["Normal"], shader.inputs["Normal"])
