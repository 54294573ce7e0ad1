"""What both manifests are made of: texts in three languages, names of files and nodes, the box."""

from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from vbranch.protocol.constants import UNIT_M, X_BITS, Y_BITS
from vbranch.protocol.forms import PlainText

WIDEST_M = ((1 << X_BITS) - 1) * UNIT_M
HIGHEST_M = ((1 << Y_BITS) - 1) * UNIT_M

Vector = tuple[float, float, float]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120), PlainText]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=1200), PlainText]
GlbName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,75}\.glb$")]
ImageName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,75}\.(webp|png|ktx2)$")
]
SoundName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,75}\.(webm|ogg)$")
]
ClipName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,75}\.webm$")]
CaptionsName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,75}\.vtt$")]
LogoName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,75}\.(svg|webp|png)$")
]
Contact = Annotated[
    str,
    StringConstraints(
        pattern=r"""^(mailto:[^\s@<>"']+@[^\s@<>"']+|https://[^\s<>"']+)$""", max_length=200
    ),
]
"""A link that a page may show: mail or https, nothing that a browser would run."""
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Form(BaseModel):
    """Base of both manifests: no coercion, no extra keys, finite numbers, immutable."""

    model_config = ConfigDict(
        strict=True, extra="forbid", allow_inf_nan=False, frozen=True, use_attribute_docstrings=True
    )


class Title(Form):
    """One line in each language."""

    en: Line
    zh: Line
    ja: Line


class Words(Form):
    """A few sentences in each language."""

    en: Paragraph
    zh: Paragraph
    ja: Paragraph


def _on_grid(corner: Vector) -> Vector:
    """Positions on the wire are whole centimetres from ``min``, so the box must be too (P-1)."""
    if any(abs(value / UNIT_M - round(value / UNIT_M)) > 1e-6 for value in corner):
        raise PydanticCustomError("grid", "is not in whole centimetres")
    return corner


Corner = Annotated[Vector, AfterValidator(_on_grid)]


class Bounds(Form):
    """The box in which members can be, metres, room frame (P-1)."""

    min: Corner
    max: Corner

    @model_validator(mode="after")
    def _fits(self) -> Self:
        size = tuple(high - low for low, high in zip(self.min, self.max, strict=True))
        if min(size) <= 0:
            raise PydanticCustomError("box_empty", "max is not above min on every axis")
        if max(size[0], size[2]) > WIDEST_M + 1e-6 or size[1] > HIGHEST_M + 1e-6:
            raise PydanticCustomError(
                "box_large",
                "the box is {size}, and positions have room for {most} m",
                {
                    "size": " x ".join(f"{side:.2f}" for side in size),
                    "most": f"{WIDEST_M:.2f} x {HIGHEST_M:.2f} x {WIDEST_M:.2f}",
                },
            )
        return self

    def holds(self, point: Vector, slack: float = 0.0) -> bool:
        """Is ``point`` (metres) in the box, give or take ``slack``?"""
        return all(
            low - slack <= value <= high + slack
            for low, value, high in zip(self.min, point, self.max, strict=True)
        )
