"""Hair and headwear on every person: budgets, weights, no skin through the locks, the same every time.

    cd scenes && .venv/bin/python -m unittest tests.people_hair_blender

They need Blender's module, which only this folder's own environment has, and that has no pytest: hence unittest.
"""
# ruff: noqa: PT009

import unittest

import bpy  # noqa: F401  (mathutils comes with it)
import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree
from people import hair, headwear
from people.figures import PEOPLE
from people.hair.scalp import Head, angles
from people.part import Part
from people.skeleton import INDEX

BODIES = {person.id: person.body() for person in PEOPLE}
BUDGET = {"near": 3500, "middle": 320, "far": 60}
COVERING = ("short", "crop", "wavy", "bob", "curls", "bun", "long-tied")


def triangles(parts: list[Part], level: str) -> int:
    return sum(len(face) - 2 for part in parts if level in part.levels for face in part.faces)


class Styles(unittest.TestCase):
    def test_budget_of_every_level(self) -> None:
        for style in set(hair.STYLES) - {"beard"}:
            parts = hair.make(style, BODIES["hana"])
            for level, most in BUDGET.items():
                with self.subTest(style=style, level=level):
                    self.assertGreaterEqual(triangles(parts, level), 20)
                    self.assertLessEqual(triangles(parts, level), most)

    def test_every_style_on_every_head(self) -> None:
        for person, body in BODIES.items():
            for style in hair.STYLES:
                for part in hair.make(style, body):
                    with self.subTest(person=person, part=part.name):
                        self.assertTrue(np.isfinite(part.vertices).all())
                        np.testing.assert_allclose(part.weights.sum(axis=1), 1)
                        self.assertGreaterEqual(part.shade.min(), 0)
                        self.assertLess(max(i for face in part.faces for i in face), len(part.vertices))
                        away = np.linalg.norm(part.vertices - body.joint("head"), axis=1)
                        self.assertLess(away.max(), 0.42)

    def test_no_skin_shows_on_crown_and_back(self) -> None:
        """A ray from outside meets hair before skin, at every level."""
        body = BODIES["kenji"]
        head = Head(body)
        for style in COVERING:
            made = hair.make(style, body)
            for level in BUDGET:
                trees = [
                    BVHTree.FromPolygons(part.vertices.tolist(), part.faces) for part in made if level in part.levels
                ]
                for azimuth in np.radians([120, 150, 180, 210, 240]):
                    for elevation in np.radians([5, 25, 45, 65, 85]):
                        skin = head.point(np.array([azimuth]), np.array([elevation]))[0]
                        out = (skin - head.centre) / np.linalg.norm(skin - head.centre)
                        start, way = Vector(skin + out * 0.1), Vector(-out)
                        with self.subTest(style=style, level=level, azimuth=azimuth, elevation=elevation):
                            self.assertTrue(any(tree.ray_cast(start, way, 0.1)[0] is not None for tree in trees))

    def test_a_bob_leaves_the_eyes_free(self) -> None:
        body = BODIES["mei"]
        for part in hair.make("bob", body):
            for eye in (body.joint("leftEye"), body.joint("rightEye")):
                before = part.vertices[part.vertices[:, 2] < eye[2] + 0.005]
                self.assertTrue((np.linalg.norm((before - eye)[:, :2], axis=1) > 0.012).all(), part.name)

    def test_the_same_every_time(self) -> None:
        first, second = (hair.make("short", BODIES["kenji"]) for _ in range(2))
        for a, b in zip(first, second, strict=True):
            np.testing.assert_array_equal(a.vertices, b.vertices)

    def test_a_beard_moves_with_the_jaw(self) -> None:
        (part,) = hair.make("beard", BODIES["ravi"])
        self.assertGreater(part.weights[:, INDEX["jaw"]].max(), 0.8)


class Headwear(unittest.TestCase):
    def test_a_headscarf_leaves_the_face_and_hides_the_ears(self) -> None:
        body = BODIES["aisha"]
        worn = headwear.make("headscarf", body)
        hidden = {i for face in worn.hidden for i in body.base.faces[face]}
        seen = {i for face in set(body.faces_of("body")) - worn.hidden for i in body.base.faces[face]}
        eye = body.joint("leftEye")
        close = [i for i in body.of("body") if np.linalg.norm(body.vertices[i] - eye) < 0.03]
        self.assertFalse(set(close) & hidden)
        azimuth, _ = angles(body.vertices - Head(body).centre)
        behind = [
            i for i in body.of("body") if abs(body.vertices[i, 1] - eye[1]) < 0.02 and 1.75 < abs(azimuth[i]) < 2.2
        ]
        self.assertGreater(len(behind), 10)
        self.assertFalse(set(behind) & seen)

    def test_glasses_stand_before_the_eyes_and_reach_the_ears(self) -> None:
        body = BODIES["david"]
        (part,) = headwear.make("glasses", body).parts
        self.assertLess(part.vertices[:, 2].min(), body.joint("leftEye")[2] - 0.01)
        self.assertGreater(part.vertices[:, 2].max(), Head(body).marks.ear_front[2])
        self.assertAlmostEqual(part.vertices[:, 0].min() + part.vertices[:, 0].max(), 0, places=3)


if __name__ == "__main__":
    unittest.main()
