"""Who the people are: build, face, dress and colours of each, as data. The order is the number that the protocol carries."""

from dataclasses import dataclass, field

from people.body import Body, macros, make_body

BOTH_SIDES = ("cheek", "ears", "eyes", "arms", "legs", "hands", "feet")


@dataclass(frozen=True)
class Face:
    """What the picture paints: strengths 0..1; colours multiply the skin's."""

    lips: str = "#d98a84"
    lip_strength: float = 0.55
    blush: float = 0.25
    brows: float = 0.8  # how dense
    brow_width: float = 1.0  # of a middling brow
    iris: str = "#5a3a22"
    stubble: float = 0.0
    lines: float = 0.0  # of age
    lashes: float = 0.6
    shadow: float = 0.0  # make-up on the lids
    freckles: float = 0.0
    smile: float = 0.4  # how far the corners of the mouth are drawn
    calm: float = 0.3  # how far the brows are lifted from a stern look
    awake: float = 0.2  # how far the lids open


@dataclass(frozen=True)
class Figure:
    id: str
    title: dict[str, str]
    sex: str
    kin: dict[str, float]
    age: float  # 0 is 25 years, 1 is 90
    weight: float
    muscle: float
    height_m: float
    outfit: str
    hair: str
    colours: dict[str, tuple[str, ...]]
    headwear: tuple[str, ...] = ()
    beard: str = ""
    details: dict[str, float] = field(default_factory=dict)
    face: Face = field(default_factory=Face)
    staff: bool = False

    def targets(self) -> dict[str, float]:
        """All targets; `eyes/eye-...` stands for both sides."""
        tall = (self.height_m - (1.63 if self.sex == "female" else 1.76)) / 0.2
        made = macros(
            sex=self.sex, race=self.kin, age=self.age, weight=self.weight, muscle=self.muscle,
            height=max(-0.6, min(0.6, tall)),
        )  # fmt: skip
        for kin, share in self.kin.items():
            for name, much in _expression(self.face):
                made[f"expression/units/{kin}/{name}"] = share * much
        for name in ("height1", "height2", "height3"):
            for one in _sides(f"eyes/eye-{name}-incr"):
                made[one] = self.face.awake * (1.0 if name == "height2" else 0.6)
        for name, share in self.details.items():
            for one in _sides(name):
                made[one] = made.get(one, 0) + share
        return made

    def body(self) -> Body:
        return make_body(self.targets(), self.height_m)

    def own_colours(self) -> dict[str, str]:
        return {zone: tones[0] for zone, tones in self.colours.items()}


def _expression(face: Face) -> list[tuple[str, float]]:
    """Targets of a friendly face at rest."""
    brows = [(f"eyebrows-{side}-{part}", face.calm * much)
             for side in ("left", "right") for part, much in (("up", 0.6), ("inner-up", 0.8))]  # fmt: skip
    return [("mouth-corner-puller", face.smile), *brows]


def _sides(name: str) -> list[str]:
    folder, _, what = name.partition("/")
    if folder not in BOTH_SIDES or what.startswith("measure-"):
        return [name]
    return [f"{folder}/{side}-{what}" for side in "lr"]


SKIN = ("#f0c8ac", "#e3b08d", "#cf9a74", "#b57e58", "#8f5d3f", "#6a4330", "#4b3026")


def _skins(own: str) -> tuple[str, ...]:
    return (own, *(tone for tone in SKIN if tone != own))


HAIRS = ("#1d1917", "#3a2a20", "#5e4027", "#8d6a42", "#b99a66", "#6f2f1f", "#9a9894", "#d9d6d0")


def _hairs(own: str) -> tuple[str, ...]:
    return (own, *(tone for tone in HAIRS if tone != own))


FIXED = {"eye": ("#ffffff",), "dark": ("#1c1a1b",), "light": ("#ece8df",)}

