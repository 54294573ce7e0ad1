"""The lobby's anchors: where people arrive, sit, leave, turn things, read and where reflections are taken."""

from __future__ import annotations

import math

from kit.glb import Anchor
from kit.signs import Sign

from . import layout as at


def spawn_points() -> list[Anchor]:
    """Ten places in two loose rows inside the entrance, 1.1 m apart, looking to the counters."""
    places = [(-2.2 + 1.1 * k, -4.75) for k in range(5)] + [(-1.65 + 1.1 * k, -3.65) for k in range(4)] + [(0.0, -2.6)]
    return [
        Anchor(f"spawn:{n}", (x, y, 0.0), 0.0, {"OMI_spawn_point": {"title": f"Entrance {n}"}})
        for n, (x, y) in enumerate(places, 1)
    ]


def _seat(number: int, x: float, y: float, yaw: float, title: str) -> Anchor:
    """OMI_seat points are local to the node, which stands on the floor: hips, knees, soles."""
    seat = {"back": [0.0, 0.46, 0.20], "knee": [0.0, 0.46, -0.30], "foot": [0.0, 0.0, -0.34], "angle": 1.75}
    return Anchor(f"seat:{number}", (x, y, 0.0), yaw, {"OMI_seat": seat}, {"title": title})


def seats() -> list[Anchor]:
    places = []
    for x, y, yaw, _width in at.SOFAS:
        for offset in (-0.69, 0.0, 0.69):
            places.append((x + math.cos(yaw) * offset, y + math.sin(yaw) * offset, yaw, "Sofa"))
    places += [(*chair, "Armchair") for chair in at.CHAIRS]
    places += [(*chair, "Counter chair") for chair in at.VISITOR_CHAIRS]
    places += [(*chair, "Pod chair") for chair in at.POD_CHAIRS]
    places += [(x, y, math.pi, "Staff chair") for x, y in at.STAFF_CHAIRS]
    return [_seat(n, x, y, yaw, title) for n, (x, y, yaw, title) in enumerate(places, 1)]


DOORS = (  # room, side, number of the door on that side, words
    ("showcase", -1, 0, {"en": "Showcase hall", "ja": "ショールーム", "zh": "展厅"}),
    ("consultation", -1, 1, {"en": "Consultation rooms", "ja": "相談室", "zh": "咨询室"}),
    ("education", 1, 0, {"en": "Education centre", "ja": "金融教室", "zh": "金融课堂"}),
    ("events", 1, 1, {"en": "Event stage", "ja": "イベントステージ", "zh": "活动舞台"}),
)


def portals() -> list[Anchor]:
    """On the floor before the doorways; -Z points into the lobby, the way somebody looks who comes through."""
    edge = at.WIDTH / 2 - 0.4
    return [
        Anchor(
            f"portal:{slug}",
            (side * edge, at.DOOR_YS[k], 0.0),
            side * math.pi / 2,
            {"OMI_link": {"uri": f"vbranch:room/{slug}", "title": words["en"]}},
        )
        for slug, side, k, words in DOORS
    ]


def _exhibit(name: str, place, spots) -> Anchor:
    children = [
        Anchor(f"hotspot:{name}:{spot}", at_, 0.0, {}, {"hotspot": {"exhibit": name, "id": spot}})
        for spot, at_ in spots
    ]
    return Anchor(f"exhibit:{name}", place, 0.0, {}, {"exhibit": name}, children)


