"""The outfits: which garments a person wears, in which zones, and what is sewn onto them."""

import numpy as np

from people.garments.cloth import Form, along_arm, hanging, part, smoothstep, trunk_tube, weights_at
from people.garments.drape import tree
from people.garments.mesh import Mesh, clip, grid, hem, join, spread
from people.garments.shoes import shoes
from people.garments.trims import band, belt, buttons, collar, flaps, front, hood, lapel, patch, tie
from people.garments.wear import Cut, inset, open_front, skirt, top, trousers
from people.part import Part

SHIRT = Cut(ease=0.006, slope=0.5, low=-0.1, upper=0.046, cuff=0.034, neck=0.009, sleeve_ease=0.007)
JACKET = Cut(
    ease=0.014,
    slope=0.42,
    low=0.03,
    upper=0.052,
    cuff=0.04,
    sleeve=1.93,
    sleeve_ease=0.009,
    neck=0.014,
    pad=0.006,
    flare=0.06,
)
KNIT = Cut(ease=0.013, slope=0.3, low=0.0, upper=0.048, cuff=0.033, neck=0.016, sleeve_ease=0.008)


def _hung(
    form: Form, name: str, mesh: Mesh, zone: str, below: float, *, knees: bool = False, detail: float = 0.4
) -> Part:
    weights = hanging(form, mesh.vertices, spread(mesh, weights_at(form, mesh.vertices), 4), below, knees)
    return part(form, name, mesh, zone, weights=weights, detail=detail)


def _on(form: Form, name: str, mesh: Mesh, zone: str, detail: float = 0.8, levels=("near", "middle")) -> Part:
    """A trim: it moves with the cloth below it."""
    weights = weights_at(form, mesh.vertices)
    weights = hanging(form, mesh.vertices, weights, form.hip - 0.02)
    return part(form, name, mesh, zone, weights=spread(mesh, weights, 6), detail=detail, levels=levels)


def _shirt_front(form: Form, low: float, wide: float, tied: bool) -> tuple[list[Part], Mesh]:
    mesh, _ = top(form, SHIRT)
    chest = inset(form, mesh, wide, low)
    shape = (
        dict(gap=0.12, stand=0.022, fall=0.006, point=0.032, out=0.012)
        if tied
        else dict(gap=0.3, stand=0.017, fall=0.004, point=0.045, out=0.014)
    )
    made = [
        part(form, "shirt", chest, "shirt"),
        part(form, "shirtCollar", collar(form, mesh, **shape), "shirt", detail=0.7),
    ]
    return made, mesh


def _jacket(
    form: Form, cut: Cut, *, button: float, opening: float, zone: str = "top", count: int = 2
) -> tuple[list[Part], object]:
    """A tailored jacket: V opening from `button` (a height) up, cutaway below, lapels, collar, pockets, buttons."""
    mesh, tube = top(form, cut)
    cast = tree(mesh)
    neck = form.y("neck")
    high = float(front(cast, np.array([0.06]), np.array([neck - 0.02]), 0)[0, 1]) - 0.004

    def edge(y):
        up = np.clip((y - button) / (high - button), 0, 1.2)
        down = np.clip(button - 0.07 - y, 0, 1)
        return opening + 0.068 * up**1.15 + down**1.6 * 1.0 - (0.004 if opening == 0 else 0) * (up == 0) * (down == 0)

    body = hem(open_front(mesh, edge), 0.004, 0.02)
    low = form.hip
    trims = [lapel(cast, button, high, edge, 0.072)]
    trims.append(collar(form, mesh, gap=0.62, stand=0.017, fall=0.03, point=0.03, out=0.034))
    trims.append(flaps(tube, 0.82, 0.33, low + 0.07, low + 0.112))
    trims.append(patch(cast, -0.13, -0.07, form.shoulder - 0.115, form.shoulder - 0.097, 0.003))
    made = [_hung(form, "jacket", body, zone, low - 0.02), _on(form, "jacketTrims", join(*trims), zone, 0.9)]
    at = opening * 1.0 + 0.014
    made.append(
        _on(
            form,
            "buttons",
            buttons(cast, at, [button - 0.012 - 0.09 * i for i in range(count)]),
            "dark",
            0.3,
            ("near",),
        )
    )
    return made, cast


def _trousers(form: Form, kind: str, waist: float, zone: str = "bottom") -> list[Part]:
    fit = {
        "suit": (0.011, 0.12, 0.066, 0.006),
        "slim": (0.009, 0.19, 0.058, 0.0),
        "chino": (0.010, 0.13, 0.064, 0.0),
        "jeans": (0.008, 0.14, 0.062, 0.0),
        "wide": (0.015, 0.06, 0.078, 0.0),
    }[kind]
    mesh, _ = trousers(form, ease=fit[0], slope=fit[1], hem_radius=fit[2], waist=waist, crease=fit[3])
    return [part(form, "trousers", hem(mesh, 0.003, 0.015), zone)]


