"""Garments on bodies: every outfit fits stout and slim people, both sides are alike, and the skin below is hidden.

    cd scenes && .venv/bin/python -m unittest tests.people_garments_blender

They need Blender's module, which only this folder's own environment has, and that has no pytest: hence unittest.
"""
# ruff: noqa: PT009

import unittest

import numpy as np
from people.body import Body, macros, make_body
from people.garments import dress
from people.garments.cloth import form
from people.garments.mesh import Mesh, clip, grid, hem, smooth
from people.garments.outfits import OUTFITS
from people.part import ZONES

TRIANGLES = 9_500


def _body(sex: str, weight: float) -> Body:
    kin = {"asian": 1 / 3, "african": 1 / 3, "caucasian": 1 / 3}
    return make_body(macros(sex=sex, race=kin, age=0.2, weight=weight, muscle=0, height=0), 1.7)


BODIES = {"stout man": _body("male", 0.7), "slim woman": _body("female", -0.4)}


class Outfits(unittest.TestCase):
    def test_every_outfit_on_every_build(self) -> None:
        for name, body in BODIES.items():
            for outfit in OUTFITS:
                with self.subTest(outfit=outfit, body=name):
                    parts = dress(outfit, body).parts
                    self.assertLessEqual(sum(len(f) - 2 for p in parts for f in p.faces), TRIANGLES)
                    for p in parts:
                        self.assertTrue(np.isfinite(p.vertices).all(), p.name)
                        self.assertEqual(len(p.zones), len(p.faces))
                        self.assertLessEqual(set(p.zones), set(ZONES))
                        np.testing.assert_allclose(p.weights.sum(axis=1), 1, atol=1e-6)
                        self.assertGreater(p.vertices[:, 1].min(), -0.002)

    def test_cloth_stays_outside_the_skin(self) -> None:
        for name, body in BODIES.items():
            skin = form(body).skin
            for outfit in ("knit", "shirt", "suit"):
                for p in dress(outfit, body).parts:
                    if p.name not in ("top", "trousers", "jacket"):
                        continue
                    inside = 0
                    for v in p.vertices:
                        hit, normal, _, away = skin.find_nearest(v)
                        inside += v[1] > 0.09 and away > 0.006 and (v - np.array(hit)) @ np.array(normal) < 0
                    self.assertLess(inside / len(p.vertices), 0.02, f"{outfit} {p.name} on {name}")

    def test_what_is_worn_hides_the_skin_below_it_and_no_more(self) -> None:
        body = BODIES["slim woman"]
        hidden = dress("suit", body).hidden
        middle = {i: body.vertices[body.base.faces[i]].mean(axis=0) for i in body.faces_of("body")}
        head = {i for i, p in middle.items() if p[1] > body.joint("head")[1] + 0.02}
        belly = {i for i, p in middle.items() if abs(p[0]) < 0.08 and abs(p[1] - body.joint("spine")[1]) < 0.03}
        self.assertFalse(hidden & head)
        self.assertTrue(belly)
        self.assertLessEqual(belly, hidden)

    def test_a_skirt_shows_the_knees(self) -> None:
        body = BODIES["slim woman"]
        shin = body.joint("leftLowerLeg")[1] - 0.12
        middle = {i: body.vertices[body.base.faces[i]].mean(axis=0)[1] for i in body.faces_of("body")}
        calves = {i for i, y in middle.items() if abs(y - shin) < 0.04}
        self.assertFalse(dress("dress", body).hidden & calves)

    def test_left_and_right_are_alike(self) -> None:
        for p in dress("knit", BODIES["slim woman"]).parts:
            if p.name in ("top", "trousers"):
                ends = p.vertices[:, 0].min() + p.vertices[:, 0].max()
                self.assertAlmostEqual(ends, 0, delta=0.002)


class Tailoring(unittest.TestCase):
    def setUp(self) -> None:
        x, y = np.meshgrid(np.linspace(0, 1, 8), np.linspace(0, 1, 8))
        self.cloth = grid(np.stack([x, y, np.zeros_like(x)], axis=-1))

    def test_a_cut_is_straight(self) -> None:
        line = 0.53
        cut = clip(self.cloth, line - self.cloth.vertices[:, 0] - 0.2 * self.cloth.vertices[:, 1])
        field = line - cut.vertices[:, 0] - 0.2 * cut.vertices[:, 1]
        self.assertGreater(field.min(), -1e-9)
        self.assertGreater((np.abs(field) < 1e-9).sum(), 7)
        self.assertLess(len(cut.vertices), len(self.cloth.vertices))

    def test_a_hem_is_thick_and_closed_all_round(self) -> None:
        made = hem(self.cloth, 0.01, 0.05)
        self.assertAlmostEqual(np.ptp(made.vertices[:, 2]), 0.013, places=6)
        self.assertEqual(len(made.faces), 49 + 2 * 28)

    def test_smoothing_keeps_pinned_places(self) -> None:
        bumpy = self.cloth.vertices + [0, 0, 1] * np.random.default_rng(1).random((64, 1))
        pinned = np.zeros(64, bool)
        pinned[27] = True
        made = smooth(Mesh(bumpy, self.cloth.faces), 5, 0.5, pinned)
        np.testing.assert_array_equal(made.vertices[27], bumpy[27])
        self.assertLess(made.vertices[:, 2].std(), bumpy[:, 2].std() * 0.7)


if __name__ == "__main__":
    unittest.main()
