"""Garments in one piece each: tops, jackets, trousers, skirts, cut to the body by `cloth.py`."""

from dataclasses import dataclass

import numpy as np

from people.garments.cloth import (
    ARM,
    Form,
    along_arm,
    clear,
    leg_tube,
    on_legs,
    on_trunk,
    relaxed,
    sleeves,
    smoothstep,
    trunk_tube,
    upper_suit,
    weights_at,
)  # fmt: skip
from people.garments.drape import Tube, push
from people.garments.mesh import Mesh, clip, extrude, grid, hem, largest, smooth
from people.garments.trims import neck_height, neckline


@dataclass(frozen=True)
class Cut:
    """Measures of a top, metres. `low` is the hem below the hip joint; `sleeve` ends at 2 for the wrist."""

    ease: float
    slope: float
    low: float
    upper: float
    cuff: float
    sleeve: float = 1.97
    sleeve_ease: float = 0.008
    neck: float = 0.0
    flare: float = 0.0
    pad: float = 0.0  # a jacket's shoulder
    tuck: bool = False  # ends in the trousers instead of hanging


def pad_shoulders(form: Form, mesh: Mesh, arm: np.ndarray, high: float) -> Mesh:
    """Shoulders straightened and raised as by a pad."""
    x = np.abs(mesh.vertices[:, 0])
    tip = abs(form.body.joint("leftUpperArm")[0])
    near = smoothstep(0.45 * tip, 0.95 * tip, x) * (1 - smoothstep(1.02 * tip, 1.35 * tip, x))
    above = smoothstep(form.shoulder - 0.02, form.shoulder + 0.05, mesh.vertices[:, 1])
    made = mesh.vertices.copy()
    made[:, 1] += high * near * above
    made[:, 0] += np.sign(made[:, 0]) * high * 0.6 * near * above
    return Mesh(made, mesh.faces)


def top(form: Form, cut: Cut) -> tuple[Mesh, Tube]:
    """A top without hems yet, closed in front, from the neck to its lower edge."""
    start = max(form.hip + 0.07, form.hip - cut.low)
    tube = trunk_tube(form, min(form.hip - cut.low, start) - 0.04, cut.ease, cut.slope, cut.flare)
    mesh, arm = upper_suit(form, start)
    mesh = on_trunk(form, relaxed(mesh, arm, 4), arm, tube)
    mesh = sleeves(form, mesh, arm, cut.upper, cut.cuff, cut.sleeve_ease)
    mesh = smooth(pad_shoulders(form, mesh, arm, cut.pad), 3, 0.4)
    mesh = on_trunk(form, clear(form, mesh, min(cut.ease, 0.008)), arm, tube)
    mesh = largest(clip(mesh, neckline(form, mesh, cut.neck)))
    t, *_ = along_arm(form, mesh.vertices)
    is_arm = weights_at(form, mesh.vertices)[:, ARM].sum(axis=1) > 0.4
    mesh = clip(mesh, np.where(is_arm, cut.sleeve - t, 1.0))
    loop = min(mesh.borders(), key=lambda run: mesh.vertices[run, 1].mean())
    angle, _ = tube.polar(mesh.vertices[loop])
    low = form.hip - cut.low
    if low < start - 0.01:
        heights = np.linspace(start, low, max(2, int((start - low) / 0.035) + 1))[1:]
        mesh = extrude(mesh, loop, np.array([tube.points(angle, np.full(len(loop), y)) for y in heights]))
    return mesh, tube


def open_front(mesh: Mesh, edge, lowest: float = -9.0) -> Mesh:
    """The front cut open where |x| < `edge(y)`."""
    p = mesh.vertices
    ahead = p[:, 2] < 0.02
    return clip(mesh, np.where(ahead & (p[:, 1] > lowest), np.abs(p[:, 0]) - edge(p[:, 1]), 0.05))


def inset(form: Form, mesh: Mesh, wide: float, low: float) -> Mesh:
    """The part of a shirt that shows in a jacket's opening."""
    p = mesh.vertices
    chest = np.minimum(wide - np.abs(p[:, 0]), -0.01 - p[:, 2])
    mesh = clip(mesh, np.maximum(chest, neck_height(form, p) + 0.006))
    return clip(mesh, mesh.vertices[:, 1] - low)


def trousers(
    form: Form, *, ease: float, slope: float, hem_radius: float, waist: float, crease: float = 0.0
) -> tuple[Mesh, Tube]:
    """Trousers up to the height `waist`, open at waist and feet."""
    suit = clip(form.suit, np.where(form.arm > 0.3, -1.0, waist - form.suit.vertices[:, 1]))
    tube = trunk_tube(form, form.hip - 0.2, max(ease * 0.4, 0.004), 0.6)
    p = suit.vertices
    share = smoothstep(form.hip - 0.06, form.hip + 0.03, p[:, 1])
    mesh = smooth(Mesh(push(p, tube, share), suit.faces), 4, 0.4)
    mesh = clear(form, smooth(clear(form, mesh, ease), 1, 0.3), max(ease * 0.7, 0.005))
    mesh = on_legs(form, mesh, leg_tube(form, ease, slope, hem_radius), crease)
    loose = clear(form, mesh, 0.004).vertices
    keep = (mesh.vertices[:, 1] > form.hip - 0.2)[:, None]  # on the shin, what is in the way is a foot
    mesh = Mesh(np.where(keep, loose, mesh.vertices), mesh.faces)
    p = mesh.vertices
    ankle = form.body.joint("leftFoot")
    fore = 1 - smoothstep(-0.09, 0.02, p[:, 2] - ankle[2])
    return clip(mesh, p[:, 1] - (0.024 + 0.022 * fore)), tube


def skirt(form: Form, tube: Tube, high: float, low: float, taper: float) -> Mesh:
    """A tube from waist to knee, narrower towards its hem."""
    angles, ys = np.arange(40) / 40 * 2 * np.pi, np.linspace(high, low, 14)
    less = -taper * np.clip((form.hip - ys) / (form.hip - low), 0, 1)
    mesh = grid(
        np.array([tube.points(angles, np.full(40, y), m) for y, m in zip(ys, less, strict=True)]),
        closed=True,
        flip=True,
    )
    loop = min(mesh.borders(), key=lambda run: mesh.vertices[run, 1].mean())
    return hem(mesh, 0.003, 0.02, [loop])