def _suit(form: Form) -> list[Part]:
    button = form.waist + 0.12
    made, shirt = _shirt_front(form, button - 0.03, 0.085, tied=True)
    jacket, _ = _jacket(form, JACKET, button=button, opening=0.0)
    knot = form.y("neck") - 0.018
    made += [part(form, "tie", tie(tree(shirt), knot, button + 0.004), "accent", soft=6, detail=0.6), *_cuffs(form)]
    return [*made, *jacket, *_trousers(form, "suit", form.waist), *shoes(form, "oxford")]


def _cuffs(form: Form) -> list[Part]:
    """Shirt cuffs that look out of a jacket's sleeves."""
    mesh, _ = top(form, Cut(ease=0.008, slope=0.5, low=-0.1, upper=0.04, cuff=0.034, sleeve=2.03, sleeve_ease=0.005))

    t, *_ = along_arm(form, mesh.vertices)
    return [part(form, "cuffs", hem(clip(mesh, t - 1.8), 0.002, 0.01), "shirt", detail=0.2, levels=("near",))]


def _blazer(form: Form) -> list[Part]:
    button = form.waist + 0.1
    made, _ = _shirt_front(form, form.hip + 0.08, 0.1, tied=False)
    jacket, _ = _jacket(form, JACKET, button=button, opening=0.022, count=1)
    return [*made, *jacket, *_trousers(form, "suit", form.waist + 0.02), *shoes(form, "pump")]


def _dress(form: Form) -> list[Part]:
    button = form.waist + 0.11
    made, _ = _shirt_front(form, button - 0.03, 0.085, tied=False)
    cut = Cut(**{**JACKET.__dict__, "low": -0.03, "slope": 0.6})
    jacket, _ = _jacket(form, cut, button=button, opening=0.0)

    tube = trunk_tube(form, form.knee - 0.04, 0.008, 0.12)
    cloth = skirt(form, tube, form.waist + 0.03, form.knee + 0.01, 0.0)
    return [*made, *jacket, _hung(form, "skirt", cloth, "bottom", form.hip, knees=True), *shoes(form, "pump")]


def _pullover(form: Form, cut: Cut, zone: str = "top") -> tuple[list[Part], Mesh, object]:
    mesh, tube = top(form, cut)
    cloth = hem(mesh, 0.004, 0.014)
    made = _hung(form, "top", cloth, zone, form.hip - 0.04 if cut.low < 0.1 else form.hip, knees=cut.low > 0.25)
    return [made], mesh, tube


def _knit(form: Form) -> list[Part]:
    made, mesh, _ = _pullover(form, KNIT)
    made.append(part(form, "neckband", band(form, mesh, 0.024, 0.007), "top"))
    return [*made, *_trousers(form, "slim", form.waist), *shoes(form, "sneaker")]


def _hoodie(form: Form) -> list[Part]:
    made, mesh, _ = _pullover(
        form, Cut(ease=0.02, slope=0.16, low=0.0, upper=0.058, cuff=0.038, sleeve_ease=0.015, neck=0.018)
    )
    cast = tree(mesh)
    pocket = patch(cast, 0.12, -0.12, form.hip + 0.05, form.hip + 0.2, 0.006, 7)
    made += [part(form, "hood", hood(form, mesh), "top", soft=6, detail=0.6), _on(form, "pocket", pocket, "top", 0.5)]
    cords = join(
        *(
            patch(cast, s * 0.03 + 0.003, s * 0.03 - 0.003, form.shoulder - 0.14, form.shoulder + 0.0, 0.006, 2)
            for s in (-1, 1)
        )
    )
    made.append(_on(form, "cords", cords, "light", 0.2, ("near",)))
    return [*made, *_trousers(form, "jeans", form.waist), *shoes(form, "sneaker")]


def _tunic(form: Form) -> list[Part]:
    cut = Cut(ease=0.016, slope=0.14, low=0.30, upper=0.052, cuff=0.046, neck=0.012, sleeve_ease=0.011, flare=0.10)
    made, mesh, _ = _pullover(form, cut)
    cast = tree(mesh)
    placket = patch(cast, 0.014, -0.014, form.shoulder - 0.16, form.shoulder + 0.035, 0.003, 3)
    made += [part(form, "neckband", band(form, mesh, 0.03, 0.005), "top"), _on(form, "placket", placket, "top", 0.5)]
    made.append(
        _on(
            form,
            "buttons",
            buttons(cast, 0.0, [form.shoulder - 0.02 - 0.04 * i for i in range(4)], 0.005, 0.007),
            "light",
            0.3,
            ("near",),
        )
    )
    return [*made, *_trousers(form, "wide", form.hip + 0.04), *shoes(form, "pump")]


