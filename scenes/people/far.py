"""The far level: a figure of rings about the joints, closed and smooth, as the dressed person is shaped and coloured.

Fewer triangles than a decimation could leave whole: head, trunk, arms and legs are tubes whose rings lie on what is
worn, so a silhouette stays a person's at any distance, and bends where a person bends.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from people.body import Body
from people.garments.mesh import Mesh
from people.part import ZONES
from people.skeleton import NAMES, SIDES

NEIGHBOURS = 10  # vertices of the dressed person that a point of a ring is like
OUTERMOST = 0.94  # of a ring's radius: what is to be seen there
TUCKED = 0.75  # of a thigh's width, where it goes into the trunk
FINGER = ("Thumb", "Index", "Middle", "Ring", "Little")
SKIN = ZONES.index("skin")
AHEAD = np.array([0.0, 0.0, -1.0])
UP = np.array([0.0, 1.0, 0.0])


@dataclass
class Cloud:
    """The dressed person's vertices of one part of the body."""

    positions: np.ndarray
    zones: np.ndarray
    shades: np.ndarray
    weights: np.ndarray

    def among(self, rows: np.ndarray) -> "Cloud":
        return Cloud(self.positions[rows], self.zones[rows], self.shades[rows], self.weights[rows])


@dataclass
class Draft:
    """What is built so far, a row a vertex."""

    positions: list[np.ndarray] = field(default_factory=list)
    zones: list[int] = field(default_factory=list)
    shades: list[np.ndarray] = field(default_factory=list)
    weights: list[np.ndarray] = field(default_factory=list)
    triangles: list[list[int]] = field(default_factory=list)

    def add(self, point: np.ndarray, like: Cloud) -> int:
        """A vertex that has colour, shade and joints of what is nearest to it."""
        away = np.linalg.norm(like.positions - point, axis=1)
        near = np.argsort(away, kind="stable")[:NEIGHBOURS]
        zone = np.bincount(like.zones[near].astype(int)).argmax()
        same = near[like.zones[near] == zone]
        self.positions.append(point)
        self.zones.append(int(zone))
        self.shades.append(like.shades[same].mean(axis=0))
        self.weights.append(like.weights[near].mean(axis=0))
        return len(self.positions) - 1

    def tube(self, rings: list[list[int]]) -> None:
        for below, above in pairwise(rings):
            n = len(below)
            for k in range(n):
                a, b, c, d = below[k], below[(k + 1) % n], above[(k + 1) % n], above[k]
                self.triangles += [[a, b, c], [a, c, d]]

    def narrow(self, ring: list[int], share: float) -> None:
        middle = np.mean([self.positions[i] for i in ring], axis=0)
        for i in ring:
            self.positions[i] = middle + (self.positions[i] - middle) * share

    def close(self, ring: list[int], point: np.ndarray, like: Cloud) -> None:
        tip = self.add(point, like)
        self.triangles += [[ring[k], ring[(k + 1) % len(ring)], tip] for k in range(len(ring))]


def clouds(cloud: Cloud) -> dict[str, Cloud]:
    """By the joints that move them: head, trunk, an arm and a leg on each side."""
    group = np.array([_group(name) for name in NAMES])
    names = sorted(set(group))
    sums = np.stack([cloud.weights[:, group == name].sum(axis=1) for name in names])
    strongest = sums.argmax(axis=0)
    return {name: cloud.among(strongest == i) for i, name in enumerate(names)}


def dressed(cloud: Cloud, where: np.ndarray) -> Cloud:
    """Without the skin there: it is covered, but for slits that are too fine for rings."""
    rest = ~(where & (cloud.zones == SKIN))
    return cloud.among(rest) if rest.sum() > 40 else cloud


def joined(some: list[Cloud]) -> Cloud:
    rows = ((c.positions, c.zones, c.shades, c.weights) for c in some)
    return Cloud(*(np.concatenate(values) for values in zip(*rows, strict=True)))