PEOPLE: tuple[Figure, ...] = (
    Figure(
        "mei", {"en": "Mei", "zh": "小美", "ja": "メイ"}, "female", {"asian": 1.0}, 0.04, -0.3, -0.1, 1.62, "blazer", "bob",
        {"skin": _skins("#e9bc9b"), "hair": _hairs("#1d1917"),
         "top": ("#2f4a6d", "#3b3b44", "#7a3b4b", "#2f5d50", "#b8a58a", "#8a93a3"),
         "bottom": ("#2b2d36", "#4a4a52", "#b8a58a", "#23324a"), "shoes": ("#1f1c1d", "#6b4a38", "#7a2f36"),
         "shirt": ("#f1ece2", "#c9d6e4", "#e6c9c6", "#2c2c31"), "accent": ("#b9974f", "#a6343f", "#3d6d8a")} | FIXED,
        details={"head/head-oval": 0.5, "nose/nose-scale-horiz-decr": 0.3, "mouth/mouth-angles-up": 0.35,
                 "chin/chin-width-decr": 0.25, "cheek/cheek-volume-incr": 0.15},
        face=Face("#d0706c", 0.6, 0.35, 0.85, 0.95, "#3a2417", lashes=0.8, shadow=0.25),
    ),
    Figure(
        "kenji", {"en": "Kenji", "zh": "健司", "ja": "ケンジ"}, "male", {"asian": 1.0}, 0.28, 0.05, 0.05, 1.73, "suit", "short",
        {"skin": _skins("#d9a985"), "hair": _hairs("#1b1819"),
         "top": ("#2a2e3a", "#23324a", "#4a4d55", "#5a4a3e", "#1f2022"),
         "bottom": ("#2a2e3a", "#23324a", "#4a4d55", "#5a4a3e", "#1f2022"), "shoes": ("#1d191a", "#4b3024"),
         "shirt": ("#f2f2f0", "#c7d5e8", "#e7dccb"), "accent": ("#7d2230", "#2f4f7d", "#3c5a46", "#a58a3f")} | FIXED,
        details={"head/head-square": 0.35, "chin/chin-width-incr": 0.2, "nose/nose-hump-incr": 0.2, "eyes/eye-bag-incr": 0.25},
        face=Face("#c78a7c", 0.25, 0.1, 0.95, 1.1, "#2f1d14", stubble=0.16, lines=0.3, lashes=0.3),
    ),
    Figure(
        "amara", {"en": "Amara", "zh": "阿玛拉", "ja": "アマラ"}, "female", {"african": 1.0}, 0.02, -0.1, 0.15, 1.70, "knit", "curls",
        {"skin": _skins("#7a4c34"), "hair": _hairs("#17120f"),
         "top": ("#d08a3c", "#a33f3f", "#3f7168", "#e4d8c4", "#5b4a86", "#2c3f5e"),
         "bottom": ("#26324a", "#2b2b2f", "#8a7557", "#54616f"), "shoes": ("#ece6da", "#2a2627", "#8a5a3c"),
         "shirt": ("#efe9dd", "#2c2c31"), "accent": ("#caa24c", "#a6343f", "#3d6d8a")} | FIXED,
        details={"head/head-oval": 0.4, "cheek/cheek-bones-incr": 0.35, "mouth/mouth-angles-up": 0.4, "nose/nose-scale-horiz-decr": 0.2},
        face=Face("#b0605a", 0.5, 0.2, 0.85, 1.0, "#2c1a10", lashes=0.8, shadow=0.2),
    ),
    Figure(
        "david", {"en": "David", "zh": "大卫", "ja": "デイビッド"}, "male", {"caucasian": 1.0}, 0.55, 0.1, -0.15, 1.78, "cardigan",
        "grey-short",
        {"skin": _skins("#e6b597"), "hair": _hairs("#a3a09a"),
         "top": ("#5f6b52", "#6b4a4a", "#3d4c63", "#8a8176", "#35353a"),
         "bottom": ("#a18a66", "#4a4a4f", "#2f3b52", "#6f6a5c"), "shoes": ("#5a3a28", "#241f1f"),
         "shirt": ("#d9e2ec", "#f0ede6", "#c9d8c6"), "accent": ("#6b4a30", "#33415c")} | FIXED,
        headwear=("glasses",),
        details={"head/head-rectangular": 0.4, "head/head-age-incr": 0.3, "nose/nose-hump-incr": 0.35, "nose/nose-scale-vert-incr": 0.2,
                 "ears/ear-scale-incr": 0.25, "eyes/eye-bag-incr": 0.35, "mouth/mouth-laugh-lines-in": 0.3},
        face=Face("#cf9186", 0.25, 0.3, 0.6, 1.1, "#5f7d8c", stubble=0.08, lines=0.8, lashes=0.2),
    ),
    Figure(
        "aisha", {"en": "Aisha", "zh": "艾莎", "ja": "アイシャ"}, "female", {"caucasian": 0.6, "african": 0.15, "asian": 0.25}, 0.1,
        0.05, -0.2, 1.64, "tunic", "none",
        {"skin": _skins("#c99270"), "hair": _hairs("#1d1613"),
         "top": ("#4d6b6f", "#7b4f63", "#39485f", "#8a7a5a", "#2d2d33"),
         "bottom": ("#3a3d44", "#2b2b2f", "#5a4f45"), "shoes": ("#2c2526", "#7a5a45"),
         "shirt": ("#efe8dc", "#2c2c31"), "accent": ("#c9b18f", "#8f4d5c", "#5e7f86", "#2f3440", "#d9cfc2")} | FIXED,
        headwear=("headscarf",),
        details={"head/head-oval": 0.5, "nose/nose-hump-incr": 0.15, "eyes/eye-scale-incr": 0.2, "mouth/mouth-angles-up": 0.3},
        face=Face("#bb6a63", 0.5, 0.25, 1.0, 1.15, "#4b2f1b", lashes=0.9, shadow=0.3),
    ),
    Figure(
        "leo", {"en": "Leo", "zh": "里奥", "ja": "レオ"}, "male", {"african": 0.55, "caucasian": 0.45}, 0.0, -0.3, 0.2, 1.82, "hoodie",
        "fade",
        {"skin": _skins("#a8714e"), "hair": _hairs("#1a1513"),
         "top": ("#7f8a94", "#2f3438", "#3d6b57", "#8a3c3c", "#d8cfc0", "#324a7a"),
         "bottom": ("#33475f", "#26282d", "#6f7f8f", "#8a7a5e"), "shoes": ("#e9e6e0", "#2b2b2e", "#8a3c3c"),
         "shirt": ("#f1efe9", "#2b2b2e"), "accent": ("#e2ddd2", "#2b2b2e", "#c28b3a")} | FIXED,
        details={"head/head-oval": 0.3, "chin/chin-prominent-incr": 0.15, "mouth/mouth-angles-up": 0.3},
        face=Face("#b87468", 0.25, 0.15, 0.85, 1.05, "#4a2f1c", stubble=0.06, lashes=0.5),
    ),
    Figure(
        "ingrid", {"en": "Ingrid", "zh": "英格丽", "ja": "イングリッド"}, "female", {"caucasian": 1.0}, 0.48, 0.1, -0.2, 1.68, "dress",
        "bun",
        {"skin": _skins("#f0c6ab"), "hair": _hairs("#c9b48c"),
         "top": ("#6d3346", "#2f4a5c", "#44444c", "#8c7b6b", "#31513f"),
         "bottom": ("#6d3346", "#2f4a5c", "#44444c", "#8c7b6b", "#31513f"), "shoes": ("#2b2224", "#6d3346", "#8a6a52"),
         "shirt": ("#f3eee6", "#d9c9c4"), "accent": ("#d8c08a", "#3d6d8a")} | FIXED,
        details={"head/head-diamond": 0.2, "head/head-age-incr": 0.15, "cheek/cheek-bones-incr": 0.3, "mouth/mouth-angles-up": 0.3,
                 "eyes/eye-eyefold-down": 0.2},
        face=Face("#cf7878", 0.55, 0.35, 0.55, 0.9, "#5b8296", lines=0.6, lashes=0.6, shadow=0.2),
    ),
    Figure(
        "ravi", {"en": "Ravi", "zh": "拉维", "ja": "ラヴィ"}, "male", {"caucasian": 0.55, "asian": 0.3, "african": 0.15}, 0.16, 0.55,
        0.1, 1.74, "shirt", "wavy",
        {"skin": _skins("#b27c56"), "hair": _hairs("#191513"),
         "top": ("#e8e4da", "#8fa9c4", "#7d9a86", "#c9a0a0", "#34425a"),
         "bottom": ("#3a4356", "#8d7a5c", "#3d3d41", "#5e5a4e"), "shoes": ("#5b3825", "#241f1f"),
         "shirt": ("#efece4", "#2c2c31"), "accent": ("#5b3a26", "#26221f")} | FIXED,
        beard="beard",
        details={"head/head-round": 0.35, "head/head-fat-incr": 0.15, "nose/nose-volume-incr": 0.2, "nose/nose-hump-incr": 0.15},
        face=Face("#a9685c", 0.3, 0.1, 1.0, 1.3, "#33200f", stubble=0.3, lines=0.15, lashes=0.5),
    ),
    Figure(
        "hana", {"en": "Hana", "zh": "花", "ja": "ハナ"}, "female", {"asian": 0.75, "caucasian": 0.25}, 0.02, -0.2, 0.0, 1.66,
        "uniform-woman", "long-tied",
        {"skin": _skins("#e8b994"), "hair": _hairs("#33231a"), "top": ("#1f4e79",), "bottom": ("#262a33",),
         "shoes": ("#1d1b1d",), "shirt": ("#f4f3ef",), "accent": ("#c8963e",)} | FIXED,
        details={"head/head-oval": 0.3, "mouth/mouth-angles-up": 0.45, "eyes/eye-scale-incr": 0.1},
        face=Face("#d2736f", 0.55, 0.35, 0.8, 0.95, "#3f281a", lashes=0.8, shadow=0.2),
        staff=True,
    ),
    Figure(
        "daniel", {"en": "Daniel", "zh": "丹尼尔", "ja": "ダニエル"}, "male", {"caucasian": 0.8, "african": 0.2}, 0.12, -0.05, 0.2, 1.80,
        "uniform-man", "crop",
        {"skin": _skins("#dcab86"), "hair": _hairs("#3a2a20"), "top": ("#1f4e79",), "bottom": ("#262a33",),
         "shoes": ("#1d1b1d",), "shirt": ("#f4f3ef",), "accent": ("#c8963e",)} | FIXED,
        details={"head/head-rectangular": 0.25, "chin/chin-width-incr": 0.15, "mouth/mouth-angles-up": 0.35},
        face=Face("#c98c7f", 0.25, 0.2, 0.85, 1.1, "#6a5236", stubble=0.12, lines=0.1, lashes=0.4),
        staff=True,
    ),
)  # fmt: skip


def figure(name: str) -> Figure:
    return next(one for one in PEOPLE if one.id == name)
