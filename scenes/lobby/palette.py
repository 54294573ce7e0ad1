"""The lobby's materials: pale terrazzo, two woods, travertine, wool and bronze, with one brand accent."""

from __future__ import annotations

from kit import brandmarks, textures
from kit.materials import Materials, picture, srgb
from kit.part import Surface

from . import art, doors, pictures

TEAL = srgb(14, 98, 108)
DEEP = srgb(22, 62, 92)

STONE = Surface("floor_stone", 2.4)
BOARDS = Surface("floor_oak", 1.6)
OAK = Surface("oak", 1.6)
WALNUT = Surface("walnut", 1.6)
TAMBOUR = Surface("tambour", 1.6)
TRAVERTINE = Surface("travertine", 1.5)
PLASTER = Surface("plaster", 2.0)
CEILING = Surface("ceiling")
MARBLE = Surface("marble", 1.8)
BRONZE = Surface("bronze")
DARK = Surface("dark")
CASING = Surface("casing")  # as dark, of what has no lightmap
BOUCLE = Surface("boucle", 0.32)
ACCENT = Surface("accent_cloth", 0.35)
RUST = Surface("rust_cloth", 0.35)
CARPET = Surface("carpet", 0.5)
POT = Surface("pot")
SOIL = Surface("soil", 0.5)
ART = Surface("art")
BRAND = Surface("brand_wall")
LEAF = Surface("leaf")
GLASS = Surface("glass")
FROSTED = Surface("frosted")
GLOW = Surface("glow")
SHADE = Surface("shade")
PORTAL = Surface("portal_glow")
LOGO = Surface("logo")
SIGN = Surface("sign")
TELEPHONE = Surface("telephone")
SCREEN = Surface("screen")
BACKDROP = Surface("backdrop")
PAVING = Surface("paving", 4.0)
PRODUCT = Surface("product")
PRODUCT_BRAND = Surface("product_brand")
CARD_FRONT = Surface("card_front")
CARD_BACK = Surface("card_back")
CHIP = Surface("card_chip")
MARK = Surface("card_mark")
STRIPE = Surface("card_stripe")
PAPER = Surface("card_paper")

UNLIT = {"backdrop", "paving"}


def make_materials() -> Materials:
    m = Materials()
    _stones(m)
    _woods(m)
    _cloth(m)
    _plain(m)
    _lights(m)
    _products(m)
    return m


def _rough(name: str, values, every: int = 2):
    return picture(name, textures.orm(values)[::every, ::every], False)


def _bumps(name: str, height, metres: float, relief: float, every: int = 1):
    return picture(name, textures.normals(height, metres, relief)[::every, ::every], False)


def _stones(m: Materials) -> None:
    colour, rough = textures.terrazzo()
    # A polish of hard wax mirrors more than bare stone; in glTF's terms that is a touch of metal.
    polish = _rough("terrazzo_rough", rough)
    m.add("floor_stone", (1, 1, 1), metal=0.07, image=picture("terrazzo", colour), rough_image=polish)
    colour, rough, height = textures.travertine()
    bumps = _bumps("travertine_normal", height, 1.5, 0.0035, 2)
    m.add("travertine", (1, 1, 1), rough=0.55, image=picture("travertine", colour), normal_image=bumps)
    colour, _ = textures.marble()
    m.add("marble", (1, 1, 1), rough=0.22, image=picture("marble", colour))
    colour, height = textures.plaster()
    m.add(
        "plaster",
        (1, 1, 1),
        rough=0.85,
        image=picture("plaster", colour),
        normal_image=_bumps("plaster_normal", height, 2.0, 0.006),
    )


def _woods(m: Materials) -> None:
    oak = picture("oak", textures.wood())
    m.add("oak", (1, 1, 1), rough=0.5, image=oak)
    m.add("walnut", (1, 1, 1), rough=0.45, image=picture("walnut", textures.wood(512, 61, (110, 82, 60), 0.45)))
    m.add("tambour", (1, 1, 1), rough=0.45, image=picture("tambour", textures.tambour()))
    colour, rough, height = textures.planks()
    bumps = _bumps("planks_normal", height, 1.6, 0.0016, 4)
    m.add(
        "floor_oak",
        (1, 1, 1),
        image=picture("planks", colour),
        rough_image=_rough("planks_rough", rough, 4),
        normal_image=bumps,
    )