def _group(name: str) -> str:
    for side in SIDES:
        if name.startswith(side):
            part = name.removeprefix(side)
            if part.startswith(("UpperArm", "LowerArm", "Hand", *FINGER)):
                return f"{side} arm"
            if part.startswith(("UpperLeg", "LowerLeg", "Foot", "Toes")):
                return f"{side} leg"
    return "head" if name in ("neck", "head", "jaw") or "Eye" in name else "trunk"


def ring(draft: Draft, cloud: Cloud, centre: np.ndarray, along: np.ndarray, sides: int, reach: float) -> list[int]:
    """Points round `centre`, each as far out as what lies in its sector, within `reach` along the axis."""
    ahead = AHEAD - along * (AHEAD @ along)
    ahead /= np.linalg.norm(ahead)
    right = np.cross(along, ahead)
    offset = cloud.positions - centre
    close = np.abs(offset @ along) < reach
    if close.sum() < sides:
        close = np.argsort(np.abs(offset @ along), kind="stable")[: 4 * sides]
    flat = np.stack([offset[close] @ ahead, offset[close] @ right], axis=1)
    middle = (flat.min(axis=0) + flat.max(axis=0)) / 2
    flat -= middle
    angles, radii = np.arctan2(flat[:, 1], flat[:, 0]), np.linalg.norm(flat, axis=1)
    rows = np.flatnonzero(close) if close.dtype == bool else close
    made = []
    for k in range(sides):
        way = 2 * np.pi * k / sides
        off = np.abs((angles - way + np.pi) % (2 * np.pi) - np.pi)
        inside = off < 1.1 * np.pi / sides
        radius = np.percentile(radii[inside], 90) if inside.any() else np.median(radii)
        x, y = middle + radius * np.array([np.cos(way), np.sin(way)])
        # What lies farther in is covered: a shirt, or skin below a sleeve.
        outside = rows[inside & (radii > OUTERMOST * radius)]
        made.append(draft.add(centre + ahead * x + right * y, cloud.among(outside) if len(outside) else cloud))
    return made


def _head(draft: Draft, cloud: Cloud, body: Body) -> None:
    neck, eye, top = body.joint("neck")[1], body.joint("leftEye")[1], cloud.positions[:, 1].max()
    heights = [neck, eye - 0.115, eye - 0.075, eye, eye + (top - eye) * 0.45, eye + (top - eye) * 0.8]
    z = body.joint("head")[2]
    rings = [ring(draft, cloud, np.array([0, y, z]), UP, 8, 0.018) for y in heights]
    draft.tube(rings)
    middle = np.mean([draft.positions[i] for i in rings[-1]], axis=0)
    draft.close(rings[-1], np.array([0.0, top, middle[2]]), cloud)


def _trunk(draft: Draft, cloud: Cloud, hem: Cloud, body: Body) -> None:
    """`hem` is all that hangs about the hips, whatever moves it."""
    leg, arm, neck = (body.joint(name)[1] for name in ("leftUpperLeg", "leftUpperArm", "neck"))
    heights = [leg - 0.1, leg + 0.03, leg + (arm - leg) * 0.33, leg + (arm - leg) * 0.72, arm - 0.005, neck - 0.005]
    z = body.joint("spine")[2]
    draft.tube([ring(draft, hem if i < 2 else cloud, np.array([0, y, z]), UP, 8, 0.025) for i, y in enumerate(heights)])


def _leg(draft: Draft, cloud: Cloud, body: Body, side: str) -> None:
    hip, knee, foot = (body.joint(f"{side}{part}") for part in ("UpperLeg", "LowerLeg", "Foot"))
    shoe = cloud.positions[:, 1] < foot[1] - 0.01
    above = cloud.among(~shoe)
    stations = [
        foot + (knee - foot) * 0.06,
        foot + (knee - foot) * 0.5,
        knee,
        knee + (hip - knee) * 0.5,
        hip - UP * 0.01,
    ]
    rings = [ring(draft, above, point, UP, 6, 0.03) for point in stations]
    draft.narrow(rings[-1], TUCKED)
    draft.tube(rings)
    if shoe.any():
        _shoe(draft, cloud.among(shoe), foot)


