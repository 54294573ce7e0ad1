"""Motion sheets for whoever makes clips: moments of a clip side by side, drawn on the plain reference body.

    python -m people.clips.sheet out.png walk wave ... [--frames 10] [--turn 45]

A draft: flat-shaded faces painted from back to front, so that a clip is seen within seconds.
"""

import argparse
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from people.clips.build import CLIPS
from people.clips.rig import Pose
from people.reference import reference_body

CELL = (190, 300)
METRE_PX = 150.0
LIGHT = np.array([-0.35, 0.75, 0.55])
HIDDEN = "helper", "joint"


@lru_cache(maxsize=1)
def _figure() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Vertices, faces, weights and inverse binds of the reference body."""
    body = reference_body()
    faces = [f for f, g in zip(body.base.faces, body.base.groups, strict=True) if not g.startswith(HIDDEN)]
    quads = np.array([[*f, f[-1]][:4] for f in faces])
    return body.vertices, quads, body.weights, np.linalg.inv(body.bind())


def matrices(pose: Pose) -> np.ndarray:
    """(J, 4, 4) of all joints in the figure's frame."""
    rotations, places = pose.world()
    x, y, z, w = rotations.T
    made = np.zeros((len(rotations), 4, 4))
    made[:, 0, :3] = np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], axis=1)
    made[:, 1, :3] = np.stack([2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], axis=1)
    made[:, 2, :3] = np.stack([2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], axis=1)
    made[:, :3, 3] = places
    made[:, 3, 3] = 1
    return made


def skinned(pose: Pose) -> np.ndarray:
    """The reference body's vertices in this pose."""
    vertices, _, weights, unbind = _figure()
    each = (matrices(pose) @ unbind)[:, :3]
    whole = np.concatenate([vertices, np.ones((len(vertices), 1))], axis=1)
    return np.einsum("vj,jab,vb->va", weights, each, whole, optimize=True)


def picture(pose: Pose, degrees: float, zoom: float = 1.0, centre: float = 0.88) -> Image.Image:
    """The body seen from `degrees` beside its front (positive: from its left)."""
    turn = np.radians(180 - degrees)
    view = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    points = skinned(pose) @ view.T
    corners = points[_figure()[1]]
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12
    scale = METRE_PX * zoom
    flat = np.stack([CELL[0] / 2 + corners[..., 0] * scale, CELL[1] / 2 - (corners[..., 1] - centre) * scale], axis=-1)
    tone = (70 + 165 * np.clip(normals @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)).astype(int)
    made = Image.new("RGB", CELL, (36, 40, 48))
    draw = ImageDraw.Draw(made)
    floor = CELL[1] / 2 + centre * scale
    draw.line([(0, floor), (CELL[0], floor)], fill=(90, 96, 104))
    for i in np.argsort(corners[..., 2].mean(axis=1)):
        if normals[i, 2] > 0:
            draw.polygon([tuple(p) for p in flat[i]], fill=(tone[i], int(tone[i] * 0.93), int(tone[i] * 0.86)))
    return made


def sheet(names: list[str], frames: int, degrees: float, zoom: float, centre: float) -> Image.Image:
    """A row for each clip."""
    made = Image.new("RGB", (CELL[0] * frames, CELL[1] * len(names)))
    for row, name in enumerate(names):
        play, duration, traits = CLIPS[name]
        last = frames if traits.get("loop") else frames - 1
        for i in range(frames):
            cell = picture(play(duration * i / last), degrees, zoom, centre)
            ImageDraw.Draw(cell).text((4, 4), f"{name} {duration * i / last:.2f}", fill=(255, 255, 255))
            made.paste(cell, (CELL[0] * i, CELL[1] * row))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("clips", nargs="+", choices=CLIPS)
    parser.add_argument("--frames", type=int, default=10)
    parser.add_argument("--turn", type=float, default=40)
    parser.add_argument("--zoom", type=float, default=1.0)
    parser.add_argument("--centre", type=float, default=0.88)
    got = parser.parse_args()
    sheet(got.clips, got.frames, got.turn, got.zoom, got.centre).save(got.out)


if __name__ == "__main__":
    main()