def _cloth(m: Materials) -> None:
    colour, height = textures.boucle((212, 207, 198))
    m.add(
        "boucle",
        (1, 1, 1),
        rough=0.95,
        image=picture("boucle", colour),
        normal_image=_bumps("boucle_normal", height, 0.32, 0.004),
    )
    colour, height = textures.weave((236, 236, 236))
    cloth, bumps = picture("weave", colour), _bumps("weave_normal", height, 0.35, 0.003)
    m.add("accent_cloth", TEAL, rough=0.9, image=cloth, normal_image=bumps, brand="primary")
    m.add("rust_cloth", srgb(178, 104, 72), rough=0.95, image=cloth, normal_image=bumps)
    m.add("carpet", srgb(172, 160, 142), rough=1.0, image=cloth, normal_image=bumps)


def _plain(m: Materials) -> None:
    m.add("ceiling", srgb(230, 228, 224), 0.95)
    m.add("bronze", srgb(156, 118, 88), 0.30, metal=0.8)
    m.add("dark", srgb(44, 45, 46), 0.4)
    m.add("casing", srgb(44, 45, 46), 0.4)
    m.add("pot", srgb(196, 186, 170), 0.75)
    m.add("soil", srgb(64, 50, 40), 1.0)
    m.add("art", (1, 1, 1), 0.8, image=picture("art", art.sheet()))
    m.add("leaf", (1, 1, 1), 0.5, image=picture("leaf", textures.leaf()), two_sided=True)
    m.add("glass", (0.92, 0.97, 0.96), 0.04, alpha=0.10, two_sided=True)
    m.add("frosted", (0.94, 0.97, 0.96), 0.30, alpha=0.42, two_sided=True)
    m.add("brand_wall", TEAL, 0.55, brand="primary")


def _lights(m: Materials) -> None:
    m.add("glow", (0, 0, 0), 0.6, emit=(1.0, 0.93, 0.82), emit_strength=1.6)
    m.add("shade", (0.05, 0.05, 0.05), 0.7, emit=(1, 1, 1), two_sided=False)
    m.glow_picture("shade", picture("shade", textures.shades()))
    m.add("portal_glow", (0, 0, 0), 0.6, emit=(1, 1, 1))
    m.glow_picture("portal_glow", picture("doors", doors.sheet()))
    m.add("screen", (0.01, 0.01, 0.01), 0.35, emit=(1, 1, 1))
    m.glow_picture("screen", picture("screen", pictures.screen()))
    m.add("telephone", (0.01, 0.01, 0.01), 0.2, emit=(1, 1, 1))
    m.glow_picture("telephone", picture("telephone", pictures.telephone()))
    m.add("sign", srgb(52, 44, 38), 0.6)
    emblem = picture("emblem", pictures.emblem())
    m.add("logo", (1, 1, 1), 0.5, image=emblem, alpha_image=True, brand="logo")
    m.add("backdrop", (1, 1, 1), 1.0, image=picture("backdrop", pictures.harbour()))
    m.add("paving", srgb(232, 230, 226), 0.9, image=picture("paving", textures.slabs()))


def _products(m: Materials) -> None:
    m.add("product", (1, 1, 1), 0.5)
    m.add("product_brand", TEAL, 0.4, brand="primary", two_sided=True)
    face = picture("card", brandmarks.card_picture())
    m.add("card_front", tuple(v * 1.25 for v in TEAL), 0.32, image=face, brand="primary")
    m.add("card_back", tuple(v * 1.6 for v in DEEP), 0.38, image=face, brand="secondary")
    m.add("card_chip", srgb(222, 190, 120), 0.30, metal=1.0)
    m.add("card_mark", srgb(246, 248, 248), 0.4, emit=(1, 1, 1), emit_strength=0.15)
    m.add("card_stripe", srgb(30, 32, 36), 0.4)
    m.add("card_paper", srgb(236, 234, 228), 0.8)