def _shoe(draft: Draft, cloud: Cloud, foot: np.ndarray) -> None:
    """A wedge: high at the heel, flat at the toes."""
    (left, low, front), (right, _, back) = cloud.positions.min(axis=0), cloud.positions.max(axis=0)
    corners = [(x, y, z) for y in (low, None) for x, z in ((left, front), (right, front), (right, back), (left, back))]
    made = []
    for x, y, z in corners:
        height = y if y is not None else (low + 0.045 if z == front else foot[1] + 0.02)
        narrow = (left + right) / 2 + (x - (left + right) / 2) * (0.8 if y is None or z == front else 1)
        made.append(draft.add(np.array([narrow, height, z]), cloud))
    a, b, c, d, e, f, g, h = made
    for quad in ((e, f, g, h), (a, b, f, e), (b, c, g, f), (c, d, h, g), (d, a, e, h)):
        draft.triangles += [[quad[0], quad[2], quad[1]], [quad[0], quad[3], quad[2]]]


def _arm(draft: Draft, cloud: Cloud, body: Body, side: str) -> None:
    upper, elbow, hand, knuckle = (
        body.joint(f"{side}{part}") for part in ("UpperArm", "LowerArm", "Hand", "MiddleProximal")
    )
    along = [elbow - upper, (elbow - upper) + (hand - elbow), hand - elbow, knuckle - hand, knuckle - hand]
    stations = [upper, elbow, hand - 0.02 * _unit(hand - elbow), hand + 0.012 * _unit(knuckle - hand), knuckle]
    rings = [ring(draft, cloud, point, -_unit(way), 5, 0.022)[::-1] for point, way in zip(stations, along, strict=True)]
    draft.tube(rings)
    draft.close(rings[0][::-1], upper - 0.05 * _unit(elbow - upper), cloud)
    reach = cloud.positions @ _unit(knuckle - hand)
    draft.close(rings[-1], cloud.positions[reach.argmax()], cloud)


def _unit(way: np.ndarray) -> np.ndarray:
    return way / np.linalg.norm(way)


def figure(whole, body: Body):
    """The far level of a person (`assemble.Whole`), as one of the same kind."""
    parts = clouds(Cloud(whole.positions, whole.zones, whole.shades, whole.weights))
    draft = Draft()
    parts["trunk"] = dressed(parts["trunk"], np.array(True))
    for side in SIDES:
        knee, elbow = body.joint(f"{side}LowerLeg"), body.joint(f"{side}LowerArm")
        leg, arm = parts[f"{side} leg"], parts[f"{side} arm"]
        parts[f"{side} leg"] = dressed(leg, leg.positions[:, 1] > knee[1] + 0.1)
        parts[f"{side} arm"] = dressed(arm, arm.positions[:, 1] > elbow[1] + 0.05)
    whole_hem = joined([parts["trunk"], *(parts[f"{side} leg"] for side in SIDES)])
    _trunk(draft, parts["trunk"], whole_hem, body)
    _head(draft, parts["head"], body)
    for side in SIDES:
        _leg(draft, parts[f"{side} leg"], body, side)
        _arm(draft, parts[f"{side} arm"], body, side)
    _outwards(draft)
    points = np.array(draft.positions)
    return replace(
        whole, positions=points, normals=Mesh(points, draft.triangles).normals(), shades=np.array(draft.shades),
        zones=np.array(draft.zones), weights=np.array(draft.weights), keep=np.zeros(len(points)),
        triangles=np.array(draft.triangles),
    )  # fmt: skip


def _outwards(draft: Draft) -> None:
    """Turns triangles that were wound the other way: of each connected piece, so that its volume is positive."""
    points = np.array(draft.positions)
    piece = np.arange(len(points))
    for triangle in draft.triangles * 3:
        piece[triangle] = piece[triangle].min()
    for name in np.unique(piece):
        mine = [t for t in draft.triangles if piece[t[0]] == name]
        middle = points[sorted({i for t in mine for i in t})].mean(axis=0)
        a, b, c = (points[[t[k] for t in mine]] - middle for k in range(3))
        if np.einsum("ij,ij->i", np.cross(a, b), c).sum() < 0:
            for t in mine:
                t.reverse()