def _worn_shirt(form: Form, zone: str, sleeve: float) -> tuple[list[Part], Mesh, object]:
    """A shirt worn as the top, tucked into trousers with a belt."""
    cut = Cut(**{**SHIRT.__dict__, "ease": 0.013, "sleeve": sleeve, "slope": 0.3})
    mesh, tube = top(form, cut)
    cast = tree(mesh)
    heights = [form.shoulder - 0.03 - 0.075 * i for i in range(5)]
    placket = patch(cast, 0.017, -0.017, form.waist - 0.01, form.shoulder + 0.02, 0.002, 3)
    made = [
        part(form, "shirt", hem(mesh, 0.003, 0.014), zone),
        part(
            form,
            "shirtCollar",
            collar(form, mesh, gap=0.34, stand=0.02, fall=0.005, point=0.042, out=0.016),
            zone,
            detail=0.8,
        ),
        _on(form, "placket", placket, zone, 0.4),
        _on(form, "buttons", buttons(cast, 0.0, heights, 0.0055, 0.004), "light", 0.3, ("near",)),
    ]
    return made, mesh, tube


def _belted(form: Form) -> list[Part]:

    strap, buckle = belt(form, trunk_tube(form, form.hip, 0.016, 0.3), form.waist - 0.004)
    return [
        part(form, "belt", strap, "shoes", soft=6, detail=0.3),
        part(form, "buckle", buckle, "light", soft=6, detail=0.2, levels=("near",)),
    ]


def _shirt(form: Form) -> list[Part]:
    made, *_ = _worn_shirt(form, "top", 1.4)
    return [*made, *_belted(form), *_trousers(form, "chino", form.waist), *shoes(form, "oxford")]


def _cardigan(form: Form) -> list[Part]:
    made, _ = _shirt_front(form, form.hip + 0.08, 0.09, tied=False)
    cut = Cut(ease=0.016, slope=0.25, low=0.02, upper=0.053, cuff=0.037, sleeve_ease=0.01, neck=0.016)
    mesh, _ = top(form, cut)
    cast = tree(mesh)
    start, end = form.shoulder - 0.13, form.y("neck")

    def edge(y):
        return 0.012 + 0.07 * smoothstep(start, end, y)

    made.append(_hung(form, "cardigan", hem(open_front(mesh, edge), 0.005, 0.02), "top", form.hip - 0.02))
    ys = np.linspace(form.hip - 0.015, end - 0.03, 22)
    columns, lifts = np.array([-0.012, -0.012, 0.014, 0.016]), np.array([-0.002, 0.006, 0.006, 0.0])
    points = front(
        cast, edge(ys)[:, None] + columns, np.repeat(ys[:, None], 4, axis=1), np.broadcast_to(lifts, (22, 4))
    )

    bands = join(grid(points), grid(points * [-1, 1, 1], flip=True))
    made += [
        _on(form, "cardiganBands", bands, "top", 0.6),
        _on(
            form,
            "buttons",
            buttons(cast, 0.013, [start - 0.01 - 0.085 * i for i in range(4)], 0.009, 0.009),
            "dark",
            0.3,
            ("near",),
        ),
    ]
    return [*made, *_trousers(form, "chino", form.waist), *shoes(form, "oxford")]


def _uniform(form: Form, woman: bool) -> list[Part]:
    button = form.waist + 0.13
    made, shirt = _shirt_front(form, button - 0.03, 0.085, tied=True)
    jacket, cast = _jacket(form, Cut(**{**JACKET.__dict__, "slope": 0.5}), button=button, opening=0.0)
    knot = form.y("neck") - 0.018
    if woman:
        made.append(part(form, "neckerchief", band(form, shirt, 0.032, 0.011), "accent", soft=6, detail=0.6))
        made.append(
            part(form, "scarfEnds", tie(tree(shirt), knot + 0.012, knot - 0.15, 0.046), "accent", soft=6, detail=0.6)
        )
    else:
        made.append(part(form, "tie", tie(tree(shirt), knot, button + 0.004), "accent", soft=6, detail=0.6))
    y = form.shoulder - 0.1
    badge = [
        _on(form, "badgeEdge", patch(cast, -0.072, -0.134, y - 0.004, y + 0.022, 0.008, 3), "accent", 0.6),
        _on(form, "badge", patch(cast, -0.074, -0.132, y - 0.002, y + 0.020, 0.010, 3), "light", 0.6),
    ]
    return [
        *made,
        *_cuffs(form),
        *jacket,
        *badge,
        *_trousers(form, "suit", form.waist),
        *shoes(form, "pump" if woman else "oxford"),
    ]


OUTFITS = {
    "blazer": _blazer,
    "suit": _suit,
    "knit": _knit,
    "cardigan": _cardigan,
    "tunic": _tunic,
    "hoodie": _hoodie,
    "dress": _dress,
    "shirt": _shirt,
    "uniform-woman": lambda f: _uniform(f, True),
    "uniform-man": lambda f: _uniform(f, False),
}
