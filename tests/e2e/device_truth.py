"""Where the emulated device itself holds a controller, and where others see the hand.

Both are told from the head. Nothing of the page's own reckoning is in the first, so that a fault of
the page shows as a difference. Frames are glTF's, metres; a transform is a matrix (4, 4).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

Matrix = NDArray[np.float64]

# A controller is placed by its ray; what is held is its grip, which lies somewhere else in it.
GRIP = """(side) => {
  const { position: head, quaternion: look, controllers } = emulatedHeadset;
  const { position: place, quaternion: turn, inputSource } = controllers[side];
  const { gripSpace } = inputSource;
  const inner = Object.getOwnPropertySymbols(gripSpace).map((key) => gripSpace[key]);
  const grip = Array.from(inner.find((part) => part?.offsetMatrix).offsetMatrix);
  const three = ({ x, y, z }) => [x, y, z], four = ({ x, y, z, w }) => [x, y, z, w];
  return { head: three(head), look: four(look), place: three(place), turn: four(turn), grip };
}"""


def transform(position: Sequence[float], rotation: Sequence[float]) -> Matrix:
    """Of a position and a quaternion (x, y, z, w)."""
    x, y, z, w = np.asarray(rotation) / np.linalg.norm(rotation)
    made = np.eye(4)
    made[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    made[:3, 3] = position
    return made


def grip_from_head(page: Page, side: str) -> Matrix:
    found = page.evaluate(GRIP, side)
    grip = np.reshape(found["grip"], (4, 4)).T
    head = transform(found["head"], found["look"])
    return np.asarray(np.linalg.inv(head) @ transform(found["place"], found["turn"]) @ grip)


def hand_from_head(seen: dict[str, Any], hand: int) -> Matrix:
    """As a second member sees it: 0 is the left one."""
    head = transform((0.0, 0.0, 0.0), seen["head"])
    return np.asarray(np.linalg.inv(head) @ transform(seen["hands"][hand], seen["handTurns"][hand]))


def difference(a: Matrix, b: Matrix) -> tuple[float, float]:
    """Metres and degrees."""
    turn = a[:3, :3].T @ b[:3, :3]
    cosine = np.clip((np.trace(turn) - 1) / 2, -1, 1)
    return float(np.linalg.norm(a[:3, 3] - b[:3, 3])), float(np.degrees(np.arccos(cosine)))
