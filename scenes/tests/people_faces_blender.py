"""Faces and bodies: lids close over the eyes, both sides are alike, a beard leaves the lips free, hollows are darker.

cd scenes && .venv/bin/python -m unittest tests.people_faces_blender
"""
# ruff: noqa: PT009

import unittest

import numpy as np
from people import face, hair, shade
from people.assemble import four_joints
from people.body import Body
from people.figures import PEOPLE, figure
from people.garments.mesh import Mesh
from people.part import Part
from people.skeleton import INDEX, NAMES

CLOSING = -0.6  # radians about X, as the contract says


def closed(body: Body, points: np.ndarray, weights: np.ndarray, side: str) -> np.ndarray:
    """The points when this lid is turned to close."""
    bind = body.bind()[INDEX[f"{side}UpperEyelid"]]
    turn = np.eye(4)
    turn[1:3, 1:3] = [[np.cos(CLOSING), -np.sin(CLOSING)], [np.sin(CLOSING), np.cos(CLOSING)]]
    moved = np.c_[points, np.ones(len(points))] @ (bind @ turn @ np.linalg.inv(bind)).T
    share = weights[:, [INDEX[f"{side}UpperEyelid"]]]
    return points * (1 - share) + moved[:, :3] * share


class Faces(unittest.TestCase):
    def test_lids_close(self) -> None:
        for person in PEOPLE:
            body = person.body()
            which = body.of("body")
            lid = which[body.weights[which, INDEX["leftUpperEyelid"]] > 0.8]
            with self.subTest(person=person.id):
                self.assertGreater(len(lid), 5)
                eye = body.joint("leftEye")[1]
                open_lid = body.vertices[lid]
                shut = closed(body, open_lid, body.weights[lid], "left")
                rim = np.argsort(open_lid[:, 2])[:6]  # what is in front of the eye
                self.assertGreater(open_lid[rim, 1].mean(), eye)
                self.assertLess(shut[:, 1].min(), eye - 0.002)

    def test_left_and_right_joints_are_alike(self) -> None:
        for person in PEOPLE:
            joints = person.body().joints
            for i, name in enumerate(NAMES):
                if name.startswith("left"):
                    other = joints[INDEX[name.replace("left", "right")]]
                    np.testing.assert_allclose(joints[i] * [-1, 1, 1], other, atol=1e-9, err_msg=f"{person.id} {name}")

    def test_people_are_of_different_heights(self) -> None:
        heights = {round(person.body().height, 2) for person in PEOPLE}
        self.assertGreaterEqual(len(heights), 8)
        self.assertGreater(max(heights) - min(heights), 0.15)

    def test_four_joints_hold_nearly_all_of_the_weight(self) -> None:
        body = figure("mei").body()
        which, strong = four_joints(body.weights[body.of("body")])
        np.testing.assert_allclose(strong.sum(axis=1), 1)
        kept = np.take_along_axis(body.weights[body.of("body")], which, axis=1).sum(axis=1)
        self.assertGreater(np.percentile(kept, 1), 0.9)


class Beard(unittest.TestCase):
    def test_it_leaves_lips_and_eyes_free(self) -> None:
        body = figure("ravi").body()
        (made,) = hair.make("beard", body)
        lips = np.flatnonzero(face.mask("lips", np.arange(len(body.vertices))) > 0.9)
        lips = lips[np.isin(lips, body.of("body"))]
        near = np.linalg.norm(made.vertices[None] - body.vertices[lips][:, None], axis=2).min(axis=1)
        self.assertGreater(np.median(near), 0.002)
        self.assertLess(made.vertices[np.abs(made.vertices[:, 0]) < 0.04, 1].max(), body.joint("leftEye")[1] - 0.02)

    def test_it_lies_on_the_skin(self) -> None:
        body = figure("ravi").body()
        (made,) = hair.make("beard", body)
        skin = body.vertices[body.of("body")]
        away = np.linalg.norm(made.vertices[:, None] - skin[None], axis=2).min(axis=1)
        self.assertLess(away.max(), 0.012)


def plate(name: str, height: float, facing: int) -> Part:
    """A square of 0.2 m at this height; looks up (1) or down (-1)."""
    side = np.linspace(-0.1, 0.1, 9)
    x, z = np.meshgrid(side, side)
    points = np.stack([x.ravel(), np.full(81, height), z.ravel()], axis=1)
    quads = [[r * 9 + c, (r + 1) * 9 + c, (r + 1) * 9 + c + 1, r * 9 + c + 1] for r in range(8) for c in range(8)]
    if Mesh(points, quads).normals()[0, 1] * facing < 0:
        quads = [quad[::-1] for quad in quads]
    return Part(name, points, quads, ["top"] * 64, np.zeros((81, len(NAMES))))


class Shade(unittest.TestCase):
    def test_what_stands_free_keeps_its_light(self) -> None:
        (made,) = shade.occluded([plate("floor", 0, 1)], ("near",))
        np.testing.assert_allclose(made.shade, 1)

    def test_what_is_covered_is_dark_and_the_middle_darker_than_the_rim(self) -> None:
        floor, _ = shade.occluded([plate("floor", 0, 1), plate("roof", 0.03, -1)], ("near",))
        middle, rim = floor.shade[40, 0], floor.shade[0, 0]
        self.assertLess(middle, 0.6)
        self.assertGreater(rim, middle + 0.1)

    def test_a_part_of_another_level_casts_nothing(self) -> None:
        roof = plate("roof", 0.03, -1)
        roof.levels = ("far",)
        floor = plate("floor", 0, 1)
        floor.levels = ("near",)
        made, _ = shade.occluded([floor, roof], ("near", "far"))
        np.testing.assert_allclose(made.shade, 1)


if __name__ == "__main__":
    unittest.main()
