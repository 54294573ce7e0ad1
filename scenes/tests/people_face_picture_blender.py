"""The picture of a face: it lies on the face alone, its edges are bare, brows and lips are where the features are.

cd scenes && .venv/bin/python -m unittest tests.people_face_picture_blender
"""
# ruff: noqa: PT009

import unittest

import numpy as np
from people import face, face_picture
from people.assemble import skin
from people.figures import figure


class Picture(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.person = figure("mei")
        cls.body = cls.person.body()
        cls.picture = np.asarray(face_picture.paint(cls.person, cls.body), float) / 255

    def at(self, vertex: int) -> np.ndarray:
        """The colour that a vertex of the body takes."""
        column, row = (face_picture.uvs(np.array([vertex]))[0] * face_picture.SIZE).astype(int)
        return self.picture[row, column]

    def nearest(self, place: np.ndarray) -> int:
        shown = np.unique(face_picture.sheet().corners)
        return int(shown[np.argmin(((self.body.vertices[shown] - place) ** 2).sum(axis=1))])

    def test_what_is_not_face_is_bare_skin(self) -> None:
        for vertex in self.body.of("body"):
            if self.body.vertices[vertex, 1] < self.body.joint("upperChest")[1]:
                self.assertGreater(self.at(vertex).min(), 0.99)

    def test_no_triangle_sweeps_over_the_face_from_outside(self) -> None:
        part = skin(self.body, set())
        shown = {tuple(self.body.vertices[v]) for v in np.unique(face_picture.sheet().corners)}
        for corners in part.faces:
            inside = [tuple(part.vertices[i]) in shown for i in corners]
            low = part.vertices[corners, 1].max() < self.body.joint("leftEye")[1] - 0.13
            if low and any(inside) and not all(inside):
                middle = part.uvs[corners].mean(axis=0)
                self.assertGreater(np.abs(middle - 0.5).max(), 0.3)

    def test_its_edges_are_without_paint(self) -> None:
        for edge in (self.picture[0], self.picture[-1], self.picture[:, 0], self.picture[:, -1]):
            self.assertGreater(edge.min(), 0.99)

    def test_lips_are_red_and_brows_dark_on_both_sides(self) -> None:
        lips = np.flatnonzero(face.mask("lips", np.arange(len(self.body.vertices))) > 0.9)
        lips = lips[np.isin(lips, np.unique(face_picture.sheet().corners))]
        red = np.array([self.at(v) for v in lips]).mean(axis=0)
        self.assertGreater(red[0], red[1] + 0.08)
        half = face_picture.SIZE // 2
        above = self.picture[int(0.25 * 2 * half) : int(0.4 * 2 * half)].mean(axis=2)
        for side in (above[:, :half], above[:, half:]):
            self.assertGreater((side < 0.6).sum(), 200)

    def test_the_line_of_the_lashes_is_dark(self) -> None:
        for upper, _ in face_picture.lids(self.body):
            middle = (self.body.joint("leftEye") + self.body.joint("rightEye")) / 2
            edge = self.nearest(middle + upper[len(upper) // 2] / 1000)
            self.assertLess(self.at(edge).mean(), 0.6)

    def test_it_is_small(self) -> None:
        self.assertLess(len(face_picture.encoded(face_picture.paint(self.person, self.body))), 24_000)


class Eyes(unittest.TestCase):
    def test_they_look_at_the_middle_of_what_the_lids_leave_open(self) -> None:
        for name in ("mei", "david", "amara"):
            body = figure(name).body()
            ball = face.eyeball(body, "left", "#5a3a22")
            high, low = face.opening(body, "left")
            pupil = ball.vertices[0, 1] - body.joint("leftEye")[1]
            self.assertGreater(high, pupil, name)
            self.assertGreater(pupil, low, name)
            self.assertAlmostEqual(pupil, (high + low) / 2, delta=0.0015)

    def test_a_glint_lies_before_the_iris(self) -> None:
        body = figure("mei").body()
        ball = face.eyeball(body, "right", "#3a2417")
        away = np.linalg.norm(ball.vertices - body.joint("rightEye"), axis=1)
        self.assertTrue((away[-6:] > away[:-6].max()).all())
        self.assertTrue((ball.shade[-6:] == 1).all())


if __name__ == "__main__":
    unittest.main()