def exhibits() -> list[Anchor]:
    """The turnable nodes. The card looks to the entrance, the models in the alcoves look out of them (to -x)."""
    card = (
        ("chip", (-0.255, -0.012, 0.035)),
        ("contactless", (-0.115, -0.012, 0.035)),
        ("back", (0.11, 0.012, -0.015)),
    )

    def model(name: str, niche: int, half_height: float, spots) -> Anchor:
        """It stands on its plinth with a gap as thin as a coaster."""
        place = (at.PLINTH_X, at.NICHES[niche], at.PLINTH_HEIGHT + half_height * at.MODEL_SCALE + 0.005)
        return _exhibit(
            name, place, [(spot, tuple(round(v * at.MODEL_SCALE, 4) for v in where)) for spot, where in spots]
        )

    return [
        _exhibit("welcome-card", (*at.EXHIBIT, at.EXHIBIT_HEIGHT), card),
        model(
            "home-loan",
            0,
            0.24,
            (("deposit", (-0.13, 0.05, -0.14)), ("roof", (0.0, 0.05, 0.16))),
        ),
        model(
            "savings",
            1,
            0.26,
            (("first-coin", (0.0, 0.24, -0.18)), ("growth", (0.0, -0.24, 0.18))),
        ),
        model(
            "mobile",
            2,
            0.31,
            (("screen", (-0.03, 0.0, 0.1)), ("camera", (0.03, 0.08, 0.2))),
        ),
    ]


def probes() -> list[Anchor]:
    """Where the client takes a cube picture, and the box (glTF axes) that its reflections are projected onto."""

    def probe(name: str, place, centre: list[float], size: list[float]) -> Anchor:
        return Anchor(f"probe:{name}", place, 0.0, {}, {"probe": {"size": size, "centre": centre}})

    return [
        probe("hall", (0.3, -1.3, 1.7), [0.0, 2.0, 0.0], [16.0, 4.2, 12.0]),
        probe("lounge", (-5.3, -2.6, 1.3), [-5.35, 1.82, 2.7], [5.3, 3.65, 6.6]),
    ]


def anchors() -> list[Anchor]:
    """What both files hold; probes are for the picture only."""
    return [*spawn_points(), *seats(), *portals(), *exhibits()]


def signs() -> list[Sign]:
    edge, high = at.WIDTH / 2 - 0.022, at.DOOR_HEIGHT + 0.38
    found = [
        Sign(f"door-{slug}", words, side * edge, at.DOOR_YS[k], high, 1.52, 0.35, -side * math.pi / 2)
        for slug, side, k, words in DOORS
    ]
    fascia, z = at.CANOPY[0] - 0.082, at.SOFFIT - 0.21
    words = {
        "left": {"en": "Showcase · Consultation", "ja": "ショールーム・相談室", "zh": "展厅 · 咨询室"},
        "right": {"en": "Education · Events", "ja": "金融教室・イベント", "zh": "金融课堂 · 活动"},
        "reception": {"en": "Reception", "ja": "総合受付", "zh": "接待处"},
        "lounge": {"en": "Waiting lounge", "ja": "待合ラウンジ", "zh": "休息区"},
        "pod": {"en": "Private talks", "ja": "個別相談", "zh": "私密洽谈"},
        "out": {"en": "Way out", "ja": "出口はこちら", "zh": "出口"},
        "gallery": {"en": "Our products", "ja": "商品のご案内", "zh": "产品展示"},
    }
    x, y, w, d, h = at.POD
    tx, ty, turn = at.TOTEM
    # on its back, whose middle lies 7 cm behind the totem's own
    tx, ty, turn = tx - math.sin(turn) * 0.0705, ty + math.cos(turn) * 0.0705, turn + math.pi
    return found + [
        Sign("way-left", words["left"], -3.3, fascia, z, 2.42, 0.36, arrow="left"),
        Sign("reception", words["reception"], 0.0, fascia, z, 1.25, 0.36),
        Sign("way-right", words["right"], 3.3, fascia, z, 2.42, 0.36, arrow="right"),
        Sign("lounge", words["lounge"], -at.WIDTH / 2 + 0.064, at.MEDIA_Y, 3.04, 1.62, 0.44, math.pi / 2),
        Sign("pod", words["pod"], x + w + 0.132, y + d / 2, h + 0.14, 0.86, 0.235, math.pi / 2),
        Sign("way-out", words["out"], tx, ty, 0.98, 0.66, 0.22, turn, arrow="left"),
        Sign("gallery", words["gallery"], at.WALL_X - 0.022, at.NICHES[1], 3.12, 1.62, 0.46, -math.pi / 2),
    ]
