"""What a room is made of, in groups that the bake and the client treat differently."""

from __future__ import annotations

from dataclasses import dataclass, field

from kit.part import Part, placed


@dataclass
class Groups:
    """`lit` has a lightmap; `leaves` only cast shadows; `glow`, `glass` and `outside` take no part in the bake;
    `nodes` are meshes with names and `extras` (their `extras.vbranch`)."""

    lit: list[Part] = field(default_factory=list)
    leaves: list[Part] = field(default_factory=list)
    glow: list[Part] = field(default_factory=list)
    glass: list[Part] = field(default_factory=list)
    outside: list[Part] = field(default_factory=list)
    nodes: dict[str, list[Part]] = field(default_factory=dict)
    extras: dict[str, dict] = field(default_factory=dict)

    def put(self, parts, x: float, y: float, yaw: float = 0.0, z: float = 0.0) -> None:
        """Place furniture; a pair of lists means (lit, glowing)."""
        lit, glow = parts if isinstance(parts, tuple) else (parts, [])
        self.lit += placed(lit, x, y, yaw, z)
        self.glow += placed(glow, x, y, yaw, z)

    def node(self, name: str, parts: list[Part], extras: dict | None = None) -> None:
        self.nodes[name] = parts
        if extras:
            self.extras[name] = extras
